"""Who declares a rescission, and what is declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarer:
    """A person who declares for a party: in what capacity, and what the right to represent it rests on."""

    name: str
    capacity: str
    authority: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A rescission for a party: why, from which day the agreement no longer holds, when and by whom it was declared."""

    party_id: int
    reason: str
    effective_on: date
    declared_on: date
    declarer: Declarer
    breach_id: int | None = None
    document_id: int | None = None
