"""What is planned for: the days of the agreement and the day from which anything can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.agreements.terms import Terms
from service.kernel.calendar import add_months
from service.kernel.clock import local_day

ONE_DAY = timedelta(days=1)
MONTHS_AHEAD = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The first and last day, how far to plan, and the day on which the service knew of the agreement.

    `last` is None where there is no end. Periods are then never cut at `until`: what they hold must
    stay the same when the plan is prolonged.
    """

    start: date
    last: date | None
    until: date
    known_on: date

    def cut(self, first: date, last: date) -> tuple[date, date]:
        """Return the part of `first`–`last` that belongs to the agreement."""
        return max(first, self.start), last if self.last is None else min(last, self.last)

    def within(self, day: date) -> date:
        """Return `day`, or the nearest day of the agreement."""
        day = max(day, self.start)
        return day if self.last is None else min(day, self.last)


def span_of(terms: Terms, known: datetime, ends: date | None, until: date | None) -> Span:
    """Return what is planned for; `until` counts only where there is no end (default 24 months ahead)."""
    known_on = local_day(known)
    last = ends or terms.end
    horizon = last or until or add_months(max(terms.start, known_on), MONTHS_AHEAD)
    return Span(start=terms.start, last=last, until=horizon, known_on=known_on)
