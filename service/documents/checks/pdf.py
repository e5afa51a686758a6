"""PDF files: every object of them looked at, for what is locked, runs or hides. Called in a process of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from service.documents.checks import refusals
from service.documents.checks.word import is_program

_DEEPEST = 60
_EOF = b"%%EOF"


def check_ends(content: bytes) -> None:
    """Refuse a file that has no end, or goes on after it."""
    at = content.rfind(_EOF)
    if at < 0:
        raise refusals.Broken
    if content[at + len(_EOF):].strip(b"\0\t\r\n\f "):
        raise refusals.TwoKinds


def look(content: bytes) -> None:
    """Refuse a PDF file that is locked, broken, or holds what runs."""
    try:
        document = PDFDocument(PDFParser(BytesIO(content)))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise refusals.Locked from None
    if any("Encrypt" in xref.get_trailer() for xref in document.xrefs):
        raise refusals.Locked
    for value in _objects(document):
        _look_at(value)
    if next(PDFPage.create_pages(document), None) is None:
        raise refusals.Broken


def _objects(document: PDFDocument) -> Iterator[Any]:
    seen: set[int] = set()
    for xref in document.xrefs:
        yield xref.get_trailer()
        for number in xref.get_objids():
            if number not in seen:
                seen.add(number)
                yield document.getobj(number)


def _look_at(value: Any, depth: int = 0) -> None:
    """Look at one object and at what lies directly in it; what it refers to comes in its own turn."""
    if depth > _DEEPEST:
        raise refusals.Broken
    if isinstance(value, PDFStream):
        _look_at(value.attrs, depth + 1)
    elif isinstance(value, dict):
        _look_at_dictionary(value)
        for each in value.values():
            if not isinstance(each, PDFObjRef):
                _look_at(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            if not isinstance(each, PDFObjRef):
                _look_at(each, depth + 1)


def _look_at_dictionary(value: dict[str, Any]) -> None:
    action = _name(value.get("S"))
    if action == "JavaScript" or "JS" in value or "JavaScript" in value:
        raise refusals.ScriptInside
    if action == "Launch":
        raise refusals.StartsPrograms
    if _name(value.get("Subtype")) in ("RichMedia", "Screen", "Movie"):
        raise refusals.ProgramInside
    if "XFA" in value or resolve1(value.get("NeedsRendering")) is True:
        raise refusals.DrawnOnOpening
    embedded = resolve1(value.get("EF"))
    if isinstance(embedded, dict):
        names = [_text(value.get(key)) for key in ("F", "UF", "DOS", "Unix", "Mac")]
        for stream in map(resolve1, embedded.values()):
            start = _start(stream) if isinstance(stream, PDFStream) else b""
            if any(is_program(name, start) for name in names):
                raise refusals.ProgramInside


def _name(value: Any) -> str:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""


def _text(value: Any) -> str:
    found = resolve1(value)
    if not isinstance(found, bytes):
        return ""
    return found.decode("utf-16" if found[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1", "replace")


def _start(stream: PDFStream) -> bytes:
    """Return the first bytes of a stream, without unpacking the rest."""
    raw = stream.rawdata or b""
    filters = [_name(found[0]) for found in stream.get_filters()]
    if not filters:
        return raw[:8]
    if filters == ["FlateDecode"]:
        try:
            return zlib.decompressobj().decompress(raw, 8)
        except zlib.error:
            raise refusals.Broken from None
    return stream.get_data()[:8]
