"""Money: whole öre as int wherever it is reckoned, SEK as Decimal where it is written down; never a float."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ORE = 100


def ore(sek: Decimal) -> int:
    """Return SEK as whole öre, half an öre upwards."""
    return int((sek * ORE).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def sek(amount: int) -> Decimal:
    """Return öre as SEK with two decimals."""
    return Decimal(amount).scaleb(-2)


def nearest(amount: Fraction) -> int:
    """Return the nearest whole number; a half goes away from zero."""
    whole = int(abs(amount) + Fraction(1, 2))
    return whole if amount >= 0 else -whole


def split(amount: int, weights: Sequence[int | Fraction | Decimal]) -> tuple[int, ...]:
    """Split öre over weights by the largest remainder: the parts sum to `amount` exactly.

    Of equal remainders the earliest gets the öre that is left. Raise ValueError where no weight is above 0.
    """
    shares = [Fraction(one) for one in weights]
    whole = sum(shares, Fraction(0))
    if whole <= 0 or min(shares) < 0:
        raise ValueError("weights are 0 or more, and one of them above 0")
    exact = [abs(amount) * share / whole for share in shares]
    parts = [int(one) for one in exact]
    left = abs(amount) - sum(parts)
    for place in sorted(range(len(exact)), key=lambda place: (parts[place] - exact[place], place))[:left]:
        parts[place] += 1
    return tuple(part if amount >= 0 else -part for part in parts)


def with_vat(amount: int, rate: Decimal, *, included: bool) -> tuple[int, int]:
    """Return öre without and with VAT of `rate` per cent, of an amount that holds it already or does not."""
    factor = 1 + Fraction(rate) / 100
    return (nearest(amount / factor), amount) if included else (amount, nearest(amount * factor))


def grouped(amount: Decimal, language: str) -> str:
    """Return SEK in groups of three as a language writes them, without the currency: "1 275 750,50", "1,275,750.50"."""
    whole = f"{amount:,.2f}" if amount % 1 else f"{amount:,.0f}"
    return whole.replace(",", "\u00a0").replace(".", ",") if language == "sv" else whole


def kronor(amount: Decimal, language: str) -> str:
    """Return SEK as people write it in a language, with groups of three: "1 275 750 kr", "SEK 1,275,750.50"."""
    written = grouped(amount, language)
    return f"{written}\u00a0kr" if language == "sv" else f"SEK\u00a0{written}"


@dataclass(frozen=True, slots=True)
class Amount:
    """Öre as a sentence tells of them, in the language of the sentence."""

    ore: int

    def said(self, language: str) -> str:
        """Return it in kronor without the currency."""
        return grouped(sek(self.ore), language)
