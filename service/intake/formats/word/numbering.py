"""The numbers that Word draws before paragraphs but never writes in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from service.intake.formats.word.package import Element

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LEVEL = re.compile(r"%([1-9])")
_DEEPEST = 9
_LONGEST_CHAIN = 20


@dataclass
class Level:
    """One level of a list: where it starts and how its number is written."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    style: str | None = None


@dataclass
class List:
    """A list of the document: its levels, and the family whose counters it shares."""

    family: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Count the numbered paragraphs of one document, in the order they are asked about."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._styles = {_get(style, "styleId"): style for style in _all(styles, "style")}
        self._default_style = next((key for key, style in self._styles.items() if _is_default(style)), None)
        families = {_get(family, "abstractNumId"): family for family in _all(numbering, "abstractNum")}
        linked = {_val(_child(family, "styleLink")): family for family in families.values()}
        for key, family in families.items():
            if link := _val(_child(family, "numStyleLink")):
                families[key] = linked.get(link, family)
        self._lists = {_get(entry, "numId"): _list(entry, families) for entry in _all(numbering, "num")}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def label(self, paragraph: Element) -> str:
        """Return what stands before the paragraph (“2.1 ”, “a) ”, “• ”), or nothing."""
        number, depth = self._place(paragraph)
        found = self._lists.get(number)
        if found is None or number is None:
            return ""
        level = found.levels.get(depth, Level())
        counts = self._counts.setdefault(found.family, {})
        if number not in self._begun:
            self._begun.add(number)
            for at, start in found.restarts.items():
                counts[at] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "• "
        if level.form == "none" or not level.pattern:
            return ""
        written = _LEVEL.sub(lambda match: _written(found, counts, int(match[1]) - 1), level.pattern).strip()
        return f"{written} " if written else ""

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        """Return the list a paragraph belongs to and its level, its own or its style's."""
        own = _child(paragraph, "pPr")
        style = _val(_child(own, "pStyle")) or self._default_style
        number, depth = _number_of(own)
        seen = 0
        while number is None and style in self._styles and seen < _LONGEST_CHAIN:
            found = self._styles[style]
            number, of_style = _number_of(_child(found, "pPr"))
            if number is not None and depth is None:
                depth = of_style if of_style is not None else self._level_of_style(number, style)
            style = _val(_child(found, "basedOn"))
            seen += 1
        return (None if number == "0" else number), min(depth or 0, _DEEPEST - 1)

    def _level_of_style(self, number: str, style: str | None) -> int | None:
        found = self._lists.get(number)
        return next((at for at, level in found.levels.items() if level.style == style), None) if found else None


def _is_default(style: Element) -> bool:
    return _get(style, "type") == "paragraph" and _get(style, "default") in ("1", "true")


def _list(entry: Element, families: dict[str | None, Element]) -> List:
    family = _val(_child(entry, "abstractNumId")) or ""
    levels = dict(map(_level, _all(families.get(family), "lvl")))
    restarts: dict[int, int] = {}
    for override in _all(entry, "lvlOverride"):
        at = _integer(_get(override, "ilvl"), 0)
        inner = _child(override, "lvl")
        if inner is not None:
            levels[at] = _level(inner)[1]
        start = _val(_child(override, "startOverride"))
        if start is not None:
            restarts[at] = _integer(start, 1)
    return List(family, levels, restarts)


def _level(element: Element) -> tuple[int, Level]:
    return _integer(_get(element, "ilvl"), 0), Level(
        start=_integer(_val(_child(element, "start")), 0 if _child(element, "start") is None else 1),
        form=_val(_child(element, "numFmt")) or "decimal",
        pattern=_val(_child(element, "lvlText")) or "",
        style=_val(_child(element, "pStyle")),
    )


def _written(found: List, counts: dict[int, int], at: int) -> str:
    level = found.levels.get(at, Level())
    count = counts.get(at, level.start)
    if level.form in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if level.form == "lowerLetter" else letters.upper()
    if level.form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return roman(count) if level.form == "lowerRoman" else roman(count).upper()
    if level.form == "decimalZero":
        return f"{count:02d}"
    return "" if level.form in ("bullet", "none") else str(count)


def roman(count: int) -> str:
    """Return `count` in small Roman numerals."""
    written = ""
    for worth, sign in _ROMAN:
        while count >= worth:
            written += sign
            count -= worth
    return written


def _number_of(properties: Element | None) -> tuple[str | None, int | None]:
    place = _child(properties, "numPr")
    depth = _val(_child(place, "ilvl"))
    return _val(_child(place, "numId")), None if depth is None else _integer(depth, 0)


def _all(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [child for child in element if str(child.tag).rpartition("}")[2] == name]


def _child(element: Element | None, name: str) -> Element | None:
    return next(iter(_all(element, name)), None)


def _get(element: Element, name: str) -> str | None:
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _val(element: Element | None) -> str | None:
    return None if element is None else _get(element, "val")


def _integer(text: str | None, otherwise: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
