"""What the clock makes of an invoice or payout, and what approval takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from service.economy.invoices.states import INVOICE, PAYOUT, Step
from service.kernel.clock import moment
from service.kernel.life import Life
from service.obligations.reminders.choices import NONE, chosen
from service.obligations.reminders.ladders import Act, Climb, Ladder, Rung, climb, earliest, owed
from service.parties.model import Audience, Function

OPENS_DAYS_BEFORE = 30
_E, _O = Function.ECONOMIST, Function.OPERATIONS
OWING = Audience((_E, _O), "civil")
PAYER = Audience((_E,), "public")
BOTH = Audience((_E, _O))

HAND_IN: Ladder = (
    Rung(name="invoice_ahead", days=-30, to=OWING),
    Rung(name="invoice_ahead", days=-7, to=OWING),
    Rung(name="invoice_due", days=0, to=OWING),
)
NOT_HANDED_IN: Ladder = (Rung(name="invoice_overdue", days=7, every=7, to=BOTH),)
TO_PAY: Ladder = (
    Rung(name="payment_due", days=-7, to=PAYER),
    Rung(name="payment_due", days=0, to=PAYER),
    Rung(name="payment_overdue", days=7, every=7, to=BOTH),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An invoice or payout as the clock and its acts see it; `paid_ore` and `credited_ore` are what payments and credits sum to.

    `day` is when it is to be handed in (or paid out), `due_on` when what is handed in is to be paid.
    """

    id: int
    agreement_id: int
    obligation_id: int
    key: str
    sequence: int
    kind: str
    first: date
    last: date
    day: date
    state: str
    earlier: bool
    expected_ore: int | None
    preliminary: bool
    number: str | None
    received_on: date | None
    due_on: date | None
    ore: int | None
    vat_ore: int
    over_reason: str | None
    handed_by: int | None
    party_id: int | None
    round: int
    clause: str
    arose_at: datetime
    told_at: datetime | None
    paid_ore: int = 0
    credited_ore: int = 0
    credited_vat_ore: int = 0
    ladders: str = NONE
    paused: bool = False

    @property
    def subject(self) -> str:
        """Name the invoice for history and outbox."""
        return f"invoice {self.id}"

    @property
    def net_ore(self) -> int:
        """Return what it takes of the frame: without VAT, credit notes taken off."""
        return (self.ore or 0) - self.credited_ore

    @property
    def to_pay_ore(self) -> int:
        """Return what is left to pay, VAT included."""
        return self.net_ore + self.vat_ore - self.credited_vat_ore - self.paid_ore


def life_of(kind: str) -> Life[Any, Any]:
    """Return the life of an invoice or of a payout."""
    return INVOICE if kind == "invoice" else PAYOUT


def act(item: Item, now: datetime) -> Act:
    """Return what is due: reminders to hand in or to pay, or that its day comes near or has passed; nothing while paused."""
    if item.paused:
        return Act(next_at=None, told_at=item.told_at)
    invoice = item.kind == "invoice"
    ahead, after = (HAND_IN, NOT_HANDED_IN) if invoice else (TO_PAY, TO_PAY)
    if item.state in ("expected", "due"):
        opens = item.state == "expected"
        turns = moment(item.day - timedelta(days=OPENS_DAYS_BEFORE)) if opens else moment(item.day + timedelta(days=1))
        if now >= turns:
            return Act(next_at=now, step=Step.OPEN if opens else Step.MISS)
        return _told(item, _climb(item, ahead, item.day, now), turns, now)
    if item.state == "missing":
        return _told(item, _climb(item, after, item.day, now), None, now)
    if item.state in ("received", "approved") and item.due_on is not None:
        return _told(item, _climb(item, TO_PAY, item.due_on, now), None, now)
    return Act(next_at=None, told_at=item.told_at)


def _climb(item: Item, ladder: Ladder, anchor: date, now: datetime) -> Climb:
    return climb(chosen(ladder, item.ladders), anchor, since=item.arose_at, told_at=item.told_at, now=now)


def _told(item: Item, found: Climb, turns: datetime | None, now: datetime) -> Act:
    following = earliest(found.next_at, turns)
    if found.due is None:
        return Act(next_at=following, told_at=item.told_at)
    return Act(next_at=following, told_at=now, owed=(owed(found.due, late=found.late),))


def pay_by(received_on: date, asked: date | None, days: int) -> date:
    """Return by when a received invoice is to be paid: the days agreed from receipt, or later if the invoice says so."""
    agreed = received_on + timedelta(days=days)
    return agreed if asked is None else max(agreed, asked)


def over_frame(frame: int | None, bound: int, ore: int) -> int:
    """Return by how much (öre) the frame is exceeded when `ore` is added to what is bound; 0 when it is not, or has no limit."""
    return 0 if frame is None else max(0, bound + ore - frame)


def approvals_needed(ore: int, two_ore: int | None) -> int:
    """Return how many different persons approve an amount."""
    return 2 if two_ore is not None and ore > two_ore else 1


def is_approved(managers: Sequence[bool], needed: int, *, over: bool) -> bool:
    """Say whether given approvals (one for each person: whether a manager) suffice; above the frame one must be a manager."""
    return len(managers) >= needed and (not over or any(managers))
