"""Invoices and payouts, their approvals, payments and credit notes, and what an agreement has settled about its money."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id

# What the plan asks for, each period once.
ASKED_SQL = "state NOT IN ('dropped', 'cancelled') AND sequence = 1"


class InvoiceRow(Base):
    """One invoice or payout that the plan asks for; all amounts are whole öre, without VAT but for `vat_ore`.

    A `key` has one row, and a further one (`sequence`) when a credit note took all of the last back. `expected_ore` is what the terms
    come to, None where they do not say; `preliminary` while it may yet change. `issuer` is whose series `number` is of.
    `handed_by` is the person who handed it in; `round` grows when a dispute makes given approvals fall.
    `earlier` marks what lay before it was known here: nobody is chased for it.
    """

    __tablename__ = "invoices"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    obligation_id: Mapped[int] = mapped_column(Id, ForeignKey("obligations.id"))
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    key: Mapped[str]
    sequence: Mapped[int] = mapped_column(server_default=text("1"))
    kind: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    day: Mapped[date]
    state: Mapped[str]
    earlier: Mapped[bool] = mapped_column(server_default=false())
    expected_ore: Mapped[int | None] = mapped_column(BigInteger)
    preliminary: Mapped[bool] = mapped_column(server_default=false())
    number: Mapped[str | None]
    issuer: Mapped[str | None]
    issued_on: Mapped[date | None]
    received_on: Mapped[date | None]
    due_on: Mapped[date | None]
    ore: Mapped[int | None] = mapped_column(BigInteger)
    vat_ore: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    reference: Mapped[str | None]
    reason: Mapped[str | None]
    over_reason: Mapped[str | None]
    dispute: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(Id)
    handed_by: Mapped[int | None] = mapped_column(Id)
    round: Mapped[int] = mapped_column(server_default=text("1"))
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "key", "sequence"),
        UniqueConstraint("issuer", "number"),
        Index("ix_invoices_obligation_id", "obligation_id"),
        Index("ix_invoices_day", "day", "expected_ore", "agreement_id", "state", "sequence", sqlite_where=text(ASKED_SQL),
              postgresql_where=text(ASKED_SQL)),
        Index("ix_invoices_listed", "day", "id"),
        Index("ix_invoices_unpaid", "state", "due_on", "agreement_id"),
        Index("ix_invoices_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class ApprovalRow(Base):
    """One person's approval of an invoice, or of a payout before it is made, up to `ore`; each person counts once a round."""

    __tablename__ = "invoice_approvals"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(Id, ForeignKey("invoices.id"))
    round: Mapped[int]
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    name: Mapped[str]
    manager: Mapped[bool]
    ore: Mapped[int | None] = mapped_column(BigInteger)
    approved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("invoice_id", "round", "person_id"),)


class PaymentRow(Base):
    """A payment, whole or in part, in öre with VAT; `denied` once the association says that it never came.

    `document_id` is the document that proves it, if one was handed in.
    """

    __tablename__ = "invoice_payments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(Id, ForeignKey("invoices.id"))
    paid_on: Mapped[date]
    ore: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str]
    denied: Mapped[bool] = mapped_column(server_default=false())
    document_id: Mapped[int | None] = mapped_column(Id)
    author: Mapped[str]
    recorded_at: Mapped[datetime]

    __table_args__ = (Index("ix_invoice_payments_invoice_id", "invoice_id"),
                      Index("ix_invoice_payments_paid_on", "paid_on", "denied", "ore"))


class CreditRow(Base):
    """A credit note on an invoice, in öre."""

    __tablename__ = "invoice_credits"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    invoice_id: Mapped[int] = mapped_column(Id, ForeignKey("invoices.id"))
    number: Mapped[str]
    issued_on: Mapped[date]
    ore: Mapped[int] = mapped_column(BigInteger)
    vat_ore: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(Id)
    author: Mapped[str]
    recorded_at: Mapped[datetime]

    __table_args__ = (Index("ix_invoice_credits_invoice_id", "invoice_id"),)


class EconomyRow(Base):
    """What an agreement has settled about its money: above how much two approve, the reference of its invoices."""

    __tablename__ = "economies"

    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"), primary_key=True, autoincrement=False)
    two_ore: Mapped[int | None] = mapped_column(BigInteger)
    reference: Mapped[str]
    revision: Mapped[int]
