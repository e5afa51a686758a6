"""How a goal or an undertaking stood at a meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class GoalNoteRow(Base):
    """What a meeting said of one goal or undertaking; `text` is its words as they stood, `digest` their fingerprint."""

    __tablename__ = "goal_notes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meetings.id"))
    code: Mapped[str]
    digest: Mapped[str]
    text: Mapped[str]
    status: Mapped[str]
    note: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("meeting_id", "digest"), Index("ix_goal_notes_agreement_id", "agreement_id"))
