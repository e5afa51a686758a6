"""The outbox: one row per matter, rung, revision and recipient."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class Post(StrEnum):
    """Where a notice stands on its way out.

    What is gathered waits for its recipient's weekly mail; what is digested was told in one.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"
    GATHERED = "gathered"
    DIGESTED = "digested"


class OutboxRow(Base):
    """A notice owed to one recipient.

    `key` names what is owed and is unique: a notice given twice is refused by the database.
    `payload` is the frozen facts of the message as JSON; the same row gives the same bytes.
    `next_at` is when it is due to be sent, or for one being sent when its claim runs out.
    `token` fences: only the worker that holds it may mark the row. `doubt` says that an earlier
    attempt may have reached the recipient. `seat_id` and `nonce` let the recipient answer a call.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    agreement_id: Mapped[int | None] = mapped_column(Id, ForeignKey("agreements.id"))
    subject: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(Id)
    party_id: Mapped[int | None] = mapped_column(Id)
    to_name: Mapped[str]
    to_email: Mapped[str]
    language: Mapped[str]
    payload: Mapped[str]
    seat_id: Mapped[int | None] = mapped_column(Id)
    nonce: Mapped[str | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    token: Mapped[str | None]
    message_id: Mapped[str]
    sent_at: Mapped[datetime | None]
    doubt: Mapped[bool] = mapped_column(server_default=text("false"))
    error: Mapped[str | None]

    __table_args__ = (
        Index("ix_outbox_due", "next_at", postgresql_where=text("next_at IS NOT NULL"),
              sqlite_where=text("next_at IS NOT NULL")),
        Index("ix_outbox_agreement", "agreement_id", "id"),
        Index("ix_outbox_subject", "subject"),
        Index("ix_outbox_name", "name", "id"),
        Index("ix_outbox_person_id", "person_id", "id"),
        Index("ix_outbox_party_id", "party_id", "id"),
        Index("ix_outbox_undeliverable", "id", postgresql_where=text("state = 'undeliverable'"),
              sqlite_where=text("state = 'undeliverable'")),
    )
