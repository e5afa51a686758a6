"""Contacts between meetings, and notes of one party that the others never see."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class ContactRow(Base):
    """A contact between the parties: a call, a mail, a visit; seen by all parties.

    Nothing is written over: a correction is a row of its own, and `first_id` says which it began as.
    """

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    day: Mapped[date]
    kind: Mapped[str]
    who: Mapped[str]
    body: Mapped[str]
    author: Mapped[str]
    party_id: Mapped[int | None] = mapped_column(Id, ForeignKey("parties.id"))
    first_id: Mapped[int | None] = mapped_column(Id, ForeignKey("contacts.id"))
    written_at: Mapped[datetime]

    __table_args__ = (Index("ix_contacts_agreement_id_day", "agreement_id", "day"), Index("ix_contacts_first_id", "first_id"))


class NoteRow(Base):
    """An internal note of one party."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    body: Mapped[str]
    author: Mapped[str]
    written_at: Mapped[datetime]

    __table_args__ = (Index("ix_notes_agreement_id_party_id", "agreement_id", "party_id"),)
