"""Days in every Swedish form, and numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
          "december")
_MONTH = r"(jan(?:uari)?|feb(?:r(?:uari)?)?|mars|mar|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?|" \
         r"nov(?:ember)?|dec(?:ember)?)"
NUMBERS = {
    "noll": 0, "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9,
    "tio": 10, "elva": 11, "tolv": 12, "arton": 18, "aderton": 18, "tjugofyra": 24, "trettio": 30, "trettiosex": 36,
    "fjorton": 14, "femton": 15, "tjugo": 20, "fyrtiofem": 45, "sextio": 60, "nittio": 90,
}
NUMBER = r"(\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")(?:\s*\((?:\d{1,3}|[a-zåäö]+)\))?"
_YEAR = r"((?:19|20)\d\d)"
_SHORT = r"(?:'|-)?(\d\d)"

_ISO = re.compile(rf"(?<!\d){_YEAR}\s?[-./–]\s?(\d{{1,2}})\s?[-./–]\s?(\d{{1,2}})(?!\d)")
_COMPACT = re.compile(r"(?<![\d-])(20\d\d)([01]\d)([0-3]\d)(?![\d-])")
_SIX = re.compile(r"(?<![\d-])([2-4]\d)([01]\d)([0-3]\d)(?![\d-])")
_WORDS = re.compile(rf"(?:den\s+)?(?<![\d.,])(\d{{1,2}})(?:\s*[.:]?(?:e|a|:e|:a)?)\s*{_MONTH}\.?\s*,?\s*(?:år\s+)?(?:{_YEAR}|'(\d\d)|-(\d\d))(?!\d)", re.I)
_NO_YEAR = re.compile(rf"(?:den\s+)?(?<![\d.,])(\d{{1,2}})(?:\s*(?::?[ea]))?\s*{_MONTH}\b\.?(?!\s*,?\s*(?:19|20)\d\d)", re.I)
_LAST = re.compile(rf"(?:den\s+)?sist[ae]\s+(?:dagen\s+i\s+)?{_MONTH}\s*(?:månad)?\s*{_YEAR}", re.I)
_LAST_NO_YEAR = re.compile(rf"(?:(?:den\s+)?sist[ae]\s+(?:dagen\s+i\s+)?|(?:utgången|slutet)\s+av\s+){_MONTH}\b(?!\s*(?:månad)?\s*(?:19|20)\d\d)", re.I)
_MONTHS_END = re.compile(rf"\b{_MONTH}(?:\s+månads)?\s+(?:utgång|slut)\b", re.I)
_END_OF_MONTH = re.compile(rf"(?:utgången|slutet)\s+av\s+{_MONTH}\s*(?:månad)?\s*{_YEAR}", re.I)
_END_OF_YEAR = re.compile(rf"(?:utgången|slutet)\s+av\s+(?:år(?:et)?\s+)?{_YEAR}|årsskiftet\s+{_YEAR}\s*[/–-]\s*\d{{2,4}}|årets\s+utgång\s+{_YEAR}", re.I)
_SLASH = re.compile(rf"(?<![\d/.-])(\d{{1,2}})/(\d{{1,2}})\s*[-–/., ]?\s*(?:år\s+)?(?:{_YEAR}|{_SHORT})(?![\d/])")
_SLASH_NO_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/]|\s*[-–]?\s*\d{2})")
_DOTS = re.compile(rf"(?<![\d.])(\d{{1,2}})\.(\d{{1,2}})\.(?:{_YEAR}|(\d\d))(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """A day in a text: where, which, and why it cannot be trusted if it cannot.

    `year` False says that the text gives day and month only; `day` then stands in a leap year.
    """

    start: int
    end: int
    day: date | None
    doubt: str | None = None
    year: bool = True


def month_number(word: str) -> int:
    """Return 1–12 for a Swedish month, written out or short."""
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(word.casefold()[:3]))


def number_of(word: str) -> int:
    """Return the number that digits or a Swedish word stand for."""
    return int(word) if word.isdigit() else NUMBERS[word.casefold()]


def last_of(year: int, month: int) -> date:
    """Return the last day of a month."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def days_in(text: str) -> list[Found]:
    """Return every day that the text names, in order, none inside another."""
    found: list[Found] = []
    for one in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _all(text: str) -> Iterator[Found]:
    for one in _ISO.finditer(text):
        yield _made(one, int(one[1]), int(one[2]), int(one[3]))
    for one in _COMPACT.finditer(text):
        if int(one[2]) <= 12 and int(one[3]) <= 31:
            yield _made(one, int(one[1]), int(one[2]), int(one[3]))
    for one in _SIX.finditer(text):
        if 1 <= int(one[2]) <= 12 and 1 <= int(one[3]) <= 31:
            yield _made(one, 2000 + int(one[1]), int(one[2]), int(one[3]))
    for one in _WORDS.finditer(text):
        year = int(one[3]) if one[3] else 2000 + int(one[4] or one[5])
        yield _made(one, year, month_number(one[2]), int(one[1]))
    for one in (*_LAST.finditer(text), *_END_OF_MONTH.finditer(text)):
        yield Found(one.start(), one.end(), last_of(int(one[2]), month_number(one[1])))
    for one in _END_OF_YEAR.finditer(text):
        yield Found(one.start(), one.end(), date(int(one[1] or one[2] or one[3]), 12, 31))
    yield from _slashes(text)
    for one in _NO_YEAR.finditer(text):
        yield _made(one, 2024, month_number(one[2]), int(one[1]), known=False)
    for one in (*_LAST_NO_YEAR.finditer(text), *_MONTHS_END.finditer(text)):
        yield Found(one.start(), one.end(), last_of(2024, month_number(one[1])), year=False)


def _slashes(text: str) -> Iterator[Found]:
    for one in _SLASH.finditer(text):
        year = int(one[3]) if one[3] else 2000 + int(one[4])
        first, second = int(one[1]), int(one[2])
        # Two zero-padded numbers may be day/month or month/day: Swedish 1/2 is the first of February.
        unclear = one[1].startswith("0") and one[2].startswith("0") and first <= 12 and first != second
        made = _made(one, year, second, first)
        yield Found(made.start, made.end, None, f"{one[0].strip()} kan läsas på två sätt") if unclear else made
    for one in _DOTS.finditer(text):
        yield _made(one, int(one[3]) if one[3] else 2000 + int(one[4]), int(one[2]), int(one[1]))
    for one in _SLASH_NO_YEAR.finditer(text):
        if 1 <= int(one[2]) <= 12 and 1 <= int(one[1]) <= 31:
            yield _made(one, 2024, int(one[2]), int(one[1]), known=False)


def _made(found: re.Match[str], year: int, month: int, day: int, *, known: bool = True) -> Found:
    try:
        return Found(found.start(), found.end(), date(year, month, day), year=known)
    except ValueError:
        return Found(found.start(), found.end(), None, f"{found[0].strip()} är ingen dag som finns", year=known)
