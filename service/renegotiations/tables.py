"""Renegotiations, the answers to them, and what is noted of the dialogue."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class RenegotiationRow(Base):
    """One renegotiation.

    `asked_by` is the party that asked; None when the decision on renewal `decision_id` opened it. `day` is what reminders
    count from. `outcome` is what was agreed, or why it was closed without; `amendment_id` is what came of it. Decisions and
    amendments are rooms of their own that this one knows nothing of: their ids are kept without a foreign key.
    """

    __tablename__ = "renegotiations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    asked_by: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    decision_id: Mapped[int | None] = mapped_column(Id, unique=True)
    amendment_id: Mapped[int | None] = mapped_column(Id)
    provision: Mapped[str]
    clause: Mapped[str]
    about: Mapped[str | None]
    why: Mapped[str | None]
    state: Mapped[str]
    asked_on: Mapped[date]
    day: Mapped[date]
    outcome: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_renegotiations_agreement_id", "agreement_id"),
        Index("ix_renegotiations_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class ConsentRow(Base):
    """One party's answer to being asked: it takes part, and perhaps from when."""

    __tablename__ = "renegotiation_answers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    renegotiation_id: Mapped[int] = mapped_column(Id, ForeignKey("renegotiations.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    when_on: Mapped[date | None]
    message: Mapped[str | None]
    author: Mapped[str]
    answered_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("renegotiation_id", "party_id"),)


class TalkRow(Base):
    """What is noted of the dialogue, for all parties to see."""

    __tablename__ = "renegotiation_notes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    renegotiation_id: Mapped[int] = mapped_column(Id, ForeignKey("renegotiations.id"))
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    day: Mapped[date]
    who: Mapped[str]
    body: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (Index("ix_renegotiation_notes_renegotiation_id", "renegotiation_id"),)
