"""Parties of an agreement, people, and the functions that people hold."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class OrganisationRow(Base):
    """A legal person or one of its units; the number is the legal person's, shared by units, and no key.

    `own` says that this installation is theirs.
    """

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    sort_key: Mapped[str]
    org_number: Mapped[str | None]
    own: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (Index("ix_organisations_sort_key", "sort_key", "id"),)


class PartyRow(Base):
    """One party of one agreement; the number is the legal person's and no key.

    `standing` says whether it is one: asked to join by an amendment (`joins_by`), a party, left, or never joined. `from_on` and
    `to_on` are its first and last day, set once all have signed; None is from the first day of the agreement and for as long.
    """

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    position: Mapped[int]
    role: Mapped[str]
    name: Mapped[str]
    org_number: Mapped[str | None]
    organisation_id: Mapped[int | None] = mapped_column(Id, ForeignKey("organisations.id"))
    standing: Mapped[str] = mapped_column(server_default="party")
    joins_by: Mapped[int | None] = mapped_column(Id)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]

    __table_args__ = (UniqueConstraint("agreement_id", "position"),
                      Index("ix_parties_of_organisation", "organisation_id", "standing", "agreement_id"))


class PersonRow(Base):
    """A contact person, known by e-mail address in lower case.

    `digest` asks for one mail a week instead of single ones; `next_at` is when the next is due.
    `nonce` is what the link to the person's calendar is bound to.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str]
    digest: Mapped[bool] = mapped_column(server_default=false())
    next_at: Mapped[datetime | None]
    nonce: Mapped[str | None]

    __table_args__ = (
        Index("ix_people_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class FunctionRow(Base):
    """What a person does for a party, from a day to a day (both included; None is open).

    `waiting` is held for a party that has yet to join: it gives no right to the agreement, only to what that party is asked to sign.
    """

    __tablename__ = "functions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    person_id: Mapped[int] = mapped_column(Id, ForeignKey("people.id"))
    function: Mapped[str]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    waiting: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        Index("ix_functions_agreement", "agreement_id"),
        # All that says who sees what, so that no row need be read; a person may hold a hundred thousand.
        Index("ix_functions_held", "person_id", "agreement_id", "waiting", "from_on", "to_on"),
        Index("ix_functions_person_id", "person_id", "id"),
        Index("ix_functions_person_function", "person_id", "function", "id"),
        Index("ix_functions_waiting", "person_id", "party_id", sqlite_where=text("waiting IS 1"),
              postgresql_where=text("waiting IS true")),
        Index("ix_functions_ended", "person_id", "party_id", "to_on", sqlite_where=text("to_on IS NOT NULL"),
              postgresql_where=text("to_on IS NOT NULL")),
    )


class VacancyRow(Base):
    """Days on which nobody coordinates for a party (both included; None is open); written by `vacancies.recount` alone."""

    __tablename__ = "vacancies"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]

    __table_args__ = (Index("ix_vacancies_agreement_id", "agreement_id"),)
