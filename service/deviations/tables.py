"""Deviations, each party's decision on them, and what is noted of the dialogue."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class DeviationRow(Base):
    """One deviation from plan or budget.

    `reported_by` is None when the clock proposed it. `ore` is how much in öre, `hundredths` in hundredths of a per cent
    of the post. `changes_on` is the day of the change; `late` once an approval came on that day or later, and never unset.
    """

    __tablename__ = "deviations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    reported_by: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    kind: Mapped[str]
    post: Mapped[str | None]
    what: Mapped[str]
    why: Mapped[str]
    ore: Mapped[int | None] = mapped_column(BigInteger)
    hundredths: Mapped[int | None] = mapped_column(BigInteger)
    clause: Mapped[str]
    changes_on: Mapped[date]
    state: Mapped[str]
    late: Mapped[bool] = mapped_column(server_default=false())
    reported_on: Mapped[date]
    day: Mapped[date]
    talked_on: Mapped[date | None]
    reason: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_deviations_agreement_id", "agreement_id"),
        Index("ix_deviations_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class VerdictRow(Base):
    """One party's decision: who took it (name, or board and paragraph), on which day, with what evidence.

    `document_id` is the document that shows it, where one is registered.
    """

    __tablename__ = "deviation_verdicts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    deviation_id: Mapped[int] = mapped_column(Id, ForeignKey("deviations.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    approved: Mapped[bool]
    late: Mapped[bool] = mapped_column(server_default=false())
    decided_by: Mapped[str]
    decided_on: Mapped[date]
    evidence: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(Id)
    author: Mapped[str]
    recorded_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("deviation_id", "party_id"),)


class RemarkRow(Base):
    """What is noted of the dialogue, for all parties to see."""

    __tablename__ = "deviation_notes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    deviation_id: Mapped[int] = mapped_column(Id, ForeignKey("deviations.id"))
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    day: Mapped[date]
    who: Mapped[str]
    body: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (Index("ix_deviation_notes_deviation_id", "deviation_id"),)
