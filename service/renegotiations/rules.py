"""What the clock makes of a renegotiation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.parties.model import Audience, Function
from service.renegotiations.states import LEADING, State

ASKED = Audience(LEADING, "named")
ALL_LEADING = Audience(LEADING)
COORDINATORS = Audience((Function.COORDINATOR,))

WAITS: Ladder = (Rung(name="renegotiation_waits", days=7, every=7, to=ASKED),)
SILENT: Ladder = (Rung(name="renegotiation_silent", days=30, every=30, to=COORDINATORS),)
LADDERS = {State.ASKED: WAITS, State.IN_DIALOGUE: SILENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A renegotiation as the clock sees it.

    `day` is what its reminders count from: when it was asked for, then the last day of dialogue. `waiting` are the
    parties that have been asked and have not answered; `asked_by` is None when all decided it together.
    """

    id: int
    agreement_id: int
    state: State
    asked_by: int | None
    asked_on: date
    day: date
    provision: str
    about: str | None
    why: str | None
    clause: str
    arose_at: datetime
    told_at: datetime | None
    waiting: tuple[int, ...] = ()
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the renegotiation for history and outbox."""
        return f"renegotiation {self.id}"


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a reminder to answer each week, or to go on when nothing is noted for thirty days."""
    ladder = LADDERS.get(item.state)
    if ladder is None:
        return Act(next_at=None, told_at=item.told_at)
    found = climb(chosen(ladder, item.ladders), item.day, since=item.arose_at, told_at=item.told_at, now=now)
    if found.due is None:
        return Act(next_at=found.next_at, told_at=item.told_at)
    named = item.waiting if item.state is State.ASKED else ()
    return Act(next_at=found.next_at, told_at=now, owed=(owed(found.due, late=found.late, named=named),))
