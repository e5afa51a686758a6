"""Signs of life from whoever keeps the clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class HeartbeatRow(Base):
    """The last pass of one job: when, how it went, and what it could not do."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    acted: Mapped[int] = mapped_column(server_default=text("0"))
    failed: Mapped[int] = mapped_column(server_default=text("0"))
    error: Mapped[str | None]


class TroubleRow(Base):
    """Something the clock could not act on, pushed back until a later pass; gone when one succeeds."""

    __tablename__ = "troubles"

    subject: Mapped[str] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id)
    failures: Mapped[int]
    at: Mapped[datetime]
    error: Mapped[str]
