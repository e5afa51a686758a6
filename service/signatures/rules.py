"""What the clock makes of a signature that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from service.kernel.clock import local_day
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.parties.model import Audience, Function
from service.signatures.states import State

SIGNING = Audience((Function.SIGNATORY,), "named")
WANTED: Ladder = (Rung(name="signature_wanted", days=7, every=7, to=SIGNING),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A signature as the clock sees it; `day` is when it was asked for."""

    id: int
    agreement_id: int
    party_id: int
    state: State
    arose_at: datetime
    told_at: datetime | None
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the signature for history and outbox."""
        return f"signature {self.id}"

    @property
    def day(self) -> date:
        """Return the day it was asked for."""
        return local_day(self.arose_at)


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a reminder every seven days while it is asked for."""
    if item.state is not State.ASKED:
        return Act(next_at=None, told_at=item.told_at)
    found = climb(chosen(WANTED, item.ladders), item.day, since=item.arose_at, told_at=item.told_at, now=now)
    if found.due is None:
        return Act(next_at=found.next_at, told_at=item.told_at)
    return Act(next_at=found.next_at, told_at=now, owed=(owed(found.due, late=found.late, named=(item.party_id,)),))
