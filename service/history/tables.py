"""The history and the head of each chain."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class HistoryRow(Base):
    """One thing that happened; never changed, never removed (triggers see to it).

    `chain` is the agreement's id, 0 for the installation. `digest` is over the row and `previous`.
    """

    __tablename__ = "history"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    chain: Mapped[int] = mapped_column(Id)
    seq: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str]
    subject: Mapped[str]
    event: Mapped[str]
    body: Mapped[str]
    previous: Mapped[str]
    digest: Mapped[str]

    # Names are looked for in part: it is the index that is read through, not the table.
    __table_args__ = (UniqueConstraint("chain", "seq"), Index("ix_history_actor", "actor", "id"))


class ChainRow(Base):
    """The last link of a chain; from `sealed_at` on nothing more happens in it but what is done to keep the records."""

    __tablename__ = "chains"

    chain: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    seq: Mapped[int]
    digest: Mapped[str]
    sealed_at: Mapped[datetime | None]
