"""Disclosures with what was decided of each document, and who opened what is secret."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class DisclosureRow(Base):
    """Documents looked through to be given out; nothing tells for whom or why.

    `document_id` is the copy that was made and `refusal_id` the decision not to give out, as registered. `revision` grows with
    every decision on a document.
    """

    __tablename__ = "disclosures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(Id)
    refusal_id: Mapped[int | None] = mapped_column(Id)

    __table_args__ = (Index("ix_disclosures_agreement_id", "agreement_id"),)


class ChoiceRow(Base):
    """One document of a disclosure: what is decided of it, by which provision, and what is masked (JSON).

    `pages` is how many pages it has, 0 for what cannot be drawn; `hits` how many lines with personal numbers were found.
    """

    __tablename__ = "disclosure_choices"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    disclosure_id: Mapped[int] = mapped_column(Id, ForeignKey("disclosures.id"))
    document_id: Mapped[int] = mapped_column(Id, ForeignKey("documents.id"))
    version: Mapped[int]
    verdict: Mapped[str]
    provision: Mapped[str]
    mask: Mapped[str]
    pages: Mapped[int]
    hits: Mapped[int]
    signed: Mapped[bool]

    __table_args__ = (UniqueConstraint("disclosure_id", "document_id"),)


class ReadRow(Base):
    """Someone opened a secret document: who, when, which version, and how."""

    __tablename__ = "document_reads"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    document_id: Mapped[int] = mapped_column(Id, ForeignKey("documents.id"))
    version: Mapped[int]
    how: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_document_reads_agreement_id", "agreement_id", "id"),)
