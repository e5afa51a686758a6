"""What the forms of a renegotiation ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from service.renegotiations.model import Provision
from service.web.frame.forms import Asked, Line

Text = Annotated[str, Field(min_length=1, max_length=20_000)]


class Wanted(Asked):
    """What a party wants to renegotiate, and why."""

    party: int
    provision: Provision
    about: Annotated[Line, Field(min_length=1, max_length=200)]
    why: Text


class Joined(Asked):
    """A party takes part; from when, if that is known."""

    party: int
    when_on: date | None = None
    message: Annotated[Line, Field(max_length=500)] = ""


class Noted(Asked):
    """What was said, on which day, and by whom."""

    day: date
    who: Annotated[Line, Field(min_length=1, max_length=300)]
    body: Text


class Ended(Asked):
    """How it ends: agreed on what, or without a result and why."""

    how: Literal["agree", "close"]
    text: Text


class TakenBack(Asked):
    """Why what one asked for is withdrawn."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]
