"""The parts of the year that each get one meeting."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from service.agreements.terms import MeetingRule
from service.kernel.calendar import add_months

ONE_DAY = timedelta(days=1)
LETTERS = {2: "H", 3: "T", 4: "Q", 6: "B"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the year, cut to the agreement; `early` asks for its first day, not its middle."""

    key: str
    first: date
    last: date
    early: bool = False


def slots(rule: MeetingRule, start: date, end: date) -> list[Slot]:
    """Return the parts of the year from `start` to `end` that the rule gives a meeting each."""
    if rule.per_year is None:
        return []
    if rule.rhythm == "from_start" and 12 % rule.per_year == 0:
        found = _from_start(start, end, 12 // rule.per_year)
    elif rule.per_year == 1 and rule.month is not None:
        found = _in_month(start, end, rule.month)
    elif 12 % rule.per_year == 0:
        found = _by_calendar(start, end, rule.per_year)
    else:
        found = _evenly(start, end, rule.per_year)
    return [
        Slot(one.key, max(one.first, start), min(one.last, end), one.early)
        for one in found if one.last >= start and one.first <= end
    ]


def _by_calendar(start: date, end: date, per_year: int) -> Iterator[Slot]:
    months = 12 // per_year
    for year in range(start.year, end.year + 1):
        for number in range(per_year):
            first = date(year, number * months + 1, 1)
            yield Slot(_label(year, number, per_year), first, add_months(first, months) - ONE_DAY)


def _label(year: int, number: int, per_year: int) -> str:
    if per_year == 1:
        return f"{year}"
    if per_year == 12:
        return f"{year}-{number + 1:02d}"
    return f"{year}-{LETTERS[per_year]}{number + 1}"


def _in_month(start: date, end: date, month: int) -> Iterator[Slot]:
    for year in range(start.year, end.year + 1):
        first = date(year, month, 1)
        yield Slot(f"{year}", first, add_months(first, 1) - ONE_DAY)


def _from_start(start: date, end: date, months: int) -> Iterator[Slot]:
    """Count from the start: the first meeting falls when the first `months` have passed."""
    number = 1
    while (first := add_months(start, number * months)) <= end:
        yield Slot(f"{start}+{number}", first, add_months(start, (number + 1) * months) - ONE_DAY, early=True)
        number += 1


def _evenly(start: date, end: date, per_year: int) -> Iterator[Slot]:
    """Divide each calendar year in equal numbers of days."""
    for year in range(start.year, end.year + 1):
        days = 366 if isleap(year) else 365
        edges = [date(year, 1, 1) + timedelta(days=days * number // per_year) for number in range(per_year + 1)]
        for number in range(per_year):
            yield Slot(f"{year}-{number + 1}of{per_year}", edges[number], edges[number + 1] - ONE_DAY)
