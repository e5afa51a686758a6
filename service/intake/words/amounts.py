"""Sums of money in every Swedish form, in SEK."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = r"(\d{1,3}(?:[ .']\d{3})+(?!\d)|\d{1,9})(?:,(\d{1,3}))?"
_UNIT = r"(svenska kronor|kronor|kr\b|sek\b|:-|,-|tkr\b|kkr\b|tusen kronor|tusen kr\b|mkr\b|mnkr\b|msek\b|miljon(?:er)? kronor|miljon(?:er)?(?: kr)?\b|ksek\b)"
_SUM = re.compile(rf"(?<![\d.,/-])(?<!\d )(?:SEK\s*)?{_DIGITS}\)?\s*{_UNIT}", re.I)
_FRONT = re.compile(rf"\b(?:SEK|kr)\s+{_DIGITS}(?!\s*(?:{_UNIT}|\d))", re.I)
_BARE = re.compile(r"(?<![\d.,/-])(?<!\d )(\d{1,3}(?:[ .']\d{3}){1,3}|\d{4,9})(?:,(\d\d))?(?![\d/-])")
_SMALL = re.compile(r"(?<![\d.,/-])(?<!\d )(\d{1,3}(?:[ .]\d{3})*)(?:,(\d{1,3}))?(?![\d/-])")
_AFTER = " .*,;:-–)"
_SCALE = {"t": 1000, "k": 1000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Money:
    """A sum and where it stands; `unit` is empty for a bare number."""

    start: int
    end: int
    sek: Decimal
    unit: str


def sums_in(text: str) -> list[Money]:
    """Return every sum that has a unit."""
    found = list(_with_unit(text))
    front = [Money(one.start(), one.end(), _number(one[1], one[2]), "kr") for one in _FRONT.finditer(text)]
    return sorted([*found, *(one for one in front if not any(one.start < other.end and other.start < one.end for other in found))],
                  key=lambda one: one.start)


def bare_at_end(text: str, *, thousands: bool = False) -> Money | None:
    """Return the sum that a table row ends with, with or without unit; `thousands` says that bare numbers are tkr."""
    ending = re.sub(r"[\s,;]+(?:och|samt)$", "", text)
    found = list(_with_unit(ending))
    if found and not ending[found[-1].end:].strip(_AFTER):
        return found[-1]
    bare = _SMALL if thousands else _BARE
    for one in reversed(list(bare.finditer(ending))):
        if ending[one.end():].strip(_AFTER) or one[1].startswith("0") or re.fullmatch(r"(?:19|20)\d\d", one[1]):
            return None
        return Money(one.start(), one.end(), _number(one[1], one[2]) * (1000 if thousands else 1), "")
    return None


def plain(value: Decimal) -> int | float:
    """Return whole SEK as an int, öre as decimals."""
    return int(value) if value == int(value) else float(value)


def shown(value: Decimal) -> str:
    """Return a sum as a person writes it: "1 275 750"."""
    return f"{value:,f}".rstrip("0").rstrip(".").replace(",", " ").replace(".", ",") if value != int(value) else f"{int(value):,}".replace(",", " ")


def _with_unit(text: str) -> Iterator[Money]:
    for one in _SUM.finditer(text):
        unit = one[3].casefold()
        scale = 1 if unit.startswith(("kr", "svenska")) else _SCALE.get(unit[0], 1)
        yield Money(one.start(), one.end(), _number(one[1], one[2]) * scale, unit)


def _number(whole: str, part: str | None) -> Decimal:
    return Decimal(re.sub(r"[ .']", "", whole) + (f".{part}" if part else ""))
