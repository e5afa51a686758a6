"""Which agreements a picture is of: those that may be known to the one who asks, of an organisation if one is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from service.parties.model import Standing
from service.parties.tables import PartyRow


@dataclass(frozen=True, slots=True)
class Within:
    """What is counted: `seen` makes the condition on a column of ids (None for all), `organisation` is an id or 0."""

    seen: Callable[[Any], ColumnElement[bool]] | None = None
    organisation: int = 0

    @property
    def all(self) -> bool:
        """Say whether every agreement is counted."""
        return self.seen is None and not self.organisation

    def of(self, column: Any) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions that the agreement whose id is in `column` is counted."""
        found = () if self.seen is None else (self.seen(column),)
        if not self.organisation:
            return found
        return (*found, column.in_(select(PartyRow.agreement_id).where(
            PartyRow.organisation_id == self.organisation, PartyRow.standing == Standing.PARTY)))
