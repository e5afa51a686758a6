"""Which of a person's meetings would lie at the same time, and which hour would be free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from service.kernel.clock import moment
from service.meetings.rules import planned_times

# A suggestion lies within office hours: it begins on one of these hours and is over by the end of the day.
BEGINS = range(9, 17)
OVER_BY = time(17)


@dataclass(frozen=True, slots=True)
class Booked:
    """A time at which someone is to be at a meeting of another agreement."""

    agreement: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Clash:
    """A planned meeting, and those booked at the same time."""

    starts_at: datetime
    others: tuple[Booked, ...]


def clashes(days: Sequence[date], starts: time, minutes: int, booked: Sequence[Booked]) -> list[Clash]:
    """Return which of the meetings held at `starts` on `days` lie at the same time as something booked, in order of day."""
    found = []
    for day in sorted(set(days)):
        begins, ends = planned_times(day, starts.hour, starts.minute, minutes)
        others = tuple(one for one in booked if one.starts_at < ends and one.ends_at > begins)
        if others:
            found.append(Clash(begins, others))
    return found


def free_hour(days: Sequence[date], starts: time, minutes: int, booked: Sequence[Booked]) -> time | None:
    """Return the first hour after `starts` at which nothing is booked on any of the days, else the first before it, else None."""
    times = list({(one.starts_at, one.ends_at): one for one in booked}.values())
    hours = [time(hour) for hour in BEGINS]
    tried = [hour for hour in hours if hour > starts] + [hour for hour in hours if hour < starts]
    return next((hour for hour in tried if _within(days, hour, minutes) and not clashes(days, hour, minutes, times)), None)


def _within(days: Sequence[date], hour: time, minutes: int) -> bool:
    return all(moment(day, hour.hour) + timedelta(minutes=minutes) <= moment(day, OVER_BY.hour) for day in days)
