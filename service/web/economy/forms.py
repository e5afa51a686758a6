"""What the forms of the economy ask for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from service.web.deviations.forms import Sek, digits
from service.web.frame.forms import Asked, Line

Short = Annotated[Line, Field(max_length=100)]
Needed = Annotated[Line, Field(min_length=1, max_length=100)]
Why = Annotated[str, Field(max_length=2000)]
Vat = Annotated[Decimal, BeforeValidator(digits), Field(ge=0, max_digits=12, decimal_places=2)]


class HandedIn(Asked):
    """What stands on an invoice; amounts in SEK."""

    numbers = "refused"

    number: Needed
    issued_on: date
    received_on: date
    sek: Sek
    vat: Vat = Decimal(0)
    due_on: date | None = None
    reference: Short = ""
    seller: Short = ""
    buyer: Short = ""
    party: int | None = None
    reason: Why = ""
    over_reason: Why = ""


class Approved(Asked):
    """An approval; above the frame it says why, and of a payout up to how much."""

    numbers = "refused"

    over_reason: Why = ""
    sek: Sek | None = None


class PaidOn(Asked):
    """A payment: day, amount, reference, and why a payout is another amount than expected."""

    on: date
    sek: Sek
    reference: Short = ""
    reason: Why = ""
    over_reason: Why = ""
    party: int | None = None


class Said(Asked):
    """Why."""

    numbers = "refused"

    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class CreditedBy(Asked):
    """What stands on a credit note."""

    numbers = "refused"

    number: Needed
    on: date
    sek: Sek
    vat: Vat = Decimal(0)
    seller: Short = ""
    buyer: Short = ""
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class Settled(Asked):
    """Above how much two approve (nothing is never), and the reference that invoices carry."""

    two: Sek | None = None
    reference: Short = ""
    revision: int = -1


class FigureGiven(Asked):
    """A number that amounts are reckoned with: of which period or year (`units:KEY`, `index:YEAR`), and what it is."""

    what: Annotated[Line, Field(min_length=1, max_length=200)]
    value: Annotated[Decimal, BeforeValidator(digits), Field(ge=0, max_digits=14, decimal_places=2)]
