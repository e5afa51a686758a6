"""Shifts, what is counted in them, and each agreement's own lists of places, kinds of events and groups."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class ShiftRow(Base):
    """One shift of its first day; it may end on the next.

    `starts_at` and `ends_at` are the moments that its hours are, `minutes` the time between. `month` is the first day of its
    month. `entry` is the number that whoever sends it has given it, so that it is kept once however often it is sent.
    `logged_at` is when it was told that it was done (or planned, until then). `reason` says why it was not held, or struck.
    """

    __tablename__ = "shifts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    entry: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    day: Mapped[date]
    month: Mapped[date]
    start: Mapped[time]
    end: Mapped[time]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    staff: Mapped[int]
    note: Mapped[str] = mapped_column(server_default=text("''"))
    reason: Mapped[str | None]
    author: Mapped[str]
    logged_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_shifts_due", "next_at", sqlite_where=text("next_at IS NOT NULL"), postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_shifts_figures", "agreement_id", "day", "state", "month", "staff", "minutes"),
        Index("ix_shifts_time", "agreement_id", "starts_at", "ends_at"),
    )


class WordRow(Base):
    """A place, a kind of event or a group of an agreement's own lists; a retired one is offered no more, but stays where it is."""

    __tablename__ = "shift_words"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    kind: Mapped[str]
    name: Mapped[str]
    search: Mapped[str]
    position: Mapped[int]
    retired_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("agreement_id", "kind", "search"),)


class ShiftPlaceRow(Base):
    """A place where a shift was."""

    __tablename__ = "shift_places"

    shift_id: Mapped[int] = mapped_column(Id, ForeignKey("shifts.id"), primary_key=True)
    word_id: Mapped[int] = mapped_column(Id, ForeignKey("shift_words.id"), primary_key=True)

    __table_args__ = (Index("ix_shift_places_word_id", "word_id"), {"sqlite_with_rowid": False})


class ShiftCountRow(Base):
    """How many of one kind of event, or of one group, in a shift; never none."""

    __tablename__ = "shift_counts"

    shift_id: Mapped[int] = mapped_column(Id, ForeignKey("shifts.id"), primary_key=True)
    word_id: Mapped[int] = mapped_column(Id, ForeignKey("shift_words.id"), primary_key=True)
    count: Mapped[int]

    __table_args__ = (Index("ix_shift_counts_word_id", "word_id"), {"sqlite_with_rowid": False})


class ShiftHabitsRow(Base):
    """How an agreement logs its shifts: for how many days one may be edited without giving a reason."""

    __tablename__ = "shift_habits"

    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"), primary_key=True)
    edit_days: Mapped[int]
    revision: Mapped[int] = mapped_column(server_default=text("1"))
