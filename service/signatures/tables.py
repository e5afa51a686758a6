"""One row per party and text to be signed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class SignatureRow(Base):
    """What one party was asked to sign; `digest` is the SHA-256 of the text, `round` counts attempts."""

    __tablename__ = "signatures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    round: Mapped[int]
    digest: Mapped[str]
    state: Mapped[str]
    signed_on: Mapped[date | None]
    recorded_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "party_id", "round"),
        Index("ix_signatures_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )
