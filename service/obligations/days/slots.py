"""The parts of the year that each get one meeting."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from service.agreements.terms import MeetingRule
from service.kernel.calendar import add_months
from service.obligations.days.span import ONE_DAY, Span

LETTERS = {2: "H", 3: "T", 4: "Q", 6: "B"}


class Slot(NamedTuple):
    """A part of the year, cut to the agreement.

    `target` is the day the meeting is meant for, None for the middle. A slot that is not `held` gets
    no meeting by the rule, but may take the one before a decision.
    """

    key: str
    first: date
    last: date
    target: date | None = None
    held: bool = True


def slots(rule: MeetingRule, span: Span) -> list[Slot]:
    """Return the parts of the agreement, in order, that the rule gives a meeting each.

    A number that does not divide twelve divides each calendar year in equal numbers of days; counted
    from the start, it is a meeting each time that share of a year, in whole months, has passed.
    """
    month = in_month(rule)
    if month is not None:
        return list(_in_month(span, month))
    if rule.per_year is None:
        return []
    if rule.rhythm == "from_start":
        return list(_from_start(span, rule.per_year))
    return [
        Slot(key, *span.cut(first, last))
        for year in range(span.start.year, span.until.year + 1) for key, first, last in year_parts(year, rule.per_year)
        if last >= span.start and first <= span.until
    ]


def in_month(rule: MeetingRule) -> int | None:
    """Return the month in which the one meeting of the year is held; it binds no denser rhythm."""
    return rule.month if rule.per_year in (None, 1) else None


@lru_cache(maxsize=4096)
def year_parts(year: int, per_year: int) -> tuple[tuple[str, date, date], ...]:
    """Return label, first and last day of each of the `per_year` parts of a year."""
    if 12 % per_year:
        days = 366 if isleap(year) else 365
        edges = [date(year, 1, 1) + timedelta(days=days * number // per_year) for number in range(per_year)]
    else:
        edges = [date(year, number * 12 // per_year + 1, 1) for number in range(per_year)]
    lasts = [*(edge - ONE_DAY for edge in edges[1:]), date(year, 12, 31)]
    return tuple(
        (_label(year, number, per_year), first, last)
        for number, (first, last) in enumerate(zip(edges, lasts, strict=True), 1))


def _label(year: int, number: int, per_year: int) -> str:
    if per_year == 1:
        return f"{year}"
    if per_year == 12:
        return f"{year}-{number:02d}"
    if per_year in LETTERS:
        return f"{year}-{LETTERS[per_year]}{number}"
    return f"{year}-{number}of{per_year}"


def _in_month(span: Span, month: int) -> Iterator[Slot]:
    for year in range(span.start.year, span.until.year + 1):
        opens = date(year, month, 1)
        first, last = span.cut(opens, add_months(opens, 1) - ONE_DAY)
        if first <= last:
            yield Slot(f"{year}", first, last)
        else:
            yield Slot(f"{year}", *span.cut(date(year, 1, 1), date(year, 12, 31)), held=False)


def _from_start(span: Span, per_year: int) -> Iterator[Slot]:
    """Count from the start: a meeting when each part has passed; a part that the end cuts gets none."""
    number = 0
    while (first := add_months(span.start, 12 * number // per_year)) <= span.until:
        number += 1
        target = add_months(span.start, 12 * number // per_year)
        last = target - ONE_DAY
        whole = span.last is None or last <= span.last
        yield Slot(f"{span.start}+{number}", first, span.cut(first, last)[1], target if whole else None, whole)
