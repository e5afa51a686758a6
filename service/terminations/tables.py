"""Notices of termination, and who has consented to withdrawing one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class TerminationRow(Base):
    """One notice.

    `months` and `to_month_end` are the terms it was given by. `last_on` is the agreement's last day by it, reckoned from
    `received_on`; `otherwise_on` is the day it would have ended without. `document_id` is the letter; documents are a room of
    their own, so no foreign key.
    """

    __tablename__ = "terminations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    signer: Mapped[str]
    authority: Mapped[str]
    reason: Mapped[str]
    state: Mapped[str]
    given_on: Mapped[date]
    months: Mapped[int]
    to_month_end: Mapped[bool]
    clause: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(Id)
    received_on: Mapped[date | None]
    received_how: Mapped[str | None]
    received_note: Mapped[str | None]
    received_by: Mapped[str | None]
    last_on: Mapped[date | None]
    otherwise_on: Mapped[date | None]
    withdraw_asked_on: Mapped[date | None]
    withdraw_reason: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_terminations_agreement_id", "agreement_id"),
        Index("ix_terminations_one_open", "agreement_id", "party_id", unique=True,
              sqlite_where=text("state IN ('given', 'running')"), postgresql_where=text("state IN ('given', 'running')")),
        Index("ix_terminations_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class WithdrawalRow(Base):
    """One party's consent to withdrawing a notice."""

    __tablename__ = "termination_consents"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    termination_id: Mapped[int] = mapped_column(Id, ForeignKey("terminations.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    author: Mapped[str]
    given_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("termination_id", "party_id"),)
