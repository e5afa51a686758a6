"""Contact persons as a file gives them, and putting them in their places."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from service.kernel.errors import Refusal
from service.parties.changes import person_at
from service.parties.model import Function, PartyBrief
from service.parties.store import get_party
from service.parties.tables import FunctionRow
from service.parties.vacancies import recount


class BadContacts(Refusal):
    """The contacts cannot be read: {where}: {why}"""

    sv = "Kontaktpersonerna går inte att läsa: {where}: {why}"
    status = 422


def address(text: str) -> str:
    """Return an e-mail address in lower case; raise ValueError for what is none."""
    cleaned = text.strip()
    name, _, domain = cleaned.rpartition("@")
    if not name or "." not in domain.strip(".") or any(mark.isspace() or ord(mark) < 32 for mark in cleaned) or "@" in name:
        raise ValueError(f"{text!r} is not an e-mail address")
    return f"{name}@{domain.lower()}".lower()


def _one_line(text: str) -> str:
    return " ".join(text.split())


class Contact(BaseModel):
    """One contact person; `party` is a role, or a party's name where several have it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=200)]
    email: Annotated[str, AfterValidator(address), Field(max_length=254)]
    party: Annotated[str, Field(min_length=1)]
    functions: Annotated[tuple[Function, ...], Field(min_length=1)]
    language: Literal["sv", "en"] = "sv"


def read_contacts(text: str) -> tuple[Contact, ...]:
    """Return the contacts of a `contacts.toml`; raise BadContacts with the place and the reason."""
    try:
        given: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadContacts(where="TOML", why=str(error)) from None
    rows = given.get("contact")
    if set(given) != {"contact"} or not isinstance(rows, list):
        raise BadContacts(where="TOML", why="give each person as a [[contact]] table, and nothing else")
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(Contact.model_validate(row))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = f"contact {number}" + "".join(f", {part}" for part in first["loc"])
            raise BadContacts(where=where, why=first["msg"].removeprefix("Value error, ")) from None
    return tuple(found)


def seat_contacts(
    session: Session, agreement_id: int, parties: Sequence[PartyBrief], contacts: Sequence[Contact]
) -> list[tuple[int, str]]:
    """Give each contact the functions named; return the id and address of each person.

    A person already known by the address keeps name and language.
    """
    seated = []
    for contact in contacts:
        party = get_party(parties, contact.party)
        person = person_at(session, name=contact.name, email=contact.email, language=contact.language)
        seated.append((person.id, person.email))
        session.add_all([
            FunctionRow(agreement_id=agreement_id, party_id=party.id, person_id=person.id, function=function)
            for function in dict.fromkeys(contact.functions)
        ])
    recount(session, agreement_id)
    return seated
