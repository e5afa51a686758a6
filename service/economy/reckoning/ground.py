"""How an expected amount was reckoned."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Way(StrEnum):
    """What an amount is a part of, and how."""

    WHOLE = "whole"
    MONTHS = "months"
    DAYS = "days"
    EQUAL = "equal"
    WRITTEN = "written"
    REST = "rest"
    SEVERAL = "several"
    UNITS = "units"
    UNREPORTED = "unreported"
    ENDLESS = "endless"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """How an index adjusts an amount: öre `before`, the values of the base and of the `year`, None until they are entered."""

    name: str
    year: int
    base: Decimal | None
    value: Decimal | None
    before: int
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`part` of `whole` (months, days, parts) of the öre `of`; `left` says that it is what was left of the frame after a change.

    `asked` says that the terms leave the way open, `renewed` that the frame of a renewed period is reckoned from the first
    one's, `cut` that the period became shorter than planned.
    """

    way: Way
    of: int | None = None
    part: Fraction | None = None
    whole: Fraction | None = None
    left: bool = False
    asked: bool = False
    renewed: bool = False
    cut: bool = False
    rate: Decimal | None = None
    unit: str = ""
    units: Decimal | None = None
    estimated: bool = False
    adjusted: Adjusted | None = None

    @property
    def preliminary(self) -> bool:
        """Say whether the amount may still become another without any change of terms."""
        waits = self.adjusted is not None and (self.adjusted.value is None or self.adjusted.base is None)
        return waits or self.estimated or self.renewed or self.asked
