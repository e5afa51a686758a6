"""What the terms come to in money: the frame, the amount of each period, and days until payment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.kernel.money import ore
from service.obligations.model import Obligation
from service.obligations.versions import Version

PAY_DAYS = 30


def expected_of(versions: Sequence[Version], obligations: Sequence[Obligation]) -> Mapping[str, tuple[int | None, bool]]:
    """Return by key what is expected of each period in öre, None where the terms do not say, and whether that may yet change."""
    return {}


def frame_of(versions: Sequence[Version]) -> int | None:
    """Return the frame in öre by the newest terms; None where they set none for the whole."""
    total = versions[-1].terms.economy.total
    return None if total is None else ore(total)


def pay_days_of(versions: Sequence[Version]) -> int:
    """Return within how many days of receipt an invoice is paid."""
    return PAY_DAYS
