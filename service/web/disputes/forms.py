"""What the forms of a dispute ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from service.disputes.model import Forum
from service.web.frame.forms import Asked, Line
from service.web.renegotiations.forms import Text


class Opened(Asked):
    """What a party disputes: about what, and why."""

    numbers = "refused"

    party: int
    matter: Annotated[str, Field(max_length=100)] = ""
    about: Annotated[Line, Field(min_length=1, max_length=200)]
    why: Text


class Said(Asked):
    """What was said, on which day, and by whom."""

    numbers = "refused"

    day: date
    who: Annotated[Line, Field(min_length=1, max_length=300)]
    body: Text


class Stated(Asked):
    """How the dispute was resolved, in words."""

    numbers = "refused"

    text: Text


class Taken(Asked):
    """Where the dispute is taken, on which day, and under what reference."""

    numbers = "refused"

    forum: Forum
    on: date
    reference: Annotated[Line, Field(min_length=1, max_length=500)]


class Withdrawn(Asked):
    """Why the dispute is withdrawn."""

    numbers = "refused"

    reason: Annotated[str, Field(min_length=1, max_length=2000)]
