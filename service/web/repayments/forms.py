"""What the forms of repayment ask for."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from service.kernel.errors import Wrong
from service.kernel.money import ore
from service.repayments.model import Ground, Instalment
from service.web.deviations.forms import Sek
from service.web.economy.forms import Needed, Short
from service.web.frame.forms import Asked

Why = Annotated[str, Field(min_length=1, max_length=5000)]
_ROW = re.compile(r"(\d{4}-\d\d-\d\d)[\s:;]+([\d\s\u00a0]+(?:[.,]\d{1,2})?)(?:\s*kr(?:onor)?)?$")


def parts_of(text: str) -> tuple[Instalment, ...]:
    """Return parts written one a line, a day and an amount; raise Wrong."""
    return tuple(_row(line.strip()) for line in text.splitlines() if line.strip())


def _readable(text: str) -> str:
    parts_of(text)
    return text


def _row(line: str) -> Instalment:
    found = _ROW.match(line)
    if found is None:
        raise Wrong(f"Skriv en dag och ett belopp på varje rad, som 2026-03-31 25000; så står det: {line}",
                    f"write a day and an amount on each line, like 2026-03-31 25000; it says: {line}")
    try:
        due_on = date.fromisoformat(found[1])
    except ValueError:
        raise Wrong(f"Det finns ingen dag {found[1]}.", f"there is no day {found[1]}") from None
    return Instalment(due_on, ore(Decimal(re.sub(r"\s", "", found[2]).replace(",", "."))))


Parts = Annotated[str, Field(max_length=10_000), AfterValidator(_readable)]


class Claimed(Asked):
    """A claim: of whom, on what ground, how much, why, and in how many parts from which day; or the parts written out."""

    numbers = "refused"

    against: int
    ground: Ground
    sek: Sek
    why: Why
    first: date
    times: Annotated[int, Field(ge=1, le=120)] = 1
    parts: Parts = ""


class Agreed(Asked):
    """The association agrees."""

    numbers = "refused"

    message: Annotated[str, Field(max_length=2000)] = ""


class Disputed(Asked):
    """The association disputes, and says why."""

    numbers = "refused"

    objection: Annotated[str, Field(min_length=1, max_length=2000)]


class Settled(Asked):
    """What settled the dispute."""

    numbers = "refused"

    ruling: Needed
    ruled: Annotated[str, Field(min_length=1, max_length=2000)]


class PaidBack(Asked):
    """Money that has come."""

    numbers = "refused"

    on: date
    sek: Sek
    reference: Short = ""


class Waived(Asked):
    """What is let go, by which decision and why."""

    numbers = "refused"

    off: Sek
    decision: Needed
    waived_for: Annotated[str, Field(min_length=1, max_length=2000)]


class TakenBack(Asked):
    """Why the claim is withdrawn."""

    numbers = "refused"

    back_for: Annotated[str, Field(min_length=1, max_length=2000)]


class Replanned(Asked):
    """What is left, in other parts."""

    parts: Parts
