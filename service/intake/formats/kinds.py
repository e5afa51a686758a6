"""What kind of file it is, told by its content and never by its name."""

from __future__ import annotations

from service.documents.checks.kinds import JPEG_START, is_pdf
from service.intake.formats import refusals

PDF, WORD, PLAIN = "pdf", "docx", "plain"

_PICTURES = (
    b"\x89PNG\r\n",
    JPEG_START,
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"8BPS",
    b"AT&TFORM",
    b"\x00\x00\x00\x0cjP  ",
)
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"\xfd7zXZ\x00", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"%!ps")
_HEAD = 1024


def kind_of(content: bytes) -> str:
    """Return the kind of reader that `content` needs; refuse what none of them reads."""
    if not content:
        raise refusals.EmptyFile()
    head = content[:_HEAD]
    if is_pdf(content):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return WORD
    if head.startswith(_PICTURES) or _is_boxed_picture(head):
        raise refusals.Picture()
    if head.startswith(_ARCHIVES) or (head[:3] == b"BZh" and head[4:10] == b"1AY&SY"):
        raise refusals.Archive()
    if head.startswith(_COMPOUND):
        raise _compound(content)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{\\rtf"):
        raise refusals.RichText()
    if start.lower().startswith(_MARKUP):
        raise refusals.WebPage()
    return PLAIN


def _is_boxed_picture(head: bytes) -> bool:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0":
        return True
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif")


def _compound(content: bytes) -> refusals.FileRefused:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refusals.LockedWord()
    if "WordDocument".encode("utf-16-le") in content:
        return refusals.OldWord()
    if "Workbook".encode("utf-16-le") in content or "PowerPoint Document".encode("utf-16-le") in content:
        return refusals.OtherOffice()
    return refusals.BinaryFile()
