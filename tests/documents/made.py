"""Files for the tests, good and bad, made here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import docx
import pikepdf
from PIL import Image

from service.documents.checks.examine import Gate
from service.documents.files import receive
from service.documents.model import Received

GATE = Gate()


def pdf(text: str = "A page", *, change: object = None, **save: object) -> bytes:
    """Make a PDF file of one page; `change` is called with it before it is saved."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(300, 300))
    page.Contents = made.make_stream(f"BT ({text}) Tj ET".encode())
    if callable(change):
        change(made)
    out = io.BytesIO()
    made.save(out, deterministic_id=True, **save) if "encryption" not in save else made.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def word(text: str = "A text", **parts: bytes) -> bytes:
    """Make a Word file; `parts` are put beside its own, `__` in a name standing for a slash."""
    made = docx.Document()
    made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    if parts:
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def picture(kind: str = "PNG", colour: str = "green") -> bytes:
    """Make a picture."""
    out = io.BytesIO()
    Image.new("RGB", (20, 10), colour).save(out, kind)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Make the beginning and end of a PNG file that says it is this large."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def zipped(**files: bytes) -> bytes:
    """Make a plain archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def file(text: str = "A page", name: str = "beslut.pdf") -> Received:
    """Make a file that has been looked through."""
    return receive(pdf(text), name, GATE)
