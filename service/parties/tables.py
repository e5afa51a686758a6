"""Parties of an agreement, people, and the functions that people hold."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class PartyRow(Base):
    """One party of one agreement; the number is the legal person's and no key."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    position: Mapped[int]
    role: Mapped[str]
    name: Mapped[str]
    org_number: Mapped[str | None]

    __table_args__ = (UniqueConstraint("agreement_id", "position"),)


class PersonRow(Base):
    """A contact person, known by e-mail address in lower case."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]


class FunctionRow(Base):
    """What a person does for a party, from a day to a day (both included; None is open)."""

    __tablename__ = "functions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    function: Mapped[str]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]

    __table_args__ = (Index("ix_functions_agreement", "agreement_id"), Index("ix_functions_person", "person_id"))


class UserRow(Base):
    """Someone who may log in; `password` is an argon2id hash."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    language: Mapped[str]
    password: Mapped[str]
    created_at: Mapped[datetime]
