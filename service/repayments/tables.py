"""Claims of repayment, their parts, what is paid back and what is waived."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class RepaymentRow(Base):
    """One claim; amounts are whole öre.

    `reckoned` is how its ground was reckoned when it was claimed, `proposed_ore` what that came to. `answer` is why it is disputed,
    `outcome` why it ended or what settled the dispute. `day` is what reminders count from. The letter is `document_id`.
    """

    __tablename__ = "repayments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    claimed_by: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    against: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    ground: Mapped[str]
    ore: Mapped[int] = mapped_column(BigInteger)
    proposed_ore: Mapped[int] = mapped_column(BigInteger)
    reckoned: Mapped[str]
    why: Mapped[str]
    clause: Mapped[str]
    state: Mapped[str]
    claimed_on: Mapped[date]
    day: Mapped[date]
    answer: Mapped[str | None]
    outcome: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(Id)
    ended_at: Mapped[datetime | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_repayments_agreement_id", "agreement_id"),
        Index("ix_repayments_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class InstalmentRow(Base):
    """A part of what is to be paid back; those of a claim sum to it, without what is waived."""

    __tablename__ = "repayment_instalments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    repayment_id: Mapped[int] = mapped_column(Id, ForeignKey("repayments.id"))
    due_on: Mapped[date]
    ore: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (UniqueConstraint("repayment_id", "due_on"),)


class RepaidRow(Base):
    """A payment back, whole or in part."""

    __tablename__ = "repayment_payments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    repayment_id: Mapped[int] = mapped_column(Id, ForeignKey("repayments.id"))
    paid_on: Mapped[date]
    ore: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str]
    author: Mapped[str]
    recorded_at: Mapped[datetime]

    __table_args__ = (Index("ix_repayment_payments_repayment_id", "repayment_id"),)


class WaiverRow(Base):
    """What is let go of a claim, by which decision, and why."""

    __tablename__ = "repayment_waivers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    repayment_id: Mapped[int] = mapped_column(Id, ForeignKey("repayments.id"))
    ore: Mapped[int] = mapped_column(BigInteger)
    decision: Mapped[str]
    reason: Mapped[str]
    author: Mapped[str]
    recorded_at: Mapped[datetime]

    __table_args__ = (Index("ix_repayment_waivers_repayment_id", "repayment_id"),)
