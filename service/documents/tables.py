"""Files by digest, documents, their versions, and the series of diary numbers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class ContentRow(Base):
    """One file, however many documents it is in; `digest` is its SHA-256. `body` is gone when the last of them is culled."""

    __tablename__ = "contents"

    digest: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media: Mapped[str]
    body: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class DocumentRow(Base):
    """One document of an agreement, as registered.

    `party_id` is whose it is that put it here. `shown_at` is when another party sent it or was shown it. `ours` says that Överens
    made it. `revision` grows with every change of the registration.
    """

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    kind: Mapped[str]
    title: Mapped[str]
    diary_number: Mapped[str]
    direction: Mapped[str]
    day: Mapped[date]
    sender: Mapped[str]
    recipient: Mapped[str]
    status: Mapped[str]
    secrecy: Mapped[str]
    retention: Mapped[str]
    cull_after: Mapped[date | None]
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    matter: Mapped[str]
    ours: Mapped[bool] = mapped_column(server_default=false())
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    shown_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    culled_at: Mapped[datetime | None]
    cull_decision: Mapped[str | None]

    __table_args__ = (
        Index("ix_documents_agreement_id_day", "agreement_id", "day", "id"),
        Index("ix_documents_diary_number", "diary_number"),
    )


class VersionRow(Base):
    """One version of a document's file; versions are added, never changed."""

    __tablename__ = "versions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    document_id: Mapped[int] = mapped_column(Id, ForeignKey("documents.id"))
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(ForeignKey("contents.digest"))
    file_name: Mapped[str]
    media: Mapped[str]
    size: Mapped[int]
    recorded_at: Mapped[datetime]
    by: Mapped[str]

    __table_args__ = (UniqueConstraint("document_id", "number"), Index("ix_versions_digest", "digest"))


class SeriesRow(Base):
    """The last diary number that was given for an organisation in a year."""

    __tablename__ = "diary_series"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(Id, ForeignKey("organisations.id"))
    year: Mapped[int]
    last: Mapped[int]

    __table_args__ = (UniqueConstraint("organisation_id", "year"),)
