"""What an audit looks at, and what it says; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """The answer to a question; `cannot_say` where nothing on record tells."""

    NO = "no"
    CANNOT_SAY = "cannot_say"
    NOT_YET = "not_yet"
    YES = "yes"


class Question(StrEnum):
    """What is asked."""

    REGISTERED = "registered"
    SIGNED = "signed"
    FOLLOWED = "followed"
    PAID = "paid"
    REPORTED = "reported"
    DEVIATED = "deviated"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it can be seen: the room and the number of what is shown there, and what it is called."""

    room: str
    id: int
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its code, the answer, why in one sentence of each language, and where it is seen."""

    code: str
    verdict: Verdict
    sv: str
    en: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with all that was looked at for it; the worst counts."""

    question: Question
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        """Return the answer to the whole: no before cannot say before not yet before yes."""
        found = {one.verdict for one in self.checks}
        return next(one for one in Verdict if one in found)


@dataclass(frozen=True, slots=True)
class Paper:
    """An official document, and its diary number if it has one; one that is `marked` secret is counted and not named."""

    id: int
    title: str
    diary_number: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Someone who has signed: in what capacity, and by what authority."""

    name: str
    capacity: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a party was asked to sign for a matter, and who has done so."""

    matter: str
    signing_id: int
    party: str
    signed_on: date | None
    same_text: bool = True
    signers: tuple[Signer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of the plan; `followed` says that goals were followed up at it."""

    id: int
    day: date
    state: str
    earlier: bool = False
    followed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """An invoice or payout; `approvals` are those that count, each the person and whether a manager. Amounts in öre.

    `over` is by how much the frame was exceeded with it; `explained` says that there is a written reason for another amount.
    """

    id: int
    kind: str
    name: str
    day: date
    state: str
    earlier: bool = False
    expected_ore: int | None = None
    ore: int | None = None
    received_on: date | None = None
    explained: bool = False
    handed_by: int | None = None
    approvals: tuple[tuple[int, bool], ...] = ()
    needed: int = 1
    over: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that is owed; `name` in both languages."""

    id: int
    name: tuple[str, str]
    day: date
    state: str
    late: bool
    delivered_on: date | None
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A deviation and the day of its change; `late` once it was approved on that day or later."""

    id: int
    what: str
    changes_on: date
    state: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """An amendment, the day it takes effect, and each signature on it (None: not signed)."""

    id: int
    number: int
    state: str
    from_on: date | None
    signed: tuple[date | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What was entered last of the budget: until which day, the posts above their budget, and those a deviation covers."""

    as_of: date
    over: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the questions are answered from, on a day; amounts in öre."""

    agreement_id: int
    today: date
    starts_on: date
    ends_on: date | None
    unsigned: bool
    papers: Sequence[Paper] = ()
    signatures: Sequence[Signature] = ()
    meetings: Sequence[Meeting] = ()
    goals: int = 0
    bills: Sequence[Bill] = ()
    frame: int | None = None
    invoiced: int = 0
    budgeted: bool = False
    used: Used | None = None
    reports: Sequence[Report] = ()
    deviations: Sequence[Deviation] = ()
    amendments: Sequence[Amendment] = ()
