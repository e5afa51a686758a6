"""What the clock makes of a meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from service.kernel.calendar import is_working_day, sent_ahead
from service.kernel.clock import moment
from service.meetings.states import State, Step
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, earliest, owed
from service.parties.model import Audience, Cast, Function, Recipient, recipients

EXTRA = re.compile(r"meeting:\d{4}-\d\d-\d\d[a-z]?")
PARTICIPANTS = Audience((Function.COORDINATOR, Function.OPERATIONS, Function.MANAGER))
CONVENOR = Audience((Function.COORDINATOR,), "named")
CONVENOR_MANAGER = Audience((Function.MANAGER,), "named")
CONVENOR_AND_MANAGERS = Audience((Function.COORDINATOR, Function.MANAGER))

BEFORE_CALL: Ladder = (
    Rung(name="meeting_proposed", days=-35, to=CONVENOR),
    Rung(name="agenda_points", days=-28, to=PARTICIPANTS),
)
REMINDERS: Ladder = (
    Rung(name="meeting_reminder", days=-7, to=PARTICIPANTS),
    Rung(name="meeting_reminder", days=-1, to=PARTICIPANTS),
)
MINUTES: Ladder = (
    Rung(name="minutes_wanted", working_days=5, every=7, times=4, to=CONVENOR),
    Rung(name="minutes_wanted", working_days=5, days=28, to=CONVENOR_MANAGER),
)
# Of no use to anyone once the meeting is over, if the mail has been down so long.
BEFOREHAND = ("agenda_points", "meeting_call", "meeting_moved", "meeting_reminder")
WITHOUT_ONE: Ladder = (Rung(name="meeting_missed", days=1, to=CONVENOR_AND_MANAGERS),)


@dataclass(frozen=True, slots=True)
class Point:
    """A point put on an agenda: a free one is `custom`, else `code` says what kind of matter it is."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A meeting as the clock sees it; `first`–`last` is the part of the year it is for.

    `points` are what people have put on the agenda besides the standing points.
    """

    id: int
    agreement_id: int
    obligation_id: int
    key: str
    day: date
    starts_at: datetime
    ends_at: datetime
    first: date
    last: date
    place: str | None
    video: str | None
    lead_days: int
    state: State
    uid: str
    revision: int
    stamped_at: datetime | None
    arose_at: datetime
    told_at: datetime | None
    clause: str
    points: tuple[Point, ...] = ()
    ladders: str = NONE
    paused: bool = False

    @property
    def subject(self) -> str:
        """Name the meeting for history and outbox."""
        return f"meeting {self.id}"

    @property
    def period(self) -> str:
        """Return the part of the year the meeting is for, as its key names it ("2025-Q2")."""
        return self.key.partition(":")[2]

    @property
    def extra(self) -> bool:
        """Say whether it is one that people added: it stands for no part of the year."""
        return is_extra(self.key)


def is_extra(key: str) -> bool:
    """Say whether a key is that of a meeting beside those of the terms: named after the day it was first meant for."""
    return EXTRA.fullmatch(key) is not None


def call_moment(item: Item) -> datetime:
    """Return when the call goes out."""
    return sent_ahead(item.day - timedelta(days=item.lead_days))


def act(item: Item, now: datetime) -> Act:
    """Return what is due: the call, the passing of an uncalled meeting, or a notice."""
    if item.state is State.PLANNED and item.paused:
        return Act(next_at=None, told_at=item.told_at)
    if item.state is State.PLANNED:
        return _planned(item, now)
    if item.state is State.CALLED and now < item.ends_at:
        return _climbed(item, REMINDERS, now, item.ends_at)
    if item.state in (State.CALLED, State.HELD):
        return replace(_climbed(item, MINUTES, now, None), past=BEFOREHAND)
    if item.state in (State.MISSED, State.CANCELLED) and not item.extra:
        return _climbed(item, WITHOUT_ONE, now, None, anchor=item.last)
    return Act(next_at=None, told_at=item.told_at)


def _planned(item: Item, now: datetime) -> Act:
    if now >= item.starts_at:
        return Act(next_at=now, step=Step.LAPSE)
    calls = call_moment(item)
    if now >= calls:
        return Act(next_at=now, step=Step.CALL)
    return _climbed(item, BEFORE_CALL, now, calls)


def _climbed(item: Item, ladder: Ladder, now: datetime, other: datetime | None, anchor: date | None = None) -> Act:
    found = climb(chosen(ladder, item.ladders), anchor or item.day, since=item.arose_at, told_at=item.told_at, now=now)
    following = earliest(found.next_at, other)
    if found.due is None:
        return Act(next_at=following, told_at=item.told_at)
    late = found.late
    return Act(next_at=following, told_at=now, owed=(owed(found.due, late=late, facts=_facts(found.due.rung, found.due.number)),))


def _facts(rung: Rung, number: int) -> dict[str, object]:
    if rung.name != "minutes_wanted":
        return {}
    return {"count": number, "to_manager": rung.to.functions == CONVENOR_MANAGER.functions and not rung.every}


def last_of_agreement(item: Item, ends_on: date | None) -> bool:
    """Say whether the part of the year the meeting is for ends with the agreement itself."""
    return ends_on is not None and item.last >= ends_on


def planned_times(day: date, starts_hour: int, starts_minute: int, minutes: int) -> tuple[datetime, datetime]:
    """Return when a meeting on `day` begins and ends."""
    begins = moment(day, starts_hour, starts_minute)
    return begins, begins + timedelta(minutes=minutes)


def participants(cast: Cast, guests: Mapping[int, bool], today: date) -> list[Recipient]:
    """Return who is called: those whose functions take part, less the struck, and the added.

    `guests` says of a person's id whether the convenor wants that person there.
    """
    people = [one for one in recipients(cast, PARTICIPANTS, today)
              if one.person_id is None or guests.get(one.person_id, True)]
    there = {one.person_id for one in people}
    for seat in cast.seats:
        if guests.get(seat.person_id) and seat.person_id not in there and seat.holds(today):
            there.add(seat.person_id)
            people.append(Recipient(seat.party_id, seat.person_id, seat.name, seat.email, seat.language))
    return people


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusual:
    """Something to know before a meeting is moved to a day; `who` and `day` fill it in."""

    code: str
    who: str = ""
    day: date | None = None


def unusual(
    item: Item, to: date, *, decides_by: date | None, suggested: Sequence[tuple[str, date]]
) -> list[Unusual]:
    """Return what is to be known before the meeting is moved to `to`.

    `decides_by` is the day by which a stand on renewal is to be taken, if it is still to be taken;
    `suggested` are the people who have suggested a day, and which.
    """
    found = []
    if not is_working_day(to):
        found.append(Unusual(code="weekend" if to.weekday() >= 5 else "day_off"))
    if not item.extra and not item.first <= to <= item.last:
        found.append(Unusual(code="outside_period"))
    if decides_by is not None and item.day <= decides_by < to:
        found.append(Unusual(code="after_decision", day=decides_by))
    if to != item.day:
        found += [Unusual(code="other_suggested", who=who, day=day) for who, day in suggested if day != to]
    return found
