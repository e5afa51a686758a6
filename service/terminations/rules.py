"""Who may give notice, which day is then the last, and what the clock makes of a notice."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.agreements.terms import NoticeRight
from service.kernel.calendar import add_months
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.parties.model import Audience, Function
from service.terminations.model import Reckoned
from service.terminations.states import LEADING, State

NAMED = Audience(LEADING, "named")
EVERYONE = Audience((*LEADING, Function.OPERATIONS, Function.ECONOMIST))

UNRECEIVED: Ladder = (Rung(name="termination_unreceived", days=7, every=7, to=NAMED),)
UNANSWERED: Ladder = (Rung(name="termination_consent_waits", days=7, every=7, to=NAMED),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A notice as the clock sees it; `waiting` are the parties asked to consent to its withdrawal that have not."""

    id: int
    agreement_id: int
    party_id: int
    signer: str
    state: State
    given_on: date
    months: int
    to_month_end: bool
    clause: str
    received_on: date | None
    last_on: date | None
    withdraw_asked_on: date | None
    withdraw_reason: str | None
    arose_at: datetime
    told_at: datetime | None
    waiting: tuple[int, ...] = ()
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the notice for history and outbox."""
        return f"termination {self.id}"

    @property
    def day(self) -> date:
        """Return the day that letters about it are about."""
        return self.last_on or self.given_on

    @property
    def right(self) -> NoticeRight:
        """Return the right that it was given by."""
        return NoticeRight(months=self.months, to_month_end=self.to_month_end)


def right_of(rights: Sequence[NoticeRight], role: str) -> NoticeRight | None:
    """Return the right of a party of a role, its own before one that both have; None if it has none."""
    own = [one for one in rights if one.party == role]
    return next(iter([*own, *(one for one in rights if one.party == "both")]), None)


def reckon(received_on: date, right: NoticeRight) -> Reckoned:
    """Return the last day of an agreement whose notice was received on a day.

    The same day number so many months later, clamped to the month's end; carried to the month's end where the terms say so.
    """
    plain = add_months(received_on, right.months)
    last = plain.replace(day=monthrange(plain.year, plain.month)[1]) if right.to_month_end else plain
    return Reckoned(received_on=received_on, months=right.months, to_month_end=right.to_month_end, plain=plain, last=last)


def comes_first(last: date, ends_on: date | None, *, goes_on: bool) -> bool:
    """Say whether a notice ends an agreement before it would end by itself; one that goes on never does that."""
    return ends_on is None or goes_on or last < ends_on


def act(item: Item, now: datetime) -> Act:
    """Return what is due: to note the receipt, or to answer whether the notice may be withdrawn."""
    if item.state is State.GIVEN and item.withdraw_asked_on is None:
        return _climbed(item, UNRECEIVED, item.given_on, (item.party_id,), now)
    if item.state in (State.GIVEN, State.RUNNING) and item.withdraw_asked_on is not None and item.waiting:
        return _climbed(item, UNANSWERED, item.withdraw_asked_on, item.waiting, now)
    return Act(next_at=None, told_at=item.told_at)


def _climbed(item: Item, ladder: Ladder, anchor: date, named: tuple[int, ...], now: datetime) -> Act:
    found = climb(chosen(ladder, item.ladders), anchor, since=item.arose_at, told_at=item.told_at, now=now)
    if found.due is None:
        return Act(next_at=found.next_at, told_at=item.told_at)
    return Act(next_at=found.next_at, told_at=now, owed=(owed(found.due, late=found.late, named=named),))
