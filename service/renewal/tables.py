"""The decision on renewal and each party's answer."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class DecisionRow(Base):
    """The stand to be taken by `day` on what follows after `ends_on`."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    obligation_id: Mapped[int] = mapped_column(Id, ForeignKey("obligations.id"), unique=True)
    key: Mapped[str]
    day: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str]
    silence: Mapped[str | None]
    outcome: Mapped[str | None]
    late: Mapped[bool] = mapped_column(server_default=false())
    decided_at: Mapped[datetime | None]
    earlier: Mapped[bool] = mapped_column(server_default=false())
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "key"),
        Index("ix_decisions_day", "day"),
        Index("ix_decisions_state_day", "state", "day", "agreement_id"),
        Index("ix_decisions_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class AnswerRow(Base):
    """One party's answer; it can be changed until all agree."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    decision_id: Mapped[int] = mapped_column(Id, ForeignKey("decisions.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    answer: Mapped[str]
    decided_by: Mapped[str | None]
    answered_on: Mapped[date]
    recorded_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("decision_id", "party_id"),)
