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
    """A party will not sign, and why."""

    party: int
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Plain(Asked):
    """Nothing is asked: a button."""
