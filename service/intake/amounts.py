"""Sums of money in every Swedish form, in SEK."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = r"(\d{1,3}(?:[ .]\d{3})+|\d+)(?:,(\d{1,3}))?"
_UNIT = r"(kronor|kr\b|sek\b|:-|,-|tkr\b|tusen kronor|mkr\b|mnkr\b|miljon(?:er)? kronor|miljon(?:er)?(?: kr)?\b|kSEK\b)"
_SUM = re.compile(rf"(?<![\d.,/-])(?:SEK\s*)?{_DIGITS}\)?\s*{_UNIT}", re.I)
_BARE = re.compile(r"(?<![\d.,/-])(\d{1,3}(?:[ .]\d{3})+|\d{4,9})(?:,(\d\d))?(?![\d/-])")
_SCALE = {"t": 1000, "m": 1_000_000}


@dataclass(frozen=True, slots=True)
class Money:
    """A sum and where it stands; `unit` is empty for a bare number."""

    start: int
    end: int
    sek: Decimal
    unit: str


def sums_in(text: str) -> list[Money]:
    """Return every sum that has a unit."""
    return list(_with_unit(text))


def bare_at_end(text: str) -> Money | None:
    """Return the sum that a table row ends with, with or without unit."""
    found = list(_with_unit(text))
    if found and not text[found[-1].end:].strip(" .*"):
        return found[-1]
    for one in reversed(list(_BARE.finditer(text))):
        if not text[one.end():].strip(" .*-:"):
            return Money(one.start(), one.end(), _number(one[1], one[2]), "")
        break
    return None


def plain(value: Decimal) -> int | float:
    """Return whole SEK as an int, öre as decimals."""
    return int(value) if value == int(value) else float(value)


def _with_unit(text: str) -> Iterator[Money]:
    for one in _SUM.finditer(text):
        unit = one[3].casefold()
        scale = _SCALE["t"] if unit.startswith(("t", "ks")) else _SCALE["m"] if unit.startswith("m") else 1
        yield Money(one.start(), one.end(), _number(one[1], one[2]) * scale, unit)


def _number(whole: str, part: str | None) -> Decimal:
    return Decimal(re.sub(r"[ .]", "", whole) + (f".{part}" if part else ""))
