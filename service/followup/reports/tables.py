"""Reports, and each time one was delivered."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class ReportRow(Base):
    """One report that is owed; its obligation follows it.

    `day` is that of the obligation. `delivered_on` is the day it was first delivered and `late` whether that was after its day:
    neither is ever unset. `since` is the day it was last delivered or returned. `document_id` holds its file, where there is one.
    """

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    obligation_id: Mapped[int] = mapped_column(Id, ForeignKey("obligations.id"), unique=True)
    kind: Mapped[str]
    day: Mapped[date]
    state: Mapped[str]
    late: Mapped[bool] = mapped_column(server_default=false())
    delivered_on: Mapped[date | None]
    since: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(Id)
    comment: Mapped[str | None]
    earlier: Mapped[bool] = mapped_column(server_default=false())
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_reports_agreement_id", "agreement_id"),
        Index("ix_reports_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class DeliveryRow(Base):
    """One time that a report was delivered, and what the other party said of it.

    `document_version` is the version of the report's document; without one, `note` says where the report is. `verdict` is
    `accepted` or `returned` once there is one.
    """

    __tablename__ = "report_deliveries"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(Id, ForeignKey("reports.id"))
    number: Mapped[int]
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    delivered_on: Mapped[date]
    document_version: Mapped[int | None]
    note: Mapped[str]
    author: Mapped[str]
    recorded_at: Mapped[datetime]
    verdict: Mapped[str | None]
    verdict_by: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    verdict_author: Mapped[str | None]
    verdict_at: Mapped[datetime | None]
    comment: Mapped[str | None]

    __table_args__ = (UniqueConstraint("report_id", "number"),)
