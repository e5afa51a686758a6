"""The papers that Överens makes, as values; one function makes a PDF file of any of them.

Text is text: nothing in it is ever read as code. A paragraph is a string, and a line break in it stays one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from service.documents.printing.press import print_paper

Language = Literal["sv", "en"]
Signers = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperParty:
    """A party as it stands on a paper; `role` is in words."""

    name: str
    role: str = ""
    org_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a head, as many cells in each; `sums` sets the last column to the right, `figures` all but the first.

    `widths` are how wide the columns are against each other, where they are not alike.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: bool = False
    figures: bool = False
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture as SVG, and in words what is seen on it."""

    svg: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that goes along inside the paper, for machines."""

    name: str
    media: str
    described: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    parts: tuple[str | Table | Points | Chart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause before and after; an empty `before` is a new clause, an empty `after` one that is dropped."""

    clause: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """What every paper has: its language, its diary number, and a mark such as “Utkast”."""

    language: Language = "sv"
    diary_number: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPaper(_Paper):
    """An agreement: terms in words, a signature line for each of `signers` (party, (name, capacity) …).

    `place` is where it is signed, where that is known; `terms_json` is attached for machines.
    """

    title: str
    parties: tuple[PaperParty, ...]
    sections: tuple[Section, ...]
    signers: Signers = ()
    place: str = ""
    terms_json: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentPaper(_Paper):
    """A numbered amendment and what it is `called`; `effective` is a sentence, `rationale` paragraphs parted by empty lines."""

    agreement: str
    number: int
    called: str
    parties: tuple[PaperParty, ...]
    rationale: str
    effective: str
    changes: tuple[Change, ...]
    signers: Signers = ()
    terms_json: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPaper(_Paper):
    """Minutes of a meeting: `facts` are (what, value), `present` (name, party), `tasks` (what, who, by when)."""

    title: str
    agreement: str
    facts: tuple[tuple[str, str], ...]
    present: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    tasks: tuple[tuple[str, str, str], ...] = ()
    signers: Signers = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPaper(_Paper):
    """A letter: `facts` are (what, value) such as to whom and about what, `closing` the lines at its end."""

    title: str
    sender: str
    facts: tuple[tuple[str, str], ...]
    paragraphs: tuple[str | Table | Points, ...]
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePaper(_Paper):
    """How a text was signed: the SHA-256 of the text, and lines that are sentences or (what, value)."""

    title: str
    digest: str
    lines: tuple[str | tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPaper(_Paper):
    """A yearly summary: `facts` are (what, value), `sections` words, tables and charts, `attached` its figures as files."""

    title: str
    agreement: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    attached: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssurancePaper(_Paper):
    """The answers to the questions of an audit: `title` names the agreement, `facts` are (what, value), `sections` the answers."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


Paper = AgreementPaper | AmendmentPaper | MinutesPaper | LetterPaper | EvidencePaper | SummaryPaper | AssurancePaper
TEMPLATES: dict[type[Paper], str] = {
    AgreementPaper: "agreement", AmendmentPaper: "amendment", MinutesPaper: "minutes", LetterPaper: "letter",
    EvidencePaper: "evidence", SummaryPaper: "summary", AssurancePaper: "assurance",
}


def make_pdf(paper: Paper, *, at: datetime) -> bytes:
    """Return the paper as PDF/A-3a and PDF/UA-1, made at the moment `at`; the same paper and moment give the same bytes."""
    return print_paper(TEMPLATES[type(paper)], asdict(paper), language=paper.language, at=at)
