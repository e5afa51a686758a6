"""What the shifts of a month come to: by their state, and by each word of the lists."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class MonthSumRow(Base):
    """The shifts of one agreement in one month and one state, summed; never written but by `store.recount`."""

    __tablename__ = "shift_months"

    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"), primary_key=True, autoincrement=False)
    month: Mapped[date] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    shifts: Mapped[int]
    staff: Mapped[int] = mapped_column(BigInteger)
    minutes: Mapped[int] = mapped_column(BigInteger)
    staff_minutes: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = ({"sqlite_with_rowid": False},)


class MonthWordRow(Base):
    """The shifts done in one month that have one word of the lists: at a place, or with so many (`count`) of an event or group."""

    __tablename__ = "shift_month_words"

    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"), primary_key=True, autoincrement=False)
    month: Mapped[date] = mapped_column(primary_key=True)
    word_id: Mapped[int] = mapped_column(Id, ForeignKey("shift_words.id"), primary_key=True, autoincrement=False)
    shifts: Mapped[int]
    staff: Mapped[int] = mapped_column(BigInteger)
    minutes: Mapped[int] = mapped_column(BigInteger)
    staff_minutes: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (Index("ix_shift_month_words_word_id", "word_id"), {"sqlite_with_rowid": False})
