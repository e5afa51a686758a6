"""A view of the document as headings and sentences, each knowing where it stands in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_PAGE = re.compile(r"\s*(?:(?:sida?|page)\s*)?\d{1,3}\s*(?:(?:\(|av|of|/)\s*\d{1,3}\s*\)?)?\s*", re.I)
_ITEM = re.compile(r"\s*(?:[-–—•·▪*o○●]\s+|\(?[a-zåäö]\)\s+|\(?\d{1,2}\)\s+)")
_NUMBER = re.compile(r"\s*(?:§\s*\d+[.:]?|\d{1,2}(?:\.\d{1,2}){0,2}\.?\s*§?|[IVX]{1,4}\.)\s+(?=[A-ZÅÄÖ])")
_END = re.compile(r"[.!?:;]\s*$")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”')]*\s+(?=[\"”'(]*[A-ZÅÄÖ0-9§])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:t\.o\.m|fr\.o\.m|f\.o\.m|tom|from|o\.dyl|bl\.a|t\.ex|d\.v\.s|dvs|osv|m\.m|m\.fl|s\.k|kl|nr|org|orgnr|tel|ca|st|"
    r"jan|feb|mars|apr|jun|jul|aug|sept?|okt|nov|dec|resp|inkl|exkl|kap|prop|SFS|max|min|avs|forts|enl|ang|f\.n|p\.g\.a|"
    r"milj|mnkr|mkr|tkr|kr)|\b\d{1,2}|\b[A-ZÅÄÖ])\.$", re.I)
_ROW = re.compile(r"(?:^|\s)\d{1,3}(?:[ .]\d{3})+(?:,\d\d)?(?:\s*(?:kr|kronor|SEK|:-))?$")
LONGEST = 1500
_SUSPENDED = re.compile(r"^(?:och|eller|samt|respektive|resp\.)\b", re.I)


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
    """One sentence (or heading, or list item), under the headings above it."""

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
    def low(self) -> str:
        """Return its words in lower case."""
        return self.flat.text.casefold() if len(self.flat.text.casefold()) == len(self.flat.text) else self.flat.text.lower()


@dataclass(frozen=True, slots=True)
class Line:
    """One line that carries text, with its place."""

    text: str
    start: int
    blank_before: bool


@dataclass(slots=True)
class View:
    """The document as lines and as sentences."""

    text: str
    lines: list[Line] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


def view(text: str) -> View:
    """Return the view of a normalised text."""
    lines = list(_lines(text))
    seen = View(text, lines)
    section = ""
    for chunk, heading, item in _chunks(lines):
        flat = _join(chunk)
        if heading:
            section = _NUMBER.sub("", flat.text + " ").strip(" :.").casefold()
            seen.sentences.append(Sentence(flat, section, len(seen.sentences), heading=True))
            continue
        for start, end in _no_longer_than(LONGEST, _sentences(flat.text)):
            part = Flat(flat.text[start:end], flat.at[start:end])
            seen.sentences.append(Sentence(part, section, len(seen.sentences), item=item))
    return seen


def _lines(text: str) -> Iterator[Line]:
    place, blank = 0, True
    found: list[Line] = []
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            found.append(Line(stripped, place + len(raw) - len(raw.lstrip()), blank))
            blank = False
        else:
            blank = True
        place += len(raw) + 1
    often = Counter(line.text for line in found if len(line.text) > 12)
    for number, line in enumerate(found):
        if _PAGE.fullmatch(line.text) and not re.fullmatch(r"(?:19|20)\d\d", line.text) and len(line.text) < 14 and (
                line.blank_before or "(" in line.text or "sid" in line.text.lower()):
            continue
        if often[line.text] >= 3 and any(other.text == line.text for other in found[:number]) and not _END.search(line.text):
            continue
        yield line


def _double_spaced(lines: list[Line]) -> bool:
    if len(lines) < 10:
        return False
    spaced = [line for line in lines if line.blank_before]
    # Where every line stands apart, many go on in the middle of a sentence; whole paragraphs do not.
    return len(spaced) > 0.55 * len(lines) and sum(line.text[:1].islower() for line in spaced) > 0.15 * len(spaced)


def looks_like_heading(line: Line, before: Line | None, after: Line | None) -> bool:
    """Say whether a line is a heading: short, no full stop, and not the middle of a wrapped sentence."""
    text = line.text
    if len(text) > 75 or re.search(r"[.,;!?]$", text) or not re.search(r"[A-ZÅÄÖ§]", text[:12]):
        return False
    if re.search(r"\d[ .]?\d{3}\b", text) or re.search(r"\b\d{4}-\d\d-\d\d\b", text) or "@" in text:
        return False
    if _ITEM.match(text) and not _NUMBER.match(text):
        return False
    numbered = bool(_NUMBER.match(text)) or bool(re.match(r"§\s*\d", text))
    bare = _NUMBER.sub("", text + " ").strip()
    if not bare or (not bare[0].isupper() and not numbered):
        return False
    if len(bare.split()) > 9:
        return False
    if numbered and (after is None or after.text[:1].isupper() or _ITEM.match(after.text) or after.blank_before):
        return True
    if text.isupper() and len(text) > 3:
        return True
    if before is not None and not _END.search(before.text) and not line.blank_before and len(before.text) > 45:
        return False
    if re.search(r"\b(?:och|att|som|för|i|på|av|med|till|den|det|en|ett|är|ska|skall|samt|mellan|från)$", text):
        return False
    return after is not None and len(bare.split()) <= 6 and (
        after.text[:1].isupper() or bool(_ITEM.match(after.text)) or after.text[:1].isdigit())


def _chunks(lines: list[Line]) -> Iterator[tuple[list[Line], bool, bool]]:
    double = _double_spaced(lines)
    chunk: list[Line] = []
    item = False
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        after = lines[number + 1] if number + 1 < len(lines) else None
        if _is_heading(line, before, after, chunk, double):
            if chunk:
                yield chunk, False, item
            yield [line], True, False
            chunk, item = [], False
            continue
        starts_item = bool(_ITEM.match(line.text))
        fresh = starts_item or (line.blank_before and not double) or (
            double and bool(chunk) and bool(_END.search(chunk[-1].text)) and len(chunk[-1].text) < 60)
        # A blank line inside a sentence (a page break) does not end it.
        if fresh and not starts_item and chunk and not _END.search(chunk[-1].text) and line.text[:1].islower():
            fresh = False
        if fresh and chunk:
            yield chunk, False, item
            chunk = []
        if not chunk:
            item = starts_item
        chunk.append(line)
        if _ROW.search(line.text) and after is not None and not after.text[:1].islower():
            yield chunk, False, item
            chunk = []
    if chunk:
        yield chunk, False, item


def _is_heading(line: Line, before: Line | None, after: Line | None, chunk: list[Line], double: bool) -> bool:
    if not looks_like_heading(line, before, after):
        return False
    if chunk and not _END.search(chunk[-1].text) and not (line.blank_before and not double):
        numbered = bool(_NUMBER.match(line.text)) or line.text.startswith("§") or line.text.isupper()
        in_list = bool(_ITEM.match(chunk[0].text)) and len(line.text.split()) <= 5
        return numbered or in_list or (len(chunk[-1].text) < 50 and len(line.text.split()) <= 3)
    return True


def _join(chunk: list[Line]) -> Flat:
    text: list[str] = []
    at: list[int] = []
    for number, line in enumerate(chunk):
        if number:
            mends = text and text[-1] == "-" and len(text) > 1 and text[-2].isalpha()
            if mends and line.text[:1].islower() and not _SUSPENDED.match(line.text):
                text.pop()
                at.pop()
            elif not (text and text[-1] == "/"):
                text.append(" ")
                at.append(line.start)
        gap = False
        for place, mark in enumerate(line.text):
            if mark == " ":
                if gap:
                    continue
                gap = True
            else:
                gap = False
            text.append(mark)
            at.append(line.start + place)
    return Flat("".join(text), tuple(at))


def _no_longer_than(most: int, parts: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut what no person would call a sentence, so that no pattern has to search through it."""
    for start, end in parts:
        for place in range(start, end, most):
            yield place, min(place + most, end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _SENTENCE.finditer(text):
        if _ABBREVIATED.search(text[max(0, found.start() - 14):found.start()].split(" ")[-1]):
            following = text[found.end():found.end() + 40]
            last = text[:found.start()].split(" ")[-1]
            if not (re.search(r"(?:kr|tkr|mkr|m\.m|m\.fl|osv|dvs)\.$", last, re.I) and following[:1].isupper()):
                continue
        yield start, found.start()
        start = found.end()
    if text[start:].strip():
        yield start, len(text.rstrip())
