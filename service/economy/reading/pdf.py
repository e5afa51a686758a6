"""An invoice as PDF: what its text seems to say, each with its line; a person looks at all of it before it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stdnum.se import orgnr

from service.economy.reading.amounts import written_ore
from service.economy.reading.model import Guess, Sketch
from service.economy.reading.refusals import NoPdfText
from service.intake.files import read_bytes
from service.intake.formats.refusals import FileRefused
from service.intake.words.dates import days_in
from service.intake.words.normalise import normalise

_NUMBER = re.compile(r"\b(?:kredit)?(?:faktura|invoice)\s*(?:nummer|number|nr\.?|no\.?)[ :.]*(\S{1,30})", re.I)
_OCR = re.compile(r"\b(?:ocr(?:-?(?:nummer|nr))?|betalningsreferens|referensnummer)[ :.]*(\d[\d ]{1,24}\d)", re.I)
_YOURS = re.compile(r"\b(?:er|köpares|your)\s+(?:referens|ref\.?|reference)[ :.]*(\S.{0,60})", re.I)
_ISSUED = re.compile(r"\b(?:faktura\s*datum|invoice date)\b", re.I)
_DUE = re.compile(r"\b(?:förfallo\s*(?:datum|dag)|sista betalningsdag|betalas senast|oss tillhanda|due date)\b", re.I)
_TOTAL = re.compile(r"\b(?:att betala|summa att betala|belopp att betala|total(?:t|belopp)?|amount due)\b(?!\s*(?:exkl|excl))", re.I)
_PAY = re.compile(r"\b(?:att betala|amount due)\b", re.I)
_SUM = re.compile(r"(?<![\d,.-])-?\d{1,3}(?:[ .]\d{3})+(?:,\d{2})?(?![\d-])|(?<![\d,.-])-?\d+(?:[,.]\d{2})?(?![\d-])")
_ORG = re.compile(r"(?<!\d)(?:SE)?(\d{6})-?(\d{4})(?:01)?(?!\d)")
_COLUMNS = re.compile(r" {3,}")


def read_pdf(content: bytes) -> Sketch:
    """Return what a PDF invoice seems to say; refuse one without text. It is opened in a process of its own."""
    try:
        text = read_bytes(content, "invoice.pdf")
    except FileRefused:
        raise NoPdfText from None
    return sketch_of(normalise(text))


def sketch_of(text: str) -> Sketch:
    """Return what the text of an invoice seems to say."""
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    return Sketch(
        number=_worded(lines, _NUMBER), issued_on=_day(lines, _ISSUED), due_on=_day(lines, _DUE), total_ore=_total(lines),
        org_number=_org(lines), reference=_worded(lines, _OCR) or _worded(lines, _YOURS))


def _worded(lines: Sequence[str], wanted: re.Pattern[str]) -> Guess | None:
    for line in lines:
        if found := wanted.search(line):
            value = next(one for one in found.groups() if one)
            value = _COLUMNS.split(value)[0].strip()
            return Guess(value.replace(" ", "") if wanted is _OCR else value, line)
    return None


def _beside(lines: Sequence[str], wanted: re.Pattern[str]) -> Iterable[tuple[str, str]]:
    """Yield what stands after the words on their line, else the line under them."""
    for at, line in enumerate(lines):
        if found := wanted.search(line):
            yield line[found.end():], line
            if at + 1 < len(lines):
                yield lines[at + 1], lines[at + 1]


def _day(lines: Sequence[str], wanted: re.Pattern[str]) -> Guess | None:
    for text, line in _beside(lines, wanted):
        known = [one.day for one in days_in(text) if one.day is not None and one.year]
        if known:
            return Guess(known[0].isoformat(), line)
    return None


def _total(lines: Sequence[str]) -> Guess | None:
    for wanted in (_PAY, _TOTAL):
        for text, line in _beside(lines, wanted):
            sums = [ore for one in _SUM.findall(text) if (ore := written_ore(one)) is not None]
            if sums:
                return Guess(str(sums[-1]), line)
    return None


def _org(lines: Sequence[str]) -> Guess | None:
    """Return the first valid organisation number; one on a line that speaks of it goes first."""
    for line in sorted(lines, key=lambda line: not re.search(r"org\.?\s?-?\s?n|vat|moms", line, re.I)):
        for found in _ORG.finditer(line):
            number = found[1] + found[2]
            if int(number[2]) >= 2 and orgnr.is_valid(number):
                return Guess(number, line)
    return None
