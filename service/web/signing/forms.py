"""What is asked when someone signs or declines."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from service.web.frame.forms import Asked


class Signed(Asked):
    """A party has signed, on a day."""

    party: int
    day: date
    read: Annotated[bool, Field(description="the signer has read the text")] = False


class Declined(Asked):
    """A party will not sign, and why; `party` is asked where the page is of all."""

    numbers = "refused"

    party: int = 0
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Compared(Asked):
    """A scan has been held against the text: who has signed it, and on which day."""

    signers: tuple[int, ...] = ()
    day: date
    same_text: bool = False


class Looked(Asked):
    """A file signed elsewhere has been read through and says what was put forward."""

    same_text: bool = False


class NotGood(Asked):
    """A scan is not of the text, or not signed as it should be, and why."""

    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class Named(Asked):
    """Someone more who may sign for a party, in what capacity and by what authority."""

    numbers = "refused"

    name: Annotated[str, Field(min_length=1, max_length=200)]
    capacity: Annotated[str, Field(min_length=1, max_length=200)]
    authority: Annotated[str, Field(max_length=500)] = ""


class Sent(Asked):
    """A file is sent along."""


class Read(Asked):
    """The text has been read and is signed."""

    read: bool = False
