"""The words of a yearly summary by version, and its figures as they were when it was submitted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class SummaryTextRow(Base):
    """One version of the words of a summary; `body` is each section's text as JSON. Versions are added, never changed."""

    __tablename__ = "summary_texts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(Id, ForeignKey("reports.id"))
    number: Mapped[int]
    body: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("report_id", "number"),)


class FrozenRow(Base):
    """The figures that went into one delivery of a summary, as JSON, with their SHA-256 and the version of the words."""

    __tablename__ = "summary_frozen"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(Id, ForeignKey("reports.id"))
    delivery: Mapped[int]
    text_number: Mapped[int]
    figures: Mapped[str]
    digest: Mapped[str]
    frozen_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("report_id", "delivery"),)
