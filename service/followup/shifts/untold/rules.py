"""What the clock makes of a planned shift: told of or called off it is let be, else somebody is reminded; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from service.kernel.clock import local_day
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.parties.model import Audience, Function

UNTOLD: Ladder = (Rung(name="shift_untold", days=1, every=7, times=2, to=Audience((Function.OPERATIONS,), "named")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A planned shift as the clock sees it; `telling` are the parties whose shift it is, `over` says that none is logged any more."""

    id: int
    agreement_id: int
    day: date
    start: time
    end: time
    ends_at: datetime
    arose_at: datetime
    told_at: datetime | None
    telling: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    ladders: str = NONE
    over: bool = False

    @property
    def subject(self) -> str:
        """Name the shift for history and outbox."""
        return f"shift {self.id}"


def act(item: Item, now: datetime) -> Act:
    """Return what is due: from the working day after its end on, a reminder to tell of it."""
    if item.over:
        return Act(next_at=None, told_at=item.told_at)
    found = climb(chosen(UNTOLD, item.ladders), local_day(item.ends_at), since=item.arose_at, told_at=item.told_at, now=now)
    if found.due is None:
        return Act(next_at=found.next_at, told_at=item.told_at)
    return Act(next_at=found.next_at, told_at=now, owed=(owed(found.due, late=found.late, named=item.telling),))
