"""What is asked about the people of an agreement."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from service.kernel.errors import Wrong
from service.parties.contacts import address
from service.parties.model import Function
from service.web.frame.forms import Asked, Line


def _address(text: str) -> str:
    try:
        return address(text)
    except ValueError:
        raise Wrong("Det här är ingen e-postadress. Skriv som namn@kommun.se.",
                    "This is no e-mail address. Write it like name@town.org.") from None


Name = Annotated[Line, Field(min_length=1, max_length=200)]
Email = Annotated[Line, Field(max_length=254), AfterValidator(_address)]
Language = Literal["sv", "en"]


class Given(Asked):
    """Functions for a person, from a day (empty is from the beginning)."""

    name: Name
    email: Email
    language: Language = "sv"
    party: int
    functions: Annotated[tuple[Function, ...], Field(min_length=1)]
    day: date | None = None


class Joiner(Asked):
    """Someone of a party that is to join, who signs for it, coordinates for it, or both."""

    party: int
    name: Name
    email: Email
    functions: Annotated[tuple[Function, ...], Field(min_length=1)]


class Ended(Asked):
    """The first day without the function."""

    day: date


class Corrected(Asked):
    """How a person is named and reached, and how that stood; `again` sends what did not arrive once more."""

    name: Name
    email: Email
    language: Language = "sv"
    seen: int | None = None
    again: bool = False


class Replaced(Asked):
    """Who takes over from a day: `heir` is a contact's id, or nothing for the one whose name and address are given."""

    day: date
    heir: int | None = None
    name: Annotated[Line, Field(max_length=200)] = ""
    email: Annotated[Line, Field(max_length=254)] = ""
    language: Language = "sv"
    also: tuple[int, ...] = ()
