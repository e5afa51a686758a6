"""What the forms of a deviation ask for."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from service.deviations.model import Kind, Limit
from service.web.frame.forms import Asked, Line

# What no amount is read from.
NO_SUM = "–"


def digits(value: object) -> object:
    """Read an amount as a Swede writes it: spaces between thousands, a comma, perhaps kr or %."""
    if not isinstance(value, str):
        return value
    plain = re.sub(r"(kronor|kr|sek|:-|%|[\s\u00a0\u202f])", "", value, flags=re.I).replace(",", ".")
    return plain if re.fullmatch(r"-?\d+(\.\d+)?", plain, flags=re.ASCII) else NO_SUM


Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Sek = Annotated[Decimal, BeforeValidator(digits), Field(gt=0, max_digits=12, decimal_places=2)]
Percent = Annotated[Decimal, BeforeValidator(digits), Field(gt=0, le=1000, decimal_places=2)]


class Reported(Asked):
    """What is to be done otherwise: from what, how much, why, and when."""

    party: int
    kind: Kind
    post: str | None = None
    sek: Sek | None = None
    percent: Percent | None = None
    what: Annotated[Line, Field(min_length=1, max_length=300)]
    why: Text
    changes_on: date


class Noted(Asked):
    """What was said, on which day, and by whom."""

    day: date
    who: Annotated[Line, Field(min_length=1, max_length=300)]
    body: Text


class Decided(Asked):
    """A party's decision: who took it, when, and what shows it."""

    party: int
    verdict: Literal["approve", "reject"]
    decided_by: Annotated[Line, Field(min_length=1, max_length=300)]
    decided_on: date
    evidence: Annotated[str, Field(min_length=1, max_length=4000)]


class TakenBack(Asked):
    """Why what one reported is withdrawn."""

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Limited(Asked):
    """How far a post may be overspent before a case opens by itself; nothing is no limit."""

    limit_percent: Percent | None = None
    limit_sek: Sek | None = None
    revision: int = 0

    def limit(self) -> Limit:
        """Return the limit asked for."""
        return Limit(percent=self.limit_percent, sek=self.limit_sek)
