"""When a shift was, what cannot be right about it, what may be wrong with it, and until when it may be edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from service.followup.shifts import refusals
from service.followup.shifts.model import Told
from service.kernel.clock import local_day, moment
from service.kernel.text.personal import refuse_personal_numbers

EDIT_DAYS, MOST_EDIT_DAYS = 14, 366
MOST_STAFF, MOST_COUNT = 999, 99_999
LONG_HOURS, MANY_STAFF, MANY, LONG_AGO = 14, 40, 500, 183


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """Return the time between, as a clock that nobody turns counts it."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Other:
    """Another shift, as it is told in a question."""

    day: date
    start: time
    end: time


def span(told: Told) -> Span:
    """Return when a shift was; raise NoTime for one without length."""
    last = told.day if told.end > told.start else told.day + timedelta(days=1)
    found = Span(moment(told.day, told.start.hour, told.start.minute), moment(last, told.end.hour, told.end.minute))
    if told.start == told.end or found.minutes <= 0:
        raise refusals.NoTime(field="end")
    return found


def check(told: Told, period: tuple[date, date | None], *, planned: bool, now: datetime) -> Span:
    """Return when a shift was (or is planned); refuse what cannot be right."""
    first, last = period
    if told.day < first or (last is not None and told.day > last):
        raise refusals.OutsidePeriod(first=first, last=last or "–", field="day")
    if not 1 <= told.staff <= MOST_STAFF:
        raise refusals.NoStaff(field="staff")
    if not told.places:
        raise refusals.NoPlace(field="places")
    if any(not 0 <= count <= MOST_COUNT for count in (*told.events.values(), *told.groups.values())):
        raise refusals.BadCount
    refuse_personal_numbers(note=told.note)
    found = span(told)
    if not planned and found.starts_at > now:
        raise refusals.DayToCome(field="day")
    if planned and found.ends_at <= now:
        raise refusals.DayGone(field="day")
    return found


def doubts(told: Told, others: Iterable[Other], now: datetime) -> Iterator[refusals.Doubt]:
    """Yield what may be wrong with a shift that is done, and is asked before it is kept."""
    minutes = span(told).minutes
    if minutes > LONG_HOURS * 60:
        yield refusals.LongShift(hours=f"{minutes / 60:.1f}".removesuffix(".0"))
    if told.staff > MANY_STAFF:
        yield refusals.ManyStaff(staff=told.staff)
    if (most := max(told.counts.values(), default=0)) > MANY:
        yield refusals.ManyCounted(count=most)
    if local_day(now) - told.day > timedelta(days=LONG_AGO):
        yield refusals.LongAgo(day=told.day)
    for one in others:
        yield refusals.SameTime(day=one.day, start=f"{one.start:%H:%M}", end=f"{one.end:%H:%M}")


def edited_freely(logged_at: datetime, edit_days: int, now: datetime) -> bool:
    """Say whether a shift may still be edited without giving a reason."""
    return local_day(now) <= local_day(logged_at) + timedelta(days=edit_days)
