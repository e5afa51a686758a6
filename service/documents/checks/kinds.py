"""What kind of file it is, told by its content."""

from __future__ import annotations

from enum import StrEnum

from service.documents.checks import refusals


class Media(StrEnum):
    """The kinds of file that are kept, by their media type."""

    PDF = "application/pdf"
    WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PNG = "image/png"
    JPEG = "image/jpeg"
    # Never told by content: only what has been read as an e-invoice is kept as such.
    XML = "application/xml"


SUFFIXES = {Media.PDF: ".pdf", Media.WORD: ".docx", Media.PNG: ".png", Media.JPEG: ".jpg", Media.XML: ".xml"}
PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
ZIP_START = b"PK\x03\x04"
PDF_START = b"%PDF-"
HEAD = 1024
_ZIP_END = b"PK\x05\x06"
_ZIP_END_SIZE = 22
_LONGEST_COMMENT = 65_535


def is_pdf(content: bytes) -> bool:
    """Tell whether the content is a PDF file, possibly with other bytes before its first line."""
    at = content.find(PDF_START, 0, HEAD)
    return at == 0 or (at > 0 and b" obj" in content)


def media_of(content: bytes) -> Media:
    """Return the kind of `content`; refuse what is empty, of another kind, or of two kinds at once."""
    if not content:
        raise refusals.NothingInIt
    starts = {Media.PDF: PDF_START, Media.WORD: ZIP_START, Media.PNG: PNG_START, Media.JPEG: JPEG_START}
    found = next((media for media, start in starts.items() if content.startswith(start)), None)
    if found is None:
        raise refusals.TwoKinds if is_pdf(content) and content.find(PDF_START) > 0 and _is_zip_too(content) else _other(content)
    if (found is not Media.PDF and PDF_START in content[:HEAD]) or (found is not Media.WORD and _is_zip_too(content)):
        raise refusals.TwoKinds
    return found


def _other(content: bytes) -> refusals.FileNotKept:
    # A locked Word file is wrapped in the compound files of old Word.
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and "EncryptedPackage".encode("utf-16-le") in content:
        return refusals.Locked()
    return refusals.Broken() if is_pdf(content) else refusals.OtherKind()


def _is_zip_too(content: bytes) -> bool:
    """Tell whether a zip reader, which begins at the end, would find an archive here."""
    tail = content[-(_ZIP_END_SIZE + _LONGEST_COMMENT):]
    at = tail.rfind(_ZIP_END)
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if at + _ZIP_END_SIZE + comment == len(tail):
            return True
        at = tail.rfind(_ZIP_END, 0, at)
    return False
