"""What is told of an invoice or a payment, and what an agreement has settled about its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What stands on an invoice: amounts in öre without and of VAT; `seller` and `buyer` are organisation numbers where known.

    `period` is what an e-invoice says that it is for, `seems_ore` what a file that a person typed from seems to ask for.
    `reason` says why it is otherwise than expected, `over_reason` why it goes above the frame. One that is `nameless` is an
    e-invoice without any organisation number of its sender.
    """

    number: str
    issued_on: date
    received_on: date
    ore: int
    vat_ore: int = 0
    due_on: date | None = None
    reference: str = ""
    seller: str = ""
    buyer: str = ""
    reason: str = ""
    over_reason: str = ""
    document_id: int | None = None
    period: tuple[date, date] | None = None
    seems_ore: int | None = None
    nameless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment: on which day, how much (öre), under what reference, and the document that proves it.

    `reason` says why a payout is another amount than expected, `over_reason` why it goes above the frame.
    """

    on: date
    ore: int
    reference: str = ""
    reason: str = ""
    over_reason: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """A credit note: its number, day, öre without and of VAT, and why; `seller` and `buyer` as of an invoice."""

    number: str
    on: date
    ore: int
    vat_ore: int
    reason: str
    seller: str = ""
    buyer: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person who acts on an invoice for a party, and whether as its manager."""

    person_id: int | None
    name: str
    manager: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the payer has settled: above how much (öre) two approve, and the reference that its invoices carry."""

    two_ore: int | None = None
    reference: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What an agreement's money has come to, in öre: invoiced (received or more), bound (approved or paid), paid (VAT included)."""

    invoiced: int = 0
    bound: int = 0
    paid: int = 0
