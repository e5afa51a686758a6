"""What the forms of a notice of termination ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from service.terminations.model import How
from service.web.frame.forms import Asked, Line


class Wanted(Asked):
    """For which party notice is given, on what authority, and why if one says."""

    party: int
    authority: Annotated[Line, Field(min_length=1, max_length=300)]
    given_on: date
    reason: Annotated[str, Field(max_length=2000)] = ""


class Received(Asked):
    """When and how the notice was received."""

    party: int
    on: date
    how: How
    note: Annotated[Line, Field(max_length=500)] = ""


class AskedBack(Asked):
    """Why the notice is to be withdrawn."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Consented(Asked):
    """Which party lets the notice be withdrawn."""

    party: int
