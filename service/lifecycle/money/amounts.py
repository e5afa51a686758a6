"""What the terms come to in money: the frame, the amount of each period, and days until payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from service.agreements.terms import Whose
from service.economy.entered.store import NOTHING, Figures
from service.economy.plan import expected
from service.economy.reckoning.shares import pots
from service.kernel.money import ore
from service.obligations.model import Kind, Obligation
from service.obligations.versions import Version


def expected_of(
    versions: Sequence[Version], obligations: Sequence[Obligation], given: Figures = NOTHING,
) -> Mapping[str, tuple[int | None, bool]]:
    """Return by key what is expected of each period in öre, None where the terms do not say, and whether that may yet change."""
    return {one.key: (one.ore, one.ground.preliminary)
            for one in expected(versions, obligations, units=given.units, index=given.index)}


def frame_of(versions: Sequence[Version], amounts: Sequence[int | None], ends_on: date | None) -> int | None:
    """Return the frame in öre by the newest terms: their sum for the whole, else what all periods come to; None if nothing says.

    An agreement that has renewed itself, and now ends on `ends_on`, has a frame anew for each renewal. Amounts that follow an
    index may pass the sum that the terms name.
    """
    terms = versions[-1].terms
    economy = terms.economy
    known = [one for one in amounts if one is not None]
    planned = sum(known) if amounts and len(known) == len(amounts) else None
    if economy.total is not None:
        renewed = 0 if ends_on is None else sum(pot.ore for pot in pots(terms, ends_on) if pot.renewed)
        whole = ore(economy.total) + renewed
        return max(whole, planned or 0) if economy.index is not None else whole
    return planned if economy.rate is None and terms.end is not None else None


def pay_days_of(versions: Sequence[Version]) -> int:
    """Return within how many days of receipt an invoice is paid."""
    return versions[-1].terms.economy.payment.pay_days


def side_of(kind: str) -> Whose:
    """Return which side owes an invoice or a payout."""
    return "civil" if kind == Kind.INVOICE else "public"
