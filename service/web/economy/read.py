"""Reading an agreement's money: its frame, its periods, and one invoice with all that was done about it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import NoSuchAgreement
from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.economy.invoices.model import Settings, Sums
from service.economy.invoices.refusals import NoSuchInvoice
from service.economy.invoices.rules import Item, approvals_needed, over_frame
from service.economy.invoices.store import items_of, settings_of, sums_of
from service.economy.invoices.tables import ApprovalRow, CreditRow, InvoiceRow, PaymentRow
from service.economy.plan import Expected
from service.economy.reckoning.asked import asked
from service.economy.reckoning.words import reckoned
from service.history.tables import HistoryRow
from service.kernel.money import sek
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.money.amounts import frame_of
from service.lifecycle.money.ground import UNBOUND, planned
from service.lifecycle.money.keeping import grounds_of
from service.notices.writing.words import first_upper
from service.obligations.model import Remark
from service.parties.model import Cast
from service.parties.store import cast
from service.web.speech.language import language

MOST = 100
WIDTH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the frame's bar: what it is, its öre, and where it lies of WIDTH."""

    name: str
    ore: int
    x: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """An agreement's money; amounts in öre."""

    row: AgreementRow
    terms: Terms
    cast: Cast
    items: Sequence[Item]
    settled: Settings
    frame: int | None
    sums: Sums
    grounds: Mapping[str, Expected]

    @property
    def payout(self) -> bool:
        """Say whether the payer pays out by itself, so that nothing is invoiced."""
        return bool(self.items) and all(one.kind == "payout" for one in self.items)

    @property
    def bound(self) -> bool:
        """Say whether acts on its money can be done."""
        return State(self.row.state) not in UNBOUND

    @property
    def unsaid(self) -> tuple[Remark, ...]:
        """Return what of the money the terms leave open."""
        return asked(self.terms, tuple(self.grounds.values()))

    @property
    def payer(self) -> str:
        """Return the name of the party that pays."""
        return next(party.name for party in self.cast.parties if party.role == "public")

    @property
    def pay_days(self) -> int:
        """Return within how many days an invoice is paid."""
        return self.terms.economy.payment.pay_days

    def how(self, item: Item) -> str:
        """Return how the expected amount of a period was reckoned; empty where it is reckoned otherwise by now."""
        found = self.grounds.get(item.key)
        return "" if found is None or found.ore != item.expected_ore else first_upper(reckoned(found.ground, language())) + "."

    @property
    def left(self) -> int | None:
        """Return what is left of the frame when what is invoiced is taken off; below zero it is exceeded."""
        return None if self.frame is None else self.frame - self.sums.invoiced

    @property
    def parts(self) -> list[Part]:
        """Return the frame as a bar: paid, approved, invoiced, left."""
        paid = sum(min(one.paid_ore, one.net_ore) for one in self.items if one.ore is not None)
        found = [("paid", paid), ("approved", max(0, self.sums.bound - paid)),
                 ("received", max(0, self.sums.invoiced - max(self.sums.bound, paid))), ("left", max(0, self.left or 0))]
        whole = sum(ore for _, ore in found) or 1
        made, at = [], 0
        for name, ore in found:
            width = round(WIDTH * ore / whole)
            made.append(Part(name=name, ore=ore, x=at, width=width))
            at += width
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing in the history of an invoice: who did it, of how much (öre) where it was of money, and what was said."""

    at: datetime
    actor: str
    event: str
    ore: int | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One invoice or payout with its approvals, payments, credit notes and history."""

    economy: Economy
    item: Item
    row: InvoiceRow
    approvals: Sequence[ApprovalRow]
    payments: Sequence[PaymentRow]
    credits: Sequence[CreditRow]
    story: Sequence[Happened]

    @property
    def over(self) -> int:
        """Return by how much the frame is exceeded with it, öre."""
        if self.item.ore is None:
            return 0
        without = sums_of(self.economy.items, without=self.item.id)
        return over_frame(self.economy.frame, without.bound, self.item.net_ore)

    @property
    def needed(self) -> int:
        """Return how many persons approve it."""
        amount = self.item.expected_ore or 0 if self.item.ore is None else self.item.net_ore
        return approvals_needed(amount, self.economy.settled.two_ore)

    @property
    def this_round(self) -> list[ApprovalRow]:
        """Return the approvals that count."""
        return [one for one in self.approvals if one.round == self.item.round]


def load(session: Session, agreement_id: int) -> Economy:
    """Return an agreement's money; raise NoSuchAgreement."""
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    versions, items = versions_of(session, agreement_id), items_of(session, agreement_id)
    return Economy(row=row, terms=versions[-1].terms, cast=cast(session, agreement_id), items=items,
                   settled=settings_of(session, agreement_id), frame=frame_of(versions, planned(items), row.ends_on),
                   sums=sums_of(items), grounds=grounds_of(session, agreement_id, versions))


def load_one(session: Session, invoice_id: int) -> Found:
    """Return one invoice or payout; raise NoSuchInvoice."""
    row = session.get(InvoiceRow, invoice_id)
    if row is None:
        raise NoSuchInvoice(id=invoice_id)
    economy = load(session, row.agreement_id)
    return Found(
        economy=economy, row=row, item=next(one for one in economy.items if one.id == invoice_id),
        approvals=session.scalars(select(ApprovalRow).where(ApprovalRow.invoice_id == invoice_id).order_by(ApprovalRow.id)).all(),
        payments=session.scalars(select(PaymentRow).where(PaymentRow.invoice_id == invoice_id).order_by(PaymentRow.id)).all(),
        credits=session.scalars(select(CreditRow).where(CreditRow.invoice_id == invoice_id).order_by(CreditRow.id)).all(),
        story=[_happened(one) for one in session.scalars(select(HistoryRow).where(
            HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"invoice {invoice_id}", HistoryRow.event != "told",
        ).order_by(HistoryRow.seq.desc()).limit(MOST))])


def _happened(row: HistoryRow) -> Happened:
    body = json.loads(row.body)
    return Happened(at=row.at, actor=row.actor, event=row.event, ore=body.get("ore"), note=str(body.get("note") or ""))


def kronor(ore: int | None) -> Decimal:
    """Return öre as SEK."""
    return sek(ore or 0)
