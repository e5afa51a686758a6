"""What a notice of termination is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class How(StrEnum):
    """How the other party got the notice."""

    HERE = "here"
    BY_HAND = "by_hand"
    REGISTERED = "registered"
    LETTER = "letter"
    EMAIL = "email"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A notice as it is given: for which party, by which person and on what authority, when, and why if they say."""

    party_id: int
    person_id: int
    authority: str
    given_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """When and how the other party got a notice, and what shows it."""

    on: date
    how: How
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A last day with what it was reckoned from; `plain` is the day before it was carried to the month's end."""

    received_on: date
    months: int
    to_month_end: bool
    plain: date
    last: date

    @property
    def clamped(self) -> bool:
        """Say whether the month has no such day, so that its last is taken."""
        return self.plain.day < self.received_on.day
