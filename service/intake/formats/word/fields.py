"""What somebody filled in on a PDF: form fields and typed notes, which are not part of the page's drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pdfminer.pdftypes import dict_value, list_value, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text
from pdfplumber.page import Page

Box = tuple[float, float, float, float]

_HIDDEN = 0x2
_DEEPEST = 20
_LINE = 14.0


def filled_in(page: Page) -> Iterator[tuple[str, Box]]:
    """Yield what is filled in on the page: its text and its box, measured from the top left."""
    for entry in list_value(page.page_obj.annots or []):
        field = dict_value(entry)
        if resolve1(field.get("F") or 0) & _HIDDEN:
            continue
        text = _text(field)
        if text:
            yield from _lines(text, _box(page, list_value(field["Rect"])))


def _text(field: dict[str, Any]) -> str:
    kind = _name(field.get("Subtype"))
    if kind == "FreeText":
        return _written(field.get("Contents"))
    if kind != "Widget":
        return ""
    sort = _name(_inherited(field, "FT"))
    if sort == "Btn":
        state = _name(field.get("AS"))
        return "☒" if state and state != "Off" else ""
    return _written(_inherited(field, "V")) if sort in ("Tx", "Ch") else ""


def _inherited(field: dict[str, Any], key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in field:
            return resolve1(field[key])
        if "Parent" not in field:
            return None
        field = dict_value(field["Parent"])
    return None


def _name(found: Any) -> str:
    found = resolve1(found)
    return str(found.name) if isinstance(found, PSLiteral) else ""


def _written(found: Any) -> str:
    found = resolve1(found)
    if isinstance(found, list):
        return ", ".join(filter(None, map(_written, found)))
    return decode_text(found).strip() if isinstance(found, bytes) else ""


def _box(page: Page, rectangle: Iterable[Any]) -> Box:
    x0, y0, x1, y1 = (float(resolve1(edge)) for edge in rectangle)
    height = float(page.height)
    return min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1)


def _lines(text: str, box: Box) -> Iterator[tuple[str, Box]]:
    """Yield the lines of a field, spread over its box; one line stands at the foot of a low box."""
    x0, top, x1, bottom = box
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    step = min((bottom - top) / len(lines), _LINE)
    for at, line in enumerate(lines):
        if line:
            yield line, (x0, top + at * step, x1, top + (at + 1) * step)
