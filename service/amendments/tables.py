"""One row per amendment of an agreement."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class AmendmentRow(Base):
    """A change of the terms.

    `base` is the number of the terms it was drawn up from, `changes` what it changes (JSON). It takes effect on
    `effective_on`, or on the day of the last signature if none is given; `from_on` is the day it truly does, `version` the number
    of the terms that it makes, both set by the last signature. `extends` says that it carries out a decision to extend;
    `came_of` names what it came of (`decision 4`). `revision` grows with every edit of the draft.
    `arose_at` is when the present state began, `told_at` when its ladder was last climbed.
    """

    __tablename__ = "amendments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    number: Mapped[int]
    state: Mapped[str]
    title: Mapped[str]
    rationale: Mapped[str]
    base: Mapped[int]
    changes: Mapped[str]
    effective_on: Mapped[date | None]
    from_on: Mapped[date | None]
    version: Mapped[int | None]
    extends: Mapped[bool] = mapped_column(server_default=false())
    came_of: Mapped[str | None]
    drafted_by: Mapped[str]
    drafted_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    sent_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "number"),
        Index("ix_amendments_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )
