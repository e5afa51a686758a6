"""What the clock makes of an obligation that has no other life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.kernel.clock import moment
from service.obligations.model import Kind
from service.obligations.reminders.ladders import Act
from service.obligations.states import State, Step

OPENS_DAYS_BEFORE = 30
MONEY = (Kind.INVOICE, Kind.PAYOUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An obligation as the clock sees it."""

    id: int
    agreement_id: int
    kind: str
    day: date
    state: State
    owes: str
    clause: str
    paused: bool = False

    @property
    def subject(self) -> str:
        """Name the obligation for history and outbox."""
        return f"obligation {self.id}"


def act(item: Item, now: datetime) -> Act:
    """Return what is due: it opens thirty days before its day, and is missed when the day is past."""
    if item.paused and item.kind in MONEY:
        return Act(next_at=None)
    if item.state is State.PLANNED:
        opens = moment(item.day - timedelta(days=OPENS_DAYS_BEFORE))
        return Act(next_at=opens) if now < opens else Act(next_at=now, step=Step.OPEN)
    if item.state is State.OPEN:
        passes = moment(item.day + timedelta(days=1))
        return Act(next_at=passes) if now < passes else Act(next_at=now, step=Step.MISS)
    return Act(next_at=None)
