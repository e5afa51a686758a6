"""Lengths of time in clauses: "tre månader", "sex (6) månader", "ett år", "90 dagar", "två kvartal"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from service.intake.words.dates import NUMBER, number_of
from service.kernel.calendar import add_months

_SPAN = re.compile(
    rf"(?<![\d.,/-]){NUMBER}\s*-?\s*(?:\(\d{{1,3}}\)\s*)?(?:st\.?\s+|hela\s+|kalender\s*|påföljande\s+)?(månad(?:ers|er|s)?|mån\b\.?|år(?:s|sperioder|speriod)?\b|kvartal|halvår|"
    r"veckor?s?|(?:arbets|kalender|var)?dagar?s?|dygn)", re.I)
_MONTHS = {"m": 1, "å": 12, "k": 3, "h": 6}


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time and where it stands; either in months or in days."""

    start: int
    end: int
    months: int | None
    days: int | None = None

    def before(self, day: date) -> date:
        """Return the day that is this long before `day`."""
        return add_months(day, -self.months) if self.months is not None else day - timedelta(days=self.days or 0)


def spans_in(text: str) -> Iterator[Span]:
    """Yield every length of time that a text names."""
    for one in _SPAN.finditer(text):
        number, unit = number_of(one[1]), one[2].casefold()
        if unit.startswith("veck"):
            yield Span(one.start(), one.end(), None, 7 * number)
        elif unit.endswith(("dagar", "dagars", "dag", "dags", "dygn")):
            yield Span(one.start(), one.end(), None, number)
        else:
            yield Span(one.start(), one.end(), number * _MONTHS[unit[0]])
