"""Meetings and the seats of those called to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class MeetingRow(Base):
    """One meeting. `revision` is the invitation's SEQUENCE, `uid` lasts through every move.

    `arranged` says that a person chose the day: the plan leaves it alone. `present` is who was there,
    as JSON: names and their parties as they were called that day.
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
    present: Mapped[str | None]
    minutes: Mapped[str | None]
    reason: Mapped[str | None]
    arranged: Mapped[bool] = mapped_column(server_default=false())
    earlier: Mapped[bool] = mapped_column(server_default=false())
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "key"),
        Index("ix_meetings_listed", "day", "id"),
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


class PointRow(Base):
    """A point that someone wants on the agenda besides the standing ones.

    One with a `subject` ("renegotiation 3") stands for a matter that is open, of the kind `code`: it goes on from meeting
    to meeting until the matter is over.
    """

    __tablename__ = "agenda_points"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meetings.id"))
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    body: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]
    code: Mapped[str] = mapped_column(server_default=text("'custom'"))
    subject: Mapped[str | None]

    __table_args__ = (Index("ix_agenda_points_meeting_id", "meeting_id"), Index("ix_agenda_points_subject", "subject"))

    @property
    def point(self) -> dict[str, str | None]:
        """Return it as agendas tell it."""
        return {"code": self.code, "text": self.body or None}


class OutcomeRow(Base):
    """A decision of a meeting, or a task: who does what by when."""

    __tablename__ = "outcomes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meetings.id"))
    kind: Mapped[str]
    body: Mapped[str]
    who: Mapped[str | None]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_note: Mapped[str | None]
    done_by: Mapped[str | None]

    __table_args__ = (Index("ix_outcomes_meeting_id", "meeting_id"), Index("ix_outcomes_agreement_id", "agreement_id"))


class CommentRow(Base):
    """What someone says of the minutes."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meetings.id"))
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    body: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (Index("ix_comments_meeting_id", "meeting_id"),)


class GuestRow(Base):
    """Someone the convenor has added to those called to a meeting, or struck from them."""

    __tablename__ = "guests"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    meeting_id: Mapped[int] = mapped_column(Id, ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    called: Mapped[bool]

    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
