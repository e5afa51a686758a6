"""Whether the text of a file is ours: by its bytes, or by comparing it page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from pdfplumber.pdf import PDF
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult

from service.signatures.pades.looking.changes import AFTER_PUTTING_FORWARD, ALLOWED, pages_of
from service.signatures.pades.looking.pages import difference, pages_read
from service.signatures.pades.model import Match
from service.signatures.pades.problems import Covered, LooksOther, OtherText, Problem

Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How the text is known to be ours, and what ought to be looked at."""

    match: Match
    extra_pages: int = 0
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()


def compare(body: bytes, original: bytes, reader: PdfFileReader) -> Compared:
    """Return how the text of `body` stands to that of `original`."""
    if _grown_from(body, original, reader):
        return Compared(match=Match.DIGEST, remarks=_covered(original, reader))
    ours, theirs = pages_read(original), pages_read(body)
    told = difference([page.text for page in ours], [page.text for page in theirs],
                      then=("i vår text", "in our text"), now=("i filen", "in the file"))
    if told is not None:
        return Compared(match=Match.OTHER, problems=(OtherText(difference_sv=told[0], difference_en=told[1]),))
    odd = tuple(LooksOther(page=str(number)) for number, (page, our) in enumerate(zip(theirs, ours, strict=False), 1)
                if not page.looks_like(our))
    return Compared(match=Match.COMPARED, extra_pages=len(theirs) - len(ours), problems=odd, remarks=_covered(original, reader))


def _grown_from(body: bytes, original: bytes, reader: PdfFileReader) -> bool:
    """Say whether a file begins with ours, byte by byte, and only signatures and attached files were added to it.

    The bytes alone would prove nothing: what is added after them may replace every page.
    """
    if not original or not body.startswith(original):
        return False
    try:
        ours = PdfFileReader(BytesIO(original), strict=True)
        last = ours.xrefs.total_revisions - 1
        if reader.xrefs.get_startxref_for_revision(last) != ours.last_startxref:
            return False
        found = AFTER_PUTTING_FORWARD.review_file(reader, last)
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False
    return isinstance(found, DiffResult) and found.modification_level in ALLOWED


def _covered(original: bytes, reader: PdfFileReader) -> tuple[Problem, ...]:
    """Name the pages where something that is not in our file has been placed over letters of it."""
    before, after = _boxes(PdfFileReader(BytesIO(original), strict=True)), _boxes(reader)
    added = {number: boxes for number, (was, now) in enumerate(zip(before, after, strict=False)) if (boxes := now - was)}
    if not added:
        return ()
    with PDF.open(BytesIO(original), raise_unicode_errors=False) as pdf:
        return tuple(
            Covered(page=str(number + 1)) for number, boxes in added.items()
            if any(_over(box, char) for char in pdf.pages[number].chars if char["text"].isalnum() for box in boxes))


def _boxes(reader: PdfFileReader) -> list[set[Box]]:
    """Return where things are placed on each page, from the lower left corner."""
    found = []
    for page in pages_of(reader):
        placed = (one.get_object().get("/Rect") for one in page.get("/Annots", ()))
        found.append({_box([float(part) for part in rect]) for rect in placed if rect is not None and len(rect) == 4})
    return found


def _box(rect: Sequence[float]) -> Box:
    return min(rect[0], rect[2]), min(rect[1], rect[3]), max(rect[0], rect[2]), max(rect[1], rect[3])


def _over(box: Box, char: Mapping[str, float]) -> bool:
    across, up = (char["x0"] + char["x1"]) / 2, (char["y0"] + char["y1"]) / 2
    return box[0] < across < box[2] and box[1] < up < box[3]
