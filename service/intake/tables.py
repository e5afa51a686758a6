"""Agreements being taken in: the document read, and the form as far as it is filled in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class IntakeRow(Base):
    """One document under review: `proposal` is what was read, `typed` the form as it stands (JSON both).

    `body` is empty when an agreement is written by hand. `file_digest` names the file among the contents, where it is one that is
    kept. `agreement_id` is set when it has become one.
    """

    __tablename__ = "intakes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    file_name: Mapped[str]
    file_digest: Mapped[str | None]
    body: Mapped[str]
    proposal: Mapped[str]
    typed: Mapped[str]
    people: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    agreement_id: Mapped[int | None] = mapped_column(Id, ForeignKey("agreements.id"))

    __table_args__ = (Index("ix_intakes_user_id", "user_id"),)
