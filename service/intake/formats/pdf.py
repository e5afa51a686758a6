"""A PDF file's text, page by page, as a person reads it."""

from __future__ import annotations

from io import BytesIO
from itertools import islice
from typing import Any

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, int_value, resolve1
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from service.intake.formats import refusals
from service.intake.formats.layout import text_of
from service.intake.formats.limits import Limits

_TAIL = 4096
_SCANNED_BELOW = 20
_PICTURE_SHARE = 0.4
_UNKNOWN_GLYPH = "(cid:"
_UNKNOWN_SHARE = 0.1
_PICTURE_PAGE = "[Sida {number} är en bild utan läsbar text.]"


def read(content: bytes, limits: Limits) -> str:
    """Return the text of the PDF in `content`, pages parted by form feeds, or refuse it."""
    if b"startxref" not in content.rstrip(b"\0\r\n\t ")[-_TAIL:]:
        raise refusals.BrokenPdf()
    try:
        return _whole(PDF.open(BytesIO(content), raise_unicode_errors=False), limits)
    except PdfminerException as error:
        raise _refusal(error.args[0]) from None


def _whole(pdf: PDF, limits: Limits) -> str:
    _check_pages(pdf, limits)
    texts, pictures, letters, characters = [], 0, 0, 0
    for page in pdf.pages:
        text = _page_text(page)
        count = sum(not char.isspace() for char in text)
        if count < _SCANNED_BELOW and _is_picture(page):
            pictures += 1
            text = f"{text}\n{_PICTURE_PAGE.format(number=page.page_number)}".strip()
        letters += count
        characters += len(text)
        if characters > limits.text_chars:
            raise refusals.TooMuchText(characters=limits.text_chars)
        texts.append(text)
        page.close()
    if pictures and letters < _SCANNED_BELOW * len(texts):
        raise refusals.ScannedPdf()
    if not letters:
        raise refusals.TextlessPdf()
    whole = "\n\f".join(texts) + "\n"
    if whole.count(_UNKNOWN_GLYPH) > _UNKNOWN_SHARE * letters / len("(cid:00)"):
        raise refusals.TextlessPdf()
    return whole


def _refusal(error: object) -> Exception:
    if isinstance(error, MemoryError):
        return error
    if isinstance(error, (PDFPasswordIncorrect, PDFEncryptionError)):
        return refusals.EncryptedPdf()
    return refusals.BrokenPdf()


def _check_pages(pdf: PDF, limits: Limits) -> None:
    """Refuse too many pages, fewer pages than the file says it has, and forms without pages of their own."""
    catalog = pdf.doc.catalog
    if resolve1(catalog.get("NeedsRendering")) is True:
        raise refusals.LiveForm()
    found = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), limits.pages + 1))
    if found > limits.pages:
        raise refusals.TooManyPages(pages=limits.pages)
    stated = int_value(dict_value(catalog.get("Pages")).get("Count", found))
    if not found or found < stated:
        raise refusals.BrokenPdf()


def _page_text(page: Page) -> str:
    """Return the text of one page; a page whose drawing cannot be unpacked is never taken as blank."""
    streams = [found for found in map(resolve1, page.page_obj.contents) if isinstance(found, PDFStream)]
    written = [bool(stream.rawdata or stream.data) for stream in streams]
    text = text_of(page)
    if any(had and not stream.get_data() for had, stream in zip(written, streams, strict=True)):
        raise refusals.BrokenPdf()
    return text


def _is_picture(page: Page) -> bool:
    images: list[dict[str, Any]] = page.images
    covered = sum(float(image["width"]) * float(image["height"]) for image in images)
    return covered > _PICTURE_SHARE * float(page.width) * float(page.height)
