"""What a party owes by a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id

# What is no meeting and no decision: those have lives and days of their own.
OWED = "kind NOT IN ('meeting', 'renewal_decision')"


class ObligationRow(Base):
    """One obligation, derived from the terms under a natural key.

    A meeting or a decision on renewal has a life of its own; its obligation follows it and has no
    `next_at`. `earlier` marks what lay before the agreement was registered here, `version` is the number of
    the terms it rests on.
    """

    __tablename__ = "obligations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    key: Mapped[str]
    kind: Mapped[str]
    day: Mapped[date]
    first: Mapped[date]
    last: Mapped[date]
    owes: Mapped[str]
    clause: Mapped[str]
    closing: Mapped[bool]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    state: Mapped[str]
    earlier: Mapped[bool] = mapped_column(server_default=false())
    met_on: Mapped[date | None]
    note: Mapped[str | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "key"),
        Index("ix_obligations_day", "day"),
        Index("ix_obligations_listed", "day", "id", sqlite_where=text(OWED), postgresql_where=text(OWED)),
        Index("ix_obligations_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_obligations_missed", "agreement_id", "state", "kind", "day", sqlite_where=text("state = 'missed'"),
              postgresql_where=text("state = 'missed'")),
    )
