"""The contacts as a form: who acts for which party, and as what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from service.parties.contacts import Contact
from service.parties.model import DEPUTIES, Cast, Function, PartyBrief, Seat, missing_functions
from service.web.frame.text import one_line
from service.web.speech.language import called, say, speech
from service.web.speech.mistakes import FILL_IN, sentence

Person = dict[str, Any]
MOST = 40
NEEDED = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.OPERATIONS, Function.ECONOMIST)
_NAME = re.compile(r"people\.(\d{1,3})\.")
NOBODY: Person = {"name": "", "email": "", "party": "", "language": "sv", "functions": []}


@dataclass(slots=True)
class Checked:
    """The contacts that a form names, or what is wrong by the name of its field."""

    contacts: tuple[Contact, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


def read_people(form: MultiDict[str, str]) -> list[Person]:
    """Return the contacts as they were typed."""
    numbers = sorted({int(found[1]) for name in form if (found := _NAME.match(name))})[:MOST]
    known = [one.value for one in Function]
    return [{
        **{name: one_line(form.get(f"people.{number}.{name}"), 300) for name in ("name", "email", "party", "language")},
        "functions": [one for one in form.getlist(f"people.{number}.functions") if one in known],
    } for number in numbers]


def is_nobody(person: Person) -> bool:
    """Say whether nothing has been written about somebody."""
    return not person["name"] and not person["email"]


def check_people(people: Sequence[Person], parties: Sequence[str]) -> Checked:
    """Return the contacts for parties of these names; rows left empty are passed over."""
    checked = Checked()
    found: list[Contact] = []
    seen: dict[tuple[str, str], int] = {}
    for number, person in enumerate(people):
        if is_nobody(person):
            continue
        place = person["party"]
        party = parties[int(place)] if place.isdecimal() and int(place) < len(parties) else ""
        try:
            contact = Contact.model_validate({**person, "party": party, "language": person["language"] or "sv"})
        except ValidationError as error:
            for one in error.errors(include_url=False):
                name = str(one["loc"][0])
                checked.errors.setdefault(f"people.{number}.{name}", _why(name, person, one))
            continue
        if (twice := seen.setdefault((contact.email, party), number)) != number:
            checked.errors[f"people.{number}.email"] = say(
                "Adressen står redan på rad {n}; samla funktionerna där.",
                "The address is in row {n} already; gather the functions there.", n=twice + 1)
        found.append(contact)
    checked.contacts = tuple(found) if not checked.errors else ()
    return checked


def _why(name: str, person: Person, error: Mapping[str, Any]) -> str:
    if name == "functions":
        return say("Välj minst en funktion.", "Choose at least one function.")
    if name == "party":
        return say("Välj vilken part personen hör till.", "Choose which party the person belongs to.")
    if name == "email" and person["email"]:
        return say("Det här är ingen e-postadress. Skriv som namn@kommun.se.",
                   "This is no e-mail address. Write it like name@town.org.")
    return say(*FILL_IN) if not person.get(name) else say(*sentence(error["type"], error.get("ctx", {})))


@dataclass(frozen=True, slots=True)
class Vacant:
    """A party's functions that lack a person, in words; `silent` when nobody there can be written to instead."""

    party: str
    functions: str
    silent: bool


def vacant(people: Sequence[Person], parties: Sequence[tuple[str, str]], on: date) -> list[Vacant]:
    """Return which functions lack a person, by party; `parties` are (name, role)."""
    briefs = tuple(PartyBrief(place, role, name) for place, (name, role) in enumerate(parties))
    seats = tuple(
        Seat(int(one["party"]), "", number, one["name"], one["email"], "sv", function)
        for number, one in enumerate(people) if not is_nobody(one) and one["party"].isdecimal() for function in one["functions"])
    lacking: dict[str, list[Function]] = {}
    for party, function in missing_functions(Cast(briefs, seats), on, NEEDED):
        lacking.setdefault(party.name, []).append(function)
    return [Vacant(party, speech().names([called("function", one).lower() for one in functions]), set(DEPUTIES) <= set(functions))
            for party, functions in lacking.items()]
