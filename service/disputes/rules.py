"""What the clock makes of a dispute: reminders until it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from service.disputes.states import LEADING, State
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.parties.model import Audience, Function

ALL_LEADING = Audience(LEADING)
OTHERS = Audience(LEADING, "named")
CONFIRMING = Audience((Function.MANAGER, Function.SIGNATORY), "named")

WAITS: Ladder = (Rung(name="dispute_waits", days=7, every=7, to=ALL_LEADING),)
SILENT: Ladder = (Rung(name="dispute_silent", days=30, every=30, to=ALL_LEADING),)
UNCONFIRMED: Ladder = (Rung(name="dispute_unconfirmed", days=7, every=7, to=CONFIRMING),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A dispute as the clock sees it.

    `day` is what its reminders count from: when it was opened, then the last day of dialogue, or when words on its end were stated.
    `stated` are those words; `waiting` the parties that have not confirmed them.
    """

    id: int
    agreement_id: int
    state: State
    opened_by: int
    opened_on: date
    day: date
    matter: str
    clause: str
    about: str
    why: str
    forum: str | None
    stated: str | None
    statement: int
    arose_at: datetime
    told_at: datetime | None
    waiting: tuple[int, ...] = ()
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the dispute for history and outbox."""
        return f"dispute {self.id}"


def ladder_of(item: Item) -> Ladder | None:
    """Return the reminders of a dispute as it stands."""
    if item.state is State.OPENED:
        return WAITS
    if item.state is State.IN_DIALOGUE and item.stated is not None:
        return UNCONFIRMED
    return SILENT if item.state in (State.IN_DIALOGUE, State.ESCALATED) else None


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a reminder to talk, to confirm how it was resolved, or to go on when nothing is noted."""
    ladder = ladder_of(item)
    if ladder is None:
        return Act(next_at=None, told_at=item.told_at)
    found = climb(chosen(ladder, item.ladders), item.day, since=item.arose_at, told_at=item.told_at, now=now)
    if found.due is None:
        return Act(next_at=found.next_at, told_at=item.told_at)
    named = item.waiting if ladder is UNCONFIRMED else ()
    return Act(next_at=found.next_at, told_at=now, owed=(owed(found.due, late=found.late, named=named),))
