"""Disputes, what is noted of the dialogue, and who stands behind how each was resolved."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class DisputeRow(Base):
    """One dispute.

    `matter` is what it is about ("repayment 3", "invoice 4", "clause frame", empty for the whole), `clause` the sentence that it
    rests on. `stated` is how it was resolved in somebody's words, `statement` which of those; `forum` and `reference` where it was
    taken. `day` is what reminders count from. What it is about lies in rooms that this one knows nothing of.
    """

    __tablename__ = "disputes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    opened_by: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    matter: Mapped[str]
    clause: Mapped[str]
    about: Mapped[str]
    why: Mapped[str]
    state: Mapped[str]
    opened_on: Mapped[date]
    day: Mapped[date]
    forum: Mapped[str | None]
    reference: Mapped[str | None]
    escalated_on: Mapped[date | None]
    stated: Mapped[str | None]
    stated_by: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    statement: Mapped[int] = mapped_column(server_default=text("0"))
    outcome: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_disputes_agreement_id", "agreement_id"),
        Index("ix_disputes_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class DisputeNoteRow(Base):
    """What is noted of the dialogue, for all parties to see."""

    __tablename__ = "dispute_notes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    dispute_id: Mapped[int] = mapped_column(Id, ForeignKey("disputes.id"))
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    day: Mapped[date]
    who: Mapped[str]
    body: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (Index("ix_dispute_notes_dispute_id", "dispute_id"),)


class DisputeWordRow(Base):
    """One party's word that it stands behind what was stated, by the number of the statement."""

    __tablename__ = "dispute_words"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    dispute_id: Mapped[int] = mapped_column(Id, ForeignKey("disputes.id"))
    statement: Mapped[int]
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    author: Mapped[str]
    confirmed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("dispute_id", "statement", "party_id"),)
