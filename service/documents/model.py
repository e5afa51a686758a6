"""What is registered about a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.documents.checks.kinds import Media


class Kind(StrEnum):
    """What a document is."""

    AGREEMENT = "agreement"
    AMENDMENT = "amendment"
    MINUTES = "minutes"
    LETTER = "letter"
    SCAN = "scan"
    SIGNED_FILE = "signed_file"
    AUTHORITY = "authority"
    APPENDIX = "appendix"
    INVOICE = "invoice"
    REPORT = "report"
    DISCLOSURE = "disclosure"
    REFUSAL = "refusal"
    OTHER = "other"


# What tells of someone who has asked to see documents: for the party that was asked alone.
ASKED_FOR = (Kind.DISCLOSURE, Kind.REFUSAL)


class Direction(StrEnum):
    """Whether a document came in, was drawn up here, or went out."""

    RECEIVED = "received"
    DRAWN_UP = "drawn_up"
    SENT = "sent"


class Status(StrEnum):
    """Whether a document is an official one, or still working material inside the public body."""

    WORKING = "working"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What is written in the register about one document.

    `secrecy` is the provision that a secrecy mark rests on, such as "OSL 26 kap. 1 §"; empty is no mark. `retention` is the plan or
    decision that says how long it is kept; without `cull_after` it is kept for ever. `matter` names what it belongs to, such as
    "amendment 3". `working` asks for it to be working material, where it may be.
    """

    kind: Kind
    title: str
    direction: Direction
    day: date
    sender: str = ""
    recipient: str = ""
    diary_number: str = ""
    secrecy: str = ""
    retention: str = ""
    cull_after: date | None = None
    matter: str = ""
    working: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that has passed every check, or that we have made: its bytes, a name that is safe to show, its kind, its digest."""

    content: bytes
    name: str
    media: Media
    digest: str


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose eyes look: the parties they act for, and whether they hold the register of a public one."""

    parties: frozenset[int] = frozenset()
    registrar: bool = False
