"""Goals and undertakings as they are followed up: which there are, and how they may stand; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.agreements.terms import Terms


class Code(StrEnum):
    """What is followed up."""

    GOAL = "goal"
    UNDERTAKING = "undertaking"


class Status(StrEnum):
    """How it stands: the first three of a goal, the last two of an undertaking."""

    ON_TRACK = "on_track"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    KEPT = "kept"
    NOT_KEPT = "not_kept"


STATUSES: Mapping[Code, tuple[Status, ...]] = {
    Code.GOAL: (Status.ON_TRACK, Status.PARTLY, Status.NOT_YET), Code.UNDERTAKING: (Status.KEPT, Status.NOT_KEPT),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """One goal or undertaking; its digest is what it is known by from meeting to meeting, as long as its words are the same."""

    code: Code
    text: str

    @property
    def digest(self) -> str:
        """Return the fingerprint of the words."""
        return hashlib.sha256(f"{self.code}\n{self.text}".encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of one matter at a meeting."""

    digest: str
    status: Status
    note: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """How a matter stood at a meeting of a day."""

    meeting_id: int
    on: date
    code: str
    text: str
    digest: str
    status: Status
    note: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A matter with what meetings have said of it, the first first; one no longer in the terms is `former`."""

    matter: Matter
    notes: tuple[Noted, ...]
    former: bool = False

    @property
    def newest(self) -> Noted | None:
        """Return what was said last."""
        return self.notes[-1] if self.notes else None


def matters(terms: Terms) -> tuple[Matter, ...]:
    """Return what the terms ask to be followed up, goals first, each once."""
    found = [Matter(Code.GOAL, goal) for goal in terms.goals]
    found += [Matter(Code.UNDERTAKING, one.text) for one in terms.undertakings]
    return tuple(dict.fromkeys(found))


def followed(present: Sequence[Matter], notes: Iterable[Noted]) -> tuple[Followed, ...]:
    """Return each matter with its notes in order of day; those of former terms come last."""
    by_digest: dict[str, list[Noted]] = {}
    for one in sorted(notes, key=lambda one: (one.on, one.meeting_id)):
        by_digest.setdefault(one.digest, []).append(one)
    made = [Followed(one, tuple(by_digest.pop(one.digest, ()))) for one in present]
    former = [Followed(Matter(Code(mine[0].code), mine[0].text), tuple(mine), former=True) for mine in by_digest.values()]
    return (*made, *former)
