"""On which days a rescission may take effect, and what the clock makes of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from service.kernel.clock import local_day, moment
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.parties.model import Audience, Function
from service.rescissions.refusals import AfterEnd, BeforeDeclared, BeforeStart, DayPassed, DeclaredLater
from service.rescissions.states import State, Step

CONCERNED = Audience((Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST, Function.OPERATIONS))
ANSWERING = Audience((Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY))

# Whether the agreement holds must not stay unsaid.
WAITS: Ladder = (Rung(name="rescission_claimed", days=7, every=7, to=ANSWERING),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A rescission as the clock sees it; `declared_at` is when it was declared, claimed or accepted here.

    `recorded_by` is the party that says it was declared elsewhere: its own word cannot be both claim and answer.
    """

    id: int
    agreement_id: int
    party_id: int
    breach_id: int | None
    state: State
    outside: bool
    recorded_by: int | None
    reason: str
    declared_by: str
    declared_on: date
    declared_at: datetime
    effective_on: date
    told_at: datetime | None

    @property
    def subject(self) -> str:
        """Name the rescission for history and outbox."""
        return f"rescission {self.id}"

    @property
    def from_when(self) -> datetime:
        """Return the moment from which the agreement no longer holds: the midnight its day begins, or when it was declared that day.

        What was declared elsewhere holds from its day, whenever it is accepted here.
        """
        midnight = moment(self.effective_on)
        return midnight if self.outside else max(midnight, self.declared_at)


def check_day(effective_on: date, *, today: date, starts_on: date, ends_on: date | None) -> None:
    """Refuse a day from which a rescission declared now cannot take effect."""
    if effective_on < today:
        raise DayPassed(day=effective_on, field="effective_on")
    check_within(effective_on, starts_on=starts_on, ends_on=ends_on)


def check_claim(declared_on: date, effective_on: date, *, today: date, starts_on: date, ends_on: date | None) -> None:
    """Refuse days on which a rescission cannot have been declared elsewhere or have taken effect."""
    if declared_on > today:
        raise DeclaredLater(day=declared_on, field="declared_on")
    if declared_on < starts_on:
        raise BeforeStart(start=starts_on, day=declared_on, field="declared_on")
    if effective_on < declared_on:
        raise BeforeDeclared(declared=declared_on, day=effective_on, field="effective_on")
    check_within(effective_on, starts_on=starts_on, ends_on=ends_on)


def check_within(effective_on: date, *, starts_on: date, ends_on: date | None) -> None:
    """Refuse a day outside the agreement's time."""
    if effective_on < starts_on:
        raise BeforeStart(start=starts_on, day=effective_on, field="effective_on")
    if ends_on is not None and effective_on > ends_on:
        raise AfterEnd(end=ends_on, field="effective_on")


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a claim to be answered, a declared rescission to take effect at the midnight its day begins."""
    if item.state is State.CLAIMED:
        found = climb(WAITS, local_day(item.declared_at), since=item.declared_at, told_at=item.told_at, now=now)
        if found.due is None:
            return Act(next_at=found.next_at, told_at=item.told_at)
        return Act(next_at=found.next_at, told_at=now, owed=(owed(found.due, late=found.late),))
    if item.state is not State.DECLARED:
        return Act(next_at=None, told_at=item.told_at)
    if now < item.from_when:
        return Act(next_at=item.from_when, told_at=item.told_at)
    return Act(next_at=now, told_at=item.told_at, step=Step.TAKE_EFFECT)
