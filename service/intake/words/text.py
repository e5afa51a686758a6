"""A view of the document as headings and sentences, each knowing where it stands in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from service.intake.words.lines import Line, is_heading, is_topic, lines_of, stops_short, unnumbered, width_of

_SENTENCE = re.compile(r"(?<=[.!?])[\"”')]{0,3}\s+(?=[\"”'(]{0,3}[A-ZÅÄÖ0-9§])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:t\.o\.m|fr\.o\.m|f\.o\.m|tom|from|o\.dyl|bl\.a|t\.ex|d\.v\.s|dvs|osv|m\.m|m\.fl|s\.k|kl|nr|org|orgnr|tel|ca|st|"
    r"jan|feb|mars|apr|jun|jul|aug|sept?|okt|nov|dec|resp|inkl|exkl|kap|prop|SFS|max|min|avs|forts|enl|ang|f\.n|p\.g\.a|"
    r"milj|mnkr|mkr|tkr|kr|ek|för)|\b\d{1,2})\.$", re.I)
_MAY_END = re.compile(r"(?:[-–]\d\d|kr|tkr|mkr|m\.m|m\.fl|osv|dvs|för)\.$", re.I)
_SUSPENDED = re.compile(r"^(?:och|eller|samt|respektive|resp\.)\b", re.I)
_LABEL = re.compile(r"[A-ZÅÄÖ§][^:.]{2,40}:\s+\S")
_RUN_IN = re.compile(r"(?:§?\s*\d+[.:]?\s*)?[A-ZÅÄÖ][\w-]*(?:(?:,| och| av| i| samt| för| till| på) [\w-]+){0,2}\.")
_NUMBERED_PARTY = re.compile(r"^(?:[-•\d.)\s]*)[A-ZÅÄÖ].*\d{6}\s?-\s?\d{4}")
LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Flat:
    """A stretch with its lines joined; `at[i]` is the offset in the text of character i."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the document's text of the characters from `start` to `end`."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or heading, or list item), under the heading above it."""

    flat: Flat
    section: str
    number: int
    heading: bool = False
    item: bool = False

    @property
    def text(self) -> str:
        """Return its words on one line."""
        return self.flat.text

    @property
    def topic(self) -> str:
        """Return the heading above it and the label it begins with, in lower case."""
        label = _LABEL.match(self.text)
        return f"{self.section} {self.text.split(':')[0].lower()}" if label else self.section


@dataclass(slots=True)
class View:
    """The document as lines and as sentences."""

    text: str
    lines: list[Line] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)

    def clauses(self) -> Iterator[Sentence]:
        """Yield every sentence that is no heading."""
        return (one for one in self.sentences if not one.heading)


def view(text: str) -> View:
    """Return the view of a normalised text."""
    lines = lines_of(text)
    seen = View(text, lines)
    section = ""
    for chunk, heading, item in _chunks(lines):
        flat = _join(chunk)
        if heading:
            section = unnumbered(flat.text + " ").strip(" :.").lower()
            seen.sentences.append(Sentence(flat, section, len(seen.sentences), heading=True))
            continue
        label = _cell_label(chunk[0])
        parts = list(_no_longer_than(LONGEST, _sentences(flat.text)))
        for number, (start, end) in enumerate(parts):
            part = Flat(flat.text[start:end], flat.at[start:end])
            if number == 0 and len(parts) > 1 and not item and _RUN_IN.fullmatch(part.text) and is_topic(part.text):
                section = unnumbered(part.text).strip(" .:").lower()
                seen.sentences.append(Sentence(part, section, len(seen.sentences), heading=True))
            elif part.text.strip():
                seen.sentences.append(Sentence(part, f"{section} {label}".strip(), len(seen.sentences), item=item))
    return seen


def _cell_label(line: Line) -> str:
    """Return the label in the first of two columns, in lower case."""
    cells = line.cells
    if len(cells) != 2 or len(cells[0][0]) > 40 or re.search(r"[\d.,:]", cells[0][0]) or line.row:
        return ""
    return cells[0][0].lower()


def _chunks(lines: list[Line]) -> Iterator[tuple[list[Line], bool, bool]]:
    """Yield headings, paragraphs and points of lists as (lines, is it a heading, is it a point)."""
    width = width_of(lines)
    chunk: list[Line] = []
    for number, line in enumerate(lines):
        if is_heading(lines, number, width):
            if chunk:
                yield chunk, False, chunk[0].item
            yield [line], True, False
            chunk = []
            continue
        if chunk and _begins(line, chunk[-1], width):
            yield chunk, False, chunk[0].item
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk, False, chunk[0].item


def _begins(line: Line, before: Line, width: int) -> bool:
    """Say whether a paragraph or point begins with `line`."""
    if line.item:
        return True
    if before.hanging and not line.clause:
        return False
    small = line.text[:1].islower()
    if line.gap:
        return before.closed or not small
    if small:
        return False
    if _NUMBERED_PARTY.search(line.text) and _NUMBERED_PARTY.search(before.text) and not re.search(
            r"\b(?:[Mm]ellan|och|samt)\b", re.split(r"\d{6}\s?-\s?\d{4}", before.text)[-1]):
        return True
    if line.clause and (before.closed or stops_short(before, line, width)):
        return True
    if line.text[:1].isdigit() and not before.closed and not before.row and len(line.cells) == 1 and len(before.cells) == 1:
        return False
    return before.row or len(line.cells) > 1 or len(before.cells) > 1 or (not before.closed and stops_short(before, line, width))


def _join(chunk: list[Line]) -> Flat:
    text: list[str] = []
    at: list[int] = []
    for number, line in enumerate(chunk):
        if number:
            _mend(text, at, line)
        gap = False
        for place, mark in enumerate(line.text):
            if mark == " " and gap:
                continue
            gap = mark == " "
            text.append(mark)
            at.append(line.start + place)
    return Flat("".join(text), tuple(at))


def _mend(text: list[str], at: list[int], line: Line) -> None:
    """Join the next line: without a space after a slash, without the hyphen of a word that was cut."""
    last = text[-2] if len(text) > 1 else ""
    if text[-1] == "-" and last.isalpha() and line.text[:1].islower() and not _SUSPENDED.match(line.text):
        if last.islower():
            text.pop()
            at.pop()
    elif text[-1] != "/":
        text.append(" ")
        at.append(line.start)


def _no_longer_than(most: int, parts: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut what no person would call a sentence, so that no pattern has to search through it."""
    for start, end in parts:
        for place in range(start, end, most):
            yield place, min(place + most, end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SENTENCE.finditer(text):
        last = text[max(0, found.start() - 14):found.start()].split(" ")[-1]
        if _ABBREVIATED.search(last) and not (_MAY_END.search(last) and text[found.end():found.end() + 1].isupper()):
            continue
        yield start, found.start()
        start = found.end()
    if text[start:].strip():
        yield start, len(text.rstrip())
