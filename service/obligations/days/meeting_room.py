"""Which days can hold a meeting, and which of them is taken."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from service.agreements.terms import MeetingRule
from service.kernel.calendar import SENDING_HOUR, is_working_day, working_day_after
from service.kernel.clock import local_day, moment
from service.obligations.days.slots import Slot, in_month
from service.obligations.days.span import ONE_DAY, Span

JULY = 7
MIDWEEK, WEEK = (1, 2, 3), (0, 1, 2, 3, 4)
FORTNIGHT = timedelta(days=13)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The rule's demands on a day, and the first day that can still be called in time."""

    july: bool
    weekday: int | None
    known_on: date
    callable_from: date

    def usual(self, slot: Slot, span: Span) -> tuple[date, date] | None:
        """Return between which days the slot's meeting lies when no decision draws it elsewhere.

        Where a day is meant for it: that day or the nearest after it within a fortnight, else (July,
        or the agreement is over) the nearest before.
        """
        if not slot.held:
            return None
        if slot.target is None:
            return slot.first, slot.last
        high = span.within(slot.target + FORTNIGHT)
        low = self.first_day(slot.target, high) or last_day(slot.first, span.within(slot.target), self.july)
        return (low, max(low, high)) if low else None

    def pick(self, slot: Slot, low: date, high: date) -> date | None:
        """Return the day taken between `low` and `high`: the first for a slot with a target, else the middle."""
        if low > high:
            return None
        return self.first_day(low, high) if slot.target else middle_day(low, high, self.weekday, self.july)

    def first_day(self, low: date, high: date) -> date | None:
        """Return the first possible day from `low` to `high`, on the weekday that is the habit if there is one."""
        return first_day(low, high, self.weekday, self.july)


def room(rule: MeetingRule, known: datetime) -> Room:
    """Return where meetings can be held whose calls go out at or after the moment `known`."""
    calls = working_day_after(local_day(known))
    if moment(calls, SENDING_HOUR) < known:
        calls = working_day_after(calls + ONE_DAY)
    return Room(
        july=rule.july or in_month(rule) == JULY, weekday=rule.habits.weekday, known_on=local_day(known),
        callable_from=calls + timedelta(days=rule.habits.lead_days))


@lru_cache(maxsize=16384)
def middle_day(low: date, high: date, weekday: int | None, july: bool) -> date | None:
    """Return the possible day nearest the middle: on `weekday`, else Tuesday to Thursday, else any."""
    first, last = first_day(low, high, None, july), last_day(low, high, july)
    if first is None or last is None:
        return None
    wanted = ((weekday,), MIDWEEK, WEEK) if weekday is not None else (MIDWEEK, WEEK)
    return next((day for days in wanted if (day := _nearest(first, last, days, july))), None)


@lru_cache(maxsize=16384)
def last_day(low: date, high: date, july: bool) -> date | None:
    """Return the last possible day from `low` to `high`."""
    while high >= low:
        if _possible(high, july):
            return high
        high -= ONE_DAY
    return None


@lru_cache(maxsize=16384)
def first_day(low: date, high: date, weekday: int | None, july: bool) -> date | None:
    """Return the first possible day from `low` to `high`, on `weekday` if one falls there."""
    found = None
    while low <= high:
        if _possible(low, july):
            if weekday is None or low.weekday() == weekday:
                return low
            found = found or low
        low += ONE_DAY
    return found


def _nearest(first: date, last: date, weekdays: Collection[int], july: bool) -> date | None:
    span = (last - first).days
    earlier = first + timedelta(days=span // 2)
    later = first + timedelta(days=(span + 1) // 2)
    while earlier >= first or later <= last:
        if earlier >= first and earlier.weekday() in weekdays and _possible(earlier, july):
            return earlier
        if later <= last and later.weekday() in weekdays and _possible(later, july):
            return later
        earlier -= ONE_DAY
        later += ONE_DAY
    return None


def _possible(day: date, july: bool) -> bool:
    return is_working_day(day) and (july or day.month != JULY)
