"""Ladders of notices as data, and how one is climbed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import count
from typing import Any

from service.kernel.calendar import add_working_days, sent_after, sent_ahead
from service.kernel.clock import local_day
from service.parties.model import Audience


# A rung is known by itself, not by its values: ladders are looked up a hundred thousand times in a burst.
@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rung:
    """One notice of a ladder: which, when from the anchor day, to whom.

    `working_days` are counted first, then `days`. `every` > 0 repeats it that many days apart,
    at most `times` in all. One on the day itself counts as ahead unless `after` says otherwise.
    """

    name: str
    to: Audience
    days: int = 0
    working_days: int = 0
    every: int = 0
    times: int | None = None
    after: bool = False

    @property
    def ahead(self) -> bool:
        """Say whether it goes out ahead of (or on) the anchor day."""
        return self.days <= 0 and self.working_days == 0 and not self.after


Ladder = tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A rung's place in time; `number` counts repetitions from 1."""

    at: datetime
    rung: Rung
    number: int


@dataclass(frozen=True, slots=True)
class Climb:
    """What is due now (the latest of all that is), whether that is late, and when to look again."""

    due: Stop | None
    late: bool
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A notice that someone is owed; `rung` names which of its kind within the matter."""

    name: str
    to: Audience
    rung: str
    given_on: date
    late: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    named: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the clock makes of one item: notices owed, a step to take, and when to look again.

    `past` names notices that have lost their point if they still wait to be sent.
    """

    next_at: datetime | None
    told_at: datetime | None = None
    owed: tuple[Owed, ...] = ()
    step: StrEnum | None = None
    past: tuple[str, ...] = ()


def _place(rung: Rung, anchor: date, number: int) -> Stop:
    day = add_working_days(anchor, rung.working_days) if rung.working_days else anchor
    day += timedelta(days=rung.days + rung.every * (number - 1))
    return Stop(sent_ahead(day) if rung.ahead else sent_after(day), rung, number)


def _repetitions(rung: Rung, anchor: date) -> Iterator[Stop]:
    for number in count(1) if rung.every else (1,):
        if rung.times is not None and number > rung.times:
            return
        yield _place(rung, anchor, number)


@lru_cache(maxsize=8192)
def _once(ladder: Ladder, anchor: date) -> tuple[Stop, ...]:
    return tuple(_place(rung, anchor, 1) for rung in ladder if not rung.every)


@lru_cache(maxsize=4096)
def climb(
    ladder: Ladder, anchor: date, *, since: datetime, told_at: datetime | None, now: datetime,
    until: datetime | None = None,
) -> Climb:
    """Return what `ladder` on the day `anchor` owes at `now`.

    Rungs before `since` (when the matter arose) are passed over, those up to `told_at` are given,
    those from `until` on never come. Of several missed only the latest is owed. One that was to
    come ahead of the day is not given when the day is past.
    """
    today = local_day(now)
    due: Stop | None = None
    next_at: datetime | None = None
    repeated = [_repetitions(rung, anchor) for rung in ladder if rung.every]
    for stops in (_once(ladder, anchor), *repeated):
        for stop in stops:
            if until is not None and stop.at >= until:
                if stop.rung.every:
                    break
                continue
            if stop.at > now:
                if next_at is None or stop.at < next_at:
                    next_at = stop.at
                if stop.rung.every:
                    break
                continue
            if stop.at < since or (told_at is not None and stop.at <= told_at):
                continue
            if stop.rung.ahead and today > anchor:
                continue
            if due is None or stop.at >= due.at:
                due = stop
    return Climb(due, due is not None and today > local_day(due.at), next_at)


def owed(stop: Stop, *, late: bool, facts: Mapping[str, Any] | None = None, named: Sequence[int] = ()) -> Owed:
    """Return the notice that a stop stands for."""
    suffix = f"#{stop.number}" if stop.rung.every else ""
    return Owed(
        name=stop.rung.name, to=stop.rung.to, rung=f"{stop.rung.days:+d}{suffix}", given_on=local_day(stop.at),
        late=late, facts=facts or {}, named=tuple(named),
    )


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the first of the moments that there are."""
    return min((moment for moment in moments if moment is not None), default=None)
