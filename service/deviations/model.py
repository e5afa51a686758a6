"""What a deviation is from, and how much of a budget post may be overspent before one proposes itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What is deviated from."""

    PLAN = "plan"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How far a budget post may be overspent: per cent of it, SEK, or both; what is reached first counts."""

    percent: Decimal | None = None
    sek: Decimal | None = None

    def __bool__(self) -> bool:
        """Say whether any limit is set."""
        return self.percent is not None or self.sek is not None


NONE = Limit()


def written(limit: Limit) -> str | None:
    """Return a limit as it is stored."""
    found = {name: str(value) for name, value in (("percent", limit.percent), ("sek", limit.sek)) if value is not None}
    return json.dumps(found, sort_keys=True) if found else None


def read(stored: str | None) -> Limit:
    """Return the limit that is stored."""
    found = json.loads(stored) if stored else {}
    return Limit(**{name: Decimal(value) for name, value in found.items()})
