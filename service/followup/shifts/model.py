"""A shift as it is told, and what many of them come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Kind(StrEnum):
    """What an agreement keeps a list of."""

    PLACE = "place"
    EVENT = "event"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody tells of a shift; the numbers are ids of the agreement's lists.

    `end` at or before `start` is on the day after `day`. `events` and `groups` say how many of each; what is none is left out.
    """

    day: date
    start: time
    end: time
    staff: int
    places: tuple[int, ...] = ()
    events: Mapping[int, int] = field(default_factory=dict)
    groups: Mapping[int, int] = field(default_factory=dict)
    note: str = ""

    @property
    def counts(self) -> dict[int, int]:
        """Return how many of each event and group, what is none left out."""
        return {word: count for word, count in {**self.events, **self.groups}.items() if count}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What some shifts come to: how many, staff in all, how long they lasted, and the time of all staff together."""

    shifts: int = 0
    staff: int = 0
    minutes: int = 0
    staff_minutes: int = 0

    @property
    def staff_hours(self) -> float:
        """Return the time of all staff together, in hours."""
        return self.staff_minutes / 60

    def __add__(self, other: Sum) -> Sum:
        """Return both together."""
        return Sum(shifts=self.shifts + other.shifts, staff=self.staff + other.staff, minutes=self.minutes + other.minutes,
                   staff_minutes=self.staff_minutes + other.staff_minutes)


ZERO = Sum()


@dataclass(frozen=True, slots=True)
class AtPlace:
    """A place and the shifts that were there; a shift at two places is counted at both."""

    id: int
    name: str
    sum: Sum


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of event or a group: in how many shifts, and how many in all."""

    id: int
    name: str
    shifts: int
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by its first day; one without shifts is there with nothing."""

    first: date
    sum: Sum
    events: int
    met: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the shifts done from `first` to `last`, both included, come to. Lists are in the agreement's own order.

    `planned` have not been told yet, `not_held` were called off. `month_places` is by first day of the month and id of the place.
    """

    first: date
    last: date
    total: Sum
    planned: int
    not_held: int
    places: tuple[AtPlace, ...]
    events: tuple[Counted, ...]
    groups: tuple[Counted, ...]
    months: tuple[Month, ...]
    month_places: Mapping[tuple[date, int], Sum]

    @property
    def happened(self) -> int:
        """Return how many events there were in all."""
        return sum(one.count for one in self.events)

    @property
    def met(self) -> int:
        """Return how many meetings with people of the groups there were in all; who is met twice counts twice."""
        return sum(one.count for one in self.groups)
