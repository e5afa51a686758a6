"""Meetings and the seats of those called to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class MeetingRow(Base):
    """One meeting. `revision` is the invitation's SEQUENCE, `uid` lasts through every move.

    `arranged` says that a person chose the day: the plan leaves it alone.
    """

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    obligation_id: Mapped[int] = mapped_column(Id, ForeignKey("obligations.id"), unique=True)
    key: Mapped[str]
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    first: Mapped[date]
    last: Mapped[date]
    place: Mapped[str | None]
    video: Mapped[str | None]
    lead_days: Mapped[int]
    state: Mapped[str]
    uid: Mapped[str] = mapped_column(unique=True)
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    stamped_at: Mapped[datetime | None]
    called_at: Mapped[datetime | None]
    held_on: Mapped[date | None]
    minutes: Mapped[str | None]
    reason: Mapped[str | None]
    arranged: Mapped[bool] = mapped_column(server_default=false())
    earlier: Mapped[bool] = mapped_column(server_default=false())
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "key"),
        Index("ix_meetings_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class SeatRow(Base):
    """One person called to one meeting, and the answer given."""

    __tablename__ = "seats"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meetings.id"))
    party_id: Mapped[int] = mapped_column(Id)
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    nonce: Mapped[str]
    answer: Mapped[str]
    suggested_on: Mapped[date | None]
    comment: Mapped[str | None]
    answered_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
