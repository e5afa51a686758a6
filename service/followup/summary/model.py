"""The figures of a yearly summary as one frozen value that can be written down, read back and compared; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from service.followup.shifts.model import Figures


class Value(BaseModel):
    """A frozen value that takes no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MonthLine(Value):
    """One month: shifts, the time of all staff in minutes, events, people met."""

    first: date
    shifts: int
    staff_minutes: int
    events: int
    met: int


class PlaceLine(Value):
    """One place and the shifts that were there."""

    name: str
    shifts: int
    staff_minutes: int


class CountLine(Value):
    """A kind of event or a group: in how many shifts, and how many in all."""

    name: str
    shifts: int
    count: int


class Cell(Value):
    """The shifts of one month at one place."""

    month: date
    place: str
    shifts: int


class Totals(Value):
    """What a time comes to."""

    first: date
    last: date
    shifts: int
    staff: int
    minutes: int
    staff_minutes: int
    events: int
    met: int
    not_held: int
    months: tuple[MonthLine, ...]


class GoalLine(Value):
    """A goal or an undertaking, and how it stood at the last meeting that spoke of it."""

    code: str
    text: str
    status: str | None = None
    note: str = ""
    on: date | None = None


class PostLine(Value):
    """A budget post in SEK, and what is used of it where that is known."""

    name: str
    amount: Decimal
    used: Decimal | None = None


class Money(Value):
    """The frame and its posts in SEK; `paid` is what was paid in the time, VAT included, where that is known.

    What is used of the posts counts from `used_from` until `used_until`; without them nobody has entered it.
    """

    frame: Decimal | None = None
    yearly: Decimal | None = None
    posts: tuple[PostLine, ...] = ()
    paid: Decimal | None = None
    used_from: date | None = None
    used_until: date | None = None


class Numbers(Value):
    """All the figures of a summary; `before` is the same time a year earlier, if anything was logged then."""

    total: Totals
    before: Totals | None
    places: tuple[PlaceLine, ...]
    events: tuple[CountLine, ...]
    groups: tuple[CountLine, ...]
    month_places: tuple[Cell, ...]
    goals: tuple[GoalLine, ...]
    money: Money

    def written(self) -> str:
        """Return the figures as JSON, the same text for the same figures."""
        return self.model_dump_json(indent=1)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the figures as they are written."""
        return hashlib.sha256(self.written().encode()).hexdigest()


def totals(found: Figures) -> Totals:
    """Return what the shifts of a time come to, as it is written down."""
    return Totals(
        first=found.first, last=found.last, shifts=found.total.shifts, staff=found.total.staff, minutes=found.total.minutes,
        staff_minutes=found.total.staff_minutes, events=found.happened, met=found.met, not_held=found.not_held,
        months=tuple(MonthLine(first=one.first, shifts=one.sum.shifts, staff_minutes=one.sum.staff_minutes, events=one.events,
                               met=one.met) for one in found.months))


def numbers(found: Figures, before: Figures, goals: tuple[GoalLine, ...], money: Money) -> Numbers:
    """Return the figures of a summary."""
    names = {one.id: one.name for one in found.places}
    return Numbers(
        total=totals(found), before=totals(before) if before.total.shifts else None,
        places=tuple(PlaceLine(name=one.name, shifts=one.sum.shifts, staff_minutes=one.sum.staff_minutes) for one in found.places),
        events=tuple(CountLine(name=one.name, shifts=one.shifts, count=one.count) for one in found.events),
        groups=tuple(CountLine(name=one.name, shifts=one.shifts, count=one.count) for one in found.groups),
        month_places=tuple(Cell(month=month, place=names[place], shifts=one.shifts)
                           for (month, place), one in sorted(found.month_places.items()) if place in names),
        goals=goals, money=money)


def read(written: str) -> Numbers:
    """Return figures that were written down."""
    return Numbers.model_validate_json(written)


SECTIONS = ("brief", "done", "results", "learned", "money", "ahead")
COUNTED = ("shifts", "staff", "staff_minutes", "events", "met", "not_held")


class Difference(Value):
    """A figure that is no longer what it was when the summary was submitted; `month` is None for the whole time.

    `name` is whose it is of `places`, `events` or `groups`.
    """

    what: str
    month: date | None
    then: int
    now: int
    name: str = ""


def _by_name(lines: Sequence[PlaceLine | CountLine]) -> dict[str, int]:
    return {one.name: one.count if isinstance(one, CountLine) else one.shifts for one in lines}


def differences(then: Numbers, now: Numbers) -> tuple[Difference, ...]:
    """Return what later corrections of shifts have changed: the whole time, each place, event and group, then month by month."""
    found = [Difference(what=name, month=None, then=getattr(then.total, name), now=getattr(now.total, name))
             for name in COUNTED if getattr(then.total, name) != getattr(now.total, name)]
    for what, before, after in (("places", _by_name(then.places), _by_name(now.places)),
                                ("events", _by_name(then.events), _by_name(now.events)),
                                ("groups", _by_name(then.groups), _by_name(now.groups))):
        found += [Difference(what=what, month=None, name=name, then=before.get(name, 0), now=after.get(name, 0))
                  for name in {**before, **after} if before.get(name, 0) != after.get(name, 0)]
    known = {one.first: one for one in now.total.months}
    for one in then.total.months:
        other = known.get(one.first)
        found += [Difference(what=name, month=one.first, then=getattr(one, name), now=getattr(other, name))
                  for name in ("shifts", "staff_minutes", "events", "met")
                  if other is not None and getattr(one, name) != getattr(other, name)]
    return tuple(found)
