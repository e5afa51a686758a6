"""Drawing pages with PDFium, and reading where each word stands. Called in a process of its own."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageChops, ImageDraw, ImageOps

MOST_PAGES = 120
PER_INCH = 150
LOOKING_PER_INCH = 100
MOST_PIXELS = 12_000_000
_WIDE = 1_000_000
_UNSEEN = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_INK = "black"
Rect = tuple[float, float, float, float]


class TooLong(Exception):
    """The file has more pages than are drawn."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


def open_pdf(content: bytes) -> Any:
    """Return an open PDF file; raise TooLong."""
    document = pdfium.PdfDocument(content)
    if len(document) > MOST_PAGES:
        raise TooLong(len(document))
    document.init_forms()
    return document


def signed(document: Any) -> bool:
    """Say whether a PDF file holds an electronic signature."""
    return bool(raw.FPDF_GetSignatureCount(document.raw) > 0)


def page_of(document: Any, number: int) -> Any:
    """Return a page with the notes and fields that show on it made part of it."""
    page = document[number]
    raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    page.close()
    return document[number]


def picture_of(page: Any, per_inch: float) -> Image.Image:
    """Return a page as a picture, as large as may be."""
    width, height = page.get_size()
    scale = min(per_inch / 72, math.sqrt(MOST_PIXELS / max(1.0, width * height)))
    made: Image.Image = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
    return made


def words_of(page: Any, picture: Image.Image) -> list[list[dict[str, Any]]]:
    """Return the lines of a page, each a list of words: text, box, and whether it is to be seen."""
    text = page.get_textpage()
    lines: list[list[dict[str, Any]]] = [[]]
    word: dict[str, Any] | None = None
    for letter, rect, seen in _letters(page, text):
        if rect is None or (word is not None and _apart(word["box"], rect)):
            word = None
        if letter in "\r\n" and lines[-1]:
            lines.append([])
        if rect is None:
            continue
        if word is None:
            word = {"text": "", "box": rect, "seen": True}
            lines[-1].append(word)
        word["text"] += letter
        word["box"] = _both(word["box"], rect)
        word["seen"] = word["seen"] and seen
    ink = _ink_of_letters(page, text, picture)
    for line in lines:
        for one in line:
            one["seen"] = one["seen"] and _inked(ink, one["box"])
    text.close()
    return [line for line in lines if line]


def mask(picture: Image.Image, boxes: list[Rect]) -> Image.Image:
    """Blacken places of a picture; what was there is no longer in it."""
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        pen.rectangle((math.floor(left * picture.width), math.floor(top * picture.height),
                       math.ceil(right * picture.width), math.ceil(bottom * picture.height)), fill=_INK)
    return picture


def photograph(content: bytes) -> Image.Image:
    """Return a picture file upright, without anything that was told beside its pixels."""
    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    if paper.width * paper.height > MOST_PIXELS:
        paper.thumbnail((int(math.sqrt(MOST_PIXELS)), int(math.sqrt(MOST_PIXELS))))
    return paper


def as_jpeg(picture: Image.Image) -> bytes:
    """Return a picture's pixels as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _letters(page: Any, text: Any) -> Iterator[tuple[str, Rect | None, bool]]:
    """Yield each letter with its place, and whether it is drawn at all; a space has no place."""
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, at)
        letter = "-" if code in (2, 0xAD, 0xFFFE) else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if letter.isspace() or raw.FPDFText_IsGenerated(text.raw, at) == 1:
            yield letter if letter in "\r\n" else " ", None, True
            continue
        mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text.raw, at))
        yield letter, _place(page, text, at), mode not in _UNSEEN


def _place(page: Any, text: Any, at: int) -> Rect:
    loose, left, right, low, high = raw.FS_RECTF(), *(ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetLooseCharBox(text.raw, at, loose)
    raw.FPDFText_GetCharBox(text.raw, at, left, right, low, high)
    corners = [_on_paper(page, x, y) for x, y in (
        (loose.left, loose.top), (loose.right, loose.bottom), (left.value, high.value), (right.value, low.value))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _on_paper(page: Any, x: float, y: float) -> tuple[float, float]:
    """Return a point of the page as it is shown: turned and cut to what shows."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page.raw, 0, 0, _WIDE, _WIDE, 0, x, y, across, down)
    return min(1.0, max(0.0, across.value / _WIDE)), min(1.0, max(0.0, down.value / _WIDE))


def _apart(one: Rect, other: Rect) -> bool:
    """Say whether a letter stands too far from a word to be of it."""
    size = max(other[3] - other[1], other[2] - other[0], 0.002)
    return other[0] - one[2] > 2 * size or one[0] - other[2] > 2 * size or other[1] - one[3] > size or one[1] - other[3] > size


def _both(one: Rect, other: Rect) -> Rect:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _ink_of_letters(page: Any, text: Any, picture: Image.Image) -> Image.Image:
    """Return what differs when the page is drawn without its letters: not letters in white, under a picture, or of no colour."""
    for at in range(text.count_chars()):
        letters = raw.FPDFText_GetTextObject(text.raw, at)
        if letters:
            raw.FPDFTextObj_SetTextRenderMode(letters, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    return ImageChops.difference(picture, picture_of(page, LOOKING_PER_INCH)).convert("L")


def _inked(grey: Image.Image, box: Rect) -> bool:
    """Say whether any letter is to be seen in a place."""
    left, top = int(box[0] * grey.width), int(box[1] * grey.height)
    right, bottom = math.ceil(box[2] * grey.width), math.ceil(box[3] * grey.height)
    if right <= left or bottom <= top:
        return False
    return bool(int(grey.crop((left, top, right, bottom)).getextrema()[1]) > 12)  # type: ignore[arg-type]
