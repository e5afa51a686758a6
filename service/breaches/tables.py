"""Breaches, and what is answered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class BreachRow(Base):
    """One breach of which notice was given.

    `undertaking` is what was promised, in words, `obligation_id` the obligation it was, if it was one. `evidence` is a JSON list of
    document ids, `letter_id` the letter as a document. `at_once` is the fault, as the terms word it, that needs no time to
    rectify. `rectify_by` is the last day to rectify; no time runs before `received_on`. `reason` is what was said when it ended.
    """

    __tablename__ = "breaches"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    notified_by: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    against: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    obligation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("obligations.id"))
    undertaking: Mapped[str]
    clause: Mapped[str]
    what: Mapped[str]
    since: Mapped[date]
    evidence: Mapped[str] = mapped_column(server_default=text("'[]'"))
    days: Mapped[int]
    why_days: Mapped[str]
    at_once: Mapped[str | None]
    state: Mapped[str]
    notified_on: Mapped[date]
    letter_id: Mapped[int | None] = mapped_column(Id)
    received_on: Mapped[date | None]
    received_how: Mapped[str | None]
    received_note: Mapped[str | None]
    rectify_by: Mapped[date | None]
    reason: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_breaches_agreement_id", "agreement_id"),
        Index("ix_breaches_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class ReplyRow(Base):
    """One answer of the party that is said to fail: rectified on a day, or disputed; `evidence` is a JSON list of document ids."""

    __tablename__ = "breach_replies"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    breach_id: Mapped[int] = mapped_column(Id, ForeignKey("breaches.id"))
    answer: Mapped[str]
    body: Mapped[str]
    done_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(server_default=text("'[]'"))
    author: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (Index("ix_breach_replies_breach_id", "breach_id"),)
