"""Rescissions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id

STANDS = "state IN ('declared', 'in_effect')"


class RescissionRow(Base):
    """One rescission.

    `outside` says that it is claimed to have been declared elsewhere, `recorded_by` which party says so. `capacity` and
    `authority` are those of whoever declared it, `document_id` is the letter, or the document that shows it. `declared_at` is
    when it was declared, claimed or accepted here; `answered_by` and `answer` are the other party's. At most one of an
    agreement stands.
    """

    __tablename__ = "rescissions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    breach_id: Mapped[int | None] = mapped_column(Id, ForeignKey("breaches.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    state: Mapped[str]
    outside: Mapped[bool] = mapped_column(server_default=false())
    recorded_by: Mapped[int | None] = mapped_column(Id)
    reason: Mapped[str]
    effective_on: Mapped[date]
    declared_on: Mapped[date]
    declared_by: Mapped[str]
    capacity: Mapped[str]
    authority: Mapped[str]
    declared_at: Mapped[datetime]
    document_id: Mapped[int | None] = mapped_column(Id)
    answered_on: Mapped[date | None]
    answered_by: Mapped[str | None]
    answer: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_rescissions_agreement_id", "agreement_id"),
        Index("ix_rescissions_standing", "agreement_id", unique=True, sqlite_where=text(STANDS), postgresql_where=text(STANDS)),
        Index("ix_rescissions_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )
