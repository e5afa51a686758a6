"""Outcome as entered, what is read in and does not count yet, and how an agreement's books are placed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class FigureRow(Base):
    """What was used until a day, as entered once; a newer row stands in its place, and none is changed.

    `version` is that of the terms in force on the day; `first` and `last` are the time their budget is for. `source` is form,
    csv or sie, `file_name` what the file was called. `over_frame` says that more than the frame is used, or foreseen by somebody.
    """

    __tablename__ = "outcome_figures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    as_of: Mapped[date]
    first: Mapped[date]
    last: Mapped[date]
    version: Mapped[int]
    source: Mapped[str]
    file_name: Mapped[str | None]
    note: Mapped[str]
    author: Mapped[str]
    recorded_at: Mapped[datetime]
    over_frame: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        Index("ix_outcome_figures_latest", "agreement_id", "as_of", "id"),
        Index("ix_outcome_figures_over", "agreement_id", sqlite_where=text("over_frame IS 1"),
              postgresql_where=text("over_frame IS true")),
    )


class FigurePostRow(Base):
    """One post of it, with its budget by those terms; öre. Without a forecast the straight line is shown."""

    __tablename__ = "outcome_posts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    figure_id: Mapped[int] = mapped_column(Id, ForeignKey("outcome_figures.id"))
    position: Mapped[int]
    post: Mapped[str]
    budget_ore: Mapped[int] = mapped_column(BigInteger)
    used_ore: Mapped[int] = mapped_column(BigInteger)
    forecast_ore: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (UniqueConstraint("figure_id", "position"),)


class PlacingRow(Base):
    """How an agreement's books are placed on its posts, as JSON; remembered from file to file."""

    __tablename__ = "outcome_placings"

    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"), primary_key=True)
    body: Mapped[str]
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]


class ImportRow(Base):
    """A file that was read in; it counts once `figure_id` is set. `body` is what was read, as JSON, without anybody's words."""

    __tablename__ = "outcome_imports"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    source: Mapped[str]
    file_name: Mapped[str]
    as_of: Mapped[date]
    body: Mapped[str]
    read_by: Mapped[str]
    read_at: Mapped[datetime]
    figure_id: Mapped[int | None] = mapped_column(Id, ForeignKey("outcome_figures.id"))

    __table_args__ = (Index("ix_outcome_imports_agreement_id", "agreement_id"),)
