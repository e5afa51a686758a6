"""Organisation numbers that cannot be right: taken as they stand, since the agreement may say so, but never unseen."""

from __future__ import annotations

from stdnum.se import orgnr


def doubtful(number: str | None) -> bool:
    """Say whether something stands there that no organisation can have as its number."""
    return bool(number and number.strip()) and not orgnr.is_valid(number or "")
