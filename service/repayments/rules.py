"""What the clock makes of a claim of repayment, and how its parts stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.kernel.calendar import add_months
from service.kernel.money import split
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Ladder, Rung, climb, owed
from service.parties.model import Audience, Function
from service.repayments.model import Instalment
from service.repayments.states import LEADING, State

_E, _M = Function.ECONOMIST, Function.MANAGER
ANSWERING = Audience((*LEADING, _E), "named")
PAYING = Audience((_E, _M), "named")
CLAIMING = Audience((*LEADING, _E), "named")

WAITS: Ladder = (Rung(name="repayment_waits", days=7, every=7, to=ANSWERING),)
UNSETTLED: Ladder = (Rung(name="repayment_unsettled", days=30, every=30, to=CLAIMING),)
TO_PAY: Ladder = (
    Rung(name="repayment_due", days=-14, to=PAYING),
    Rung(name="repayment_due", days=0, to=PAYING),
    Rung(name="repayment_overdue", days=7, every=7, to=PAYING),
)
LADDERS = {State.CLAIMED: WAITS, State.DISPUTED: UNSETTLED, State.AGREED: TO_PAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A claim as the clock and its acts see it, in öre.

    `day` is what its reminders count from: when it was claimed, when it was disputed, then when its next part is to be paid.
    """

    id: int
    agreement_id: int
    state: State
    claimed_by: int
    against: int
    ground: str
    ore: int
    why: str
    clause: str
    claimed_on: date
    day: date
    answer: str | None
    arose_at: datetime
    told_at: datetime | None
    paid_ore: int = 0
    waived_ore: int = 0
    instalments: tuple[Instalment, ...] = ()
    ladders: str = NONE

    @property
    def subject(self) -> str:
        """Name the claim for history and outbox."""
        return f"repayment {self.id}"

    @property
    def to_pay_ore(self) -> int:
        """Return what is to be paid in all: the claim without what is waived."""
        return self.ore - self.waived_ore

    @property
    def left_ore(self) -> int:
        """Return what is left to pay."""
        return self.to_pay_ore - self.paid_ore

    @property
    def next_part(self) -> Instalment | None:
        """Return what is to be paid next of its parts, and when; None if nothing is left."""
        return next(iter(unpaid(self.instalments, self.paid_ore)), None)


def act(item: Item, now: datetime) -> Act:
    """Return what is due: a reminder to answer, to go on with what is disputed, or to pay the next part."""
    ladder = LADDERS.get(item.state)
    if ladder is None:
        return Act(next_at=None, told_at=item.told_at)
    found = climb(chosen(ladder, item.ladders), item.day, since=item.arose_at, told_at=item.told_at, now=now)
    if found.due is None:
        return Act(next_at=found.next_at, told_at=item.told_at)
    named = {
        "repayment_unsettled": (item.claimed_by,), "repayment_overdue": (item.against, item.claimed_by),
    }.get(found.due.rung.name, (item.against,))
    return Act(next_at=found.next_at, told_at=now, owed=(owed(found.due, late=found.late, named=named),))


def unpaid(parts: Sequence[Instalment], paid: int) -> list[Instalment]:
    """Return what is left of the parts, in order; what is paid goes to the first of them."""
    found = []
    for one in parts:
        covered = min(one.ore, paid)
        paid -= covered
        if one.ore > covered:
            found.append(Instalment(one.due_on, one.ore - covered))
    return found


def monthly(ore: int, first: date, times: int) -> tuple[Instalment, ...]:
    """Return öre in equal parts, a month between them, always counted from the first day; they sum to `ore` exactly."""
    return tuple(Instalment(add_months(first, place), part) for place, part in enumerate(split(ore, [1] * times)))


def lowered(parts: Sequence[Instalment], by: int) -> tuple[Instalment, ...]:
    """Return the parts with öre taken off, from the last of them backwards."""
    found = []
    for one in reversed(parts):
        off = min(one.ore, by)
        by -= off
        if one.ore > off:
            found.append(Instalment(one.due_on, one.ore - off))
    return tuple(reversed(found))


def in_order(parts: Sequence[Instalment], earliest: date) -> bool:
    """Say whether the parts have amounts, and days of their own in order, none before `earliest`."""
    days = [one.due_on for one in parts]
    return bool(parts) and days == sorted(set(days)) and days[0] >= earliest and all(one.ore > 0 for one in parts)
