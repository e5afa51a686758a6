"""What the clock makes of a report, whether it came late, and how its obligation stands; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from service.followup.reports.states import State
from service.obligations.model import Kind
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.obligations.states import State as Owed
from service.parties.model import Audience, Function

# What the other party takes note of; the others it accepts.
NOTED = (Kind.ACTIVITY_PLAN, Kind.YEARLY_FOLLOWUP, Kind.ACCOUNTS)

OWING = Audience((Function.OPERATIONS, Function.COORDINATOR), "named")
EVERYONE = Audience((Function.COORDINATOR, Function.OPERATIONS, Function.MANAGER))
RECEIVING = Audience((Function.COORDINATOR,), "named")
ESCALATED = Audience((Function.COORDINATOR, Function.MANAGER), "named")

AWAITED: Ladder = (
    Rung(name="report_ahead", days=-30, to=OWING),
    Rung(name="report_ahead", days=-7, to=OWING),
    Rung(name="report_due", to=OWING),
    Rung(name="report_overdue", days=1, every=7, to=EVERYONE),
)
# Nobody has said what they think of it: asked again twice, with the manager.
UNREAD: Ladder = (Rung(name="report_delivered", days=14, every=14, times=2, to=ESCALATED),)
SENT_BACK: Ladder = (Rung(name="report_returned", days=7, every=7, to=OWING),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A report as the clock sees it; `since` is when it was last delivered or returned, `first`–`last` what it covers.

    `owing` are the parties that owe it, `receiving` the others; `over` says that the agreement is closed or was never signed.
    """

    id: int
    agreement_id: int
    obligation_id: int
    kind: str
    key: str
    day: date
    first: date
    last: date
    state: State
    late: bool
    since: date | None
    comment: str | None
    owes: str
    clause: str
    arose_at: datetime
    told_at: datetime | None
    owing: tuple[int, ...] = ()
    receiving: tuple[int, ...] = ()
    over: bool = False
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the report for history and outbox."""
        return f"report {self.id}"


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a reminder to deliver, to read, or to deliver again."""
    if item.over:
        return Act(next_at=None, told_at=item.told_at)
    if item.state is State.DUE:
        return _climbed(item, AWAITED, item.day, now)
    if item.state is State.DELIVERED and item.since is not None:
        return _climbed(item, UNREAD, item.since, now)
    if item.state is State.RETURNED and item.since is not None:
        return _climbed(item, SENT_BACK, item.since, now)
    return Act(next_at=None, told_at=item.told_at)


def _climbed(item: Item, ladder: Ladder, anchor: date, now: datetime) -> Act:
    found = climb(chosen(ladder, item.ladders), anchor, since=item.arose_at, told_at=item.told_at, now=now)
    if found.due is None:
        return Act(next_at=found.next_at, told_at=item.told_at)
    named = item.receiving if found.due.rung.name == "report_delivered" else item.owing
    told = owed(found.due, late=found.late, named=named)
    return Act(next_at=found.next_at, told_at=now, owed=(told,))


def is_late(delivered_on: date, day: date) -> bool:
    """Say whether a report first delivered on that day came late: on its day it is in time."""
    return delivered_on > day


def followed(state: State, late: bool) -> Owed:
    """Return how the obligation stands that a report comes to; one that is returned is owed again."""
    if state in (State.DELIVERED, State.ACCEPTED):
        return Owed.MET_LATE if late else Owed.MET
    return {State.DUE: Owed.OPEN, State.RETURNED: Owed.OPEN, State.WAIVED: Owed.WAIVED, State.CANCELLED: Owed.CANCELLED,
            State.DROPPED: Owed.DROPPED}[state]


def is_noted(kind: str) -> bool:
    """Say whether the other party takes note of this kind of report, rather than accepting it."""
    return kind in NOTED
