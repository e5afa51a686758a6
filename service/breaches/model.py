"""What a notice of breach says, how it was received, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class How(StrEnum):
    """How it is known that the notice was received.

    `here` is confirmed by the party itself, `answered` follows from its answer; the others are told by whoever gave notice.
    """

    HERE = "here"
    ANSWERED = "answered"
    POST = "post"
    HAND = "hand"
    MAIL = "mail"


TOLD = (How.POST, How.HAND, How.MAIL)


class Answer(StrEnum):
    """What the party that is said to fail answers."""

    RECTIFIED = "rectified"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a notice of breach says.

    `undertaking` is what was promised, in words, `clause` the sentence it rests on. `days` is the time to rectify, from the day the
    notice is received, and `why_days` why so many. `at_once` is the fault, as the terms word it, that needs no time to rectify.
    `evidence` are ids of documents.
    """

    against: int
    undertaking: str
    clause: str
    what: str
    since: date
    days: int | None = None
    why_days: str = ""
    at_once: str | None = None
    obligation_id: int | None = None
    evidence: tuple[int, ...] = ()
