"""From when to when the agreement is in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from service.intake.clauses.fault.force import (
    BEGINS,
    BY,
    DURATION,
    ENDS_ON,
    TIED,
    UNTIL,
    YEAR_ALONE,
    YEARS,
    elsewhere,
    weight,
)
from service.intake.findings import Findings
from service.intake.words.dates import Found, days_in, number_of
from service.intake.words.text import Sentence, View
from service.kernel.calendar import add_months

_OPEN = re.compile(r"tills?\s*vidare", re.I)
_NOT_OPEN = re.compile(r"(?:inte|ej)\s+tills?\s*vidare", re.I)
_ABOUT = re.compile(r"\b(?:avtal\w*|överenskommelse\w*|partnerskap\w*|samverkan\w*|samarbete\w*|IOP\w*|gäller|löper|giltig\w*|löptid|kontrakt\w*)", re.I)
_ALL_SIGNED = re.compile(
    r"(?:när|då|den dag(?:en)?|dagen då|efter(?:\s+att)?|sedan|i och med(?: att)?|vid|från(?: och med)?(?: den)? (?:dag|det|dag\w*|tidpunkt\w*|parternas|sista|båda|samtliga|under)\w*|från och med)[^.]{0,70}?"
    r"(?:undertecknat?s?\b|underskriv\w*|signera\w*|skrivit under|undertecknande\w*|skrivits under|underskrift\w*|påskriv\w*)|från(?:\s+och\s+med)?[^.\d]{0,45}?\b(?:undertecknande|underskrift|signering)\w*", re.I)
_SCHOOL = re.compile(r"\b(?:läsår\w*|höstterminen|vårterminen|terminen|verksamhetsåret|säsongen)\s+(?:20\d\d)(?:\s*[/–-]\s*\d{2,4})?", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the period: the days, where they stand, and how sure it is (2 said outright, 1 implied)."""

    start: date | None
    end: date | None
    sentence: Sentence
    weight: int
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The period; `open_end` says "until further notice"."""

    start: date | None
    end: date | None
    open_end: bool
    start_in: Sentence | None = None
    end_in: Sentence | None = None
    open_in: Sentence | None = None


def read_period(view: View, findings: Findings, signed_on: date | None) -> Period:
    """Return the period, with evidence or questions; never one of two readings that differ."""
    readings = [reading for sentence in view.sentences for reading in _readings(sentence)]
    start, start_in = _one("period.start", "start", readings, findings)
    signing = _from_signing(view)
    implied = start is not None and all(one.weight < 2 for one in readings if one.start == start)
    if signing is not None and (start is None or implied or (signed_on is not None and re.search(r"tidigast", signing.text, re.I))):
        start, start_in = _signed(signing, None if implied else start, signed_on, findings)
    end, end_in = _one("period.end", "end", readings, findings)
    end, end_in = _lasting(view, findings, readings, start, end, end_in)
    open_in = next((s for s in view.clauses() if _is_open(s)), None) if end is None and not findings.asked("period.end") else None
    if start is not None and end is not None and end < start:
        for path in ("period.start", "period.end"):
            findings.ask(path, f"Sista dagen {end} ligger före första dagen {start}; vilka dagar gäller?")
        return Period(None, None, False)
    period = Period(start, end, open_in is not None, start_in, end_in, open_in)
    _tell(view, findings, period, readings)
    return period


def _is_open(sentence: Sentence) -> bool:
    found = _OPEN.search(sentence.text)
    if found is None or _NOT_OPEN.search(sentence.text) or not _ABOUT.search(sentence.text + sentence.section):
        return False
    return not re.search(r"förläng\w*[^.]{0,40}$|tidigare|bakgrund", sentence.text[:found.start()] + " " + sentence.section[:9], re.I)


def _tell(view: View, findings: Findings, period: Period, readings: list[Reading]) -> None:
    """Note what the days rest on, and ask for those that are missing."""
    if period.start is not None and period.start_in is not None:
        findings.rests(period.start_in, "period.start")
    if period.end is not None and period.end_in is not None:
        findings.rests(period.end_in, "period.end")
    for reading in readings:
        if reading.doubt and reading.start is None and period.start is None and reading.end is not None:
            findings.ask("period.start", f"{reading.doubt}; vilken dag menas?")
        elif reading.doubt and period.end is None:
            findings.ask("period.end", f"{reading.doubt}; vilken dag menas?")
    school = next((hit for s in view.clauses() if weight(s, 0) and (hit := _SCHOOL.search(s.text))), None)
    if school is not None:
        for path, day in (("period.start", period.start), ("period.end", period.end)):
            if day is None:
                findings.ask(path, f"Texten säger {school[0]} men inga dagar; vilken dag menas?")
    if period.start is None:
        findings.ask("period.start", "Från och med vilken dag gäller överenskommelsen?")
    if period.end is None and not period.open_end:
        findings.ask("period.end", "Till och med vilken dag gäller överenskommelsen, eller gäller den tills vidare?")


def _one(path: str, which: str, readings: list[Reading], findings: Findings) -> tuple[date | None, Sentence | None]:
    """Return the day that the surest readings agree on; ask when they do not."""
    doubtful = max((one.weight for one in readings if one.doubt and getattr(one, which) is None and one.end is None or one.doubt and which == "start" and one.start is None), default=0)
    given = [one for one in readings if getattr(one, which) is not None]
    best = max((one.weight for one in given), default=0)
    surest = [one for one in given if one.weight == best]
    if not surest or doubtful > best:
        return None, None
    days = sorted({getattr(one, which) for one in surest})
    if len(days) > 1:
        listed = " eller ".join(day.isoformat() for day in days)
        word = "från" if which == "start" else "till"
        findings.ask(path, f"Gäller överenskommelsen {word} och med {listed}? Texten nämner båda.")
        return None, None
    return days[0], surest[0].sentence


def _readings(sentence: Sentence) -> Iterator[Reading]:
    text = sentence.text
    days = days_in(text)
    found = list(_pairs(sentence, days))
    paired = {place for place, _reading in found}
    yield from (reading for _place, reading in found)
    for number, one in enumerate(days):
        if number in paired or number - 1 in paired or not one.year:
            continue
        sure = weight(sentence, one.start)
        last = days[number - 1].end if number else 0
        if sure and not elsewhere(text, last, one.start):
            yield from _single(sentence, one, sure)
    if not found and (years := YEARS.search(text)) and not any(one.year for one in days):
        sure = weight(sentence, years.start())
        if sure and not elsewhere(text, 0, years.start()):
            last_year = int(years[2]) if len(years[2]) == 4 else 2000 + int(years[2])
            yield Reading(date(int(years[1]), 1, 1), date(last_year, 12, 31), sentence, sure)
    elif not days and (alone := YEAR_ALONE.search(text)) and not _SCHOOL.search(text):
        sure = weight(sentence, alone.start())
        if sure == 2 and not elsewhere(text, 0, alone.start()):
            year = int(alone[1] or alone[2])
            yield Reading(date(year, 1, 1), date(year, 12, 31), sentence, sure)


def _pairs(sentence: Sentence, days: list[Found]) -> Iterator[tuple[int, Reading]]:
    text = sentence.text
    for number, (one, other) in enumerate(zip(days, days[1:], strict=False)):
        between = text[one.end:other.start]
        last = days[number - 1].end if number else 0
        if len(between) > 60 or not UNTIL.search(between.strip() or "-") or re.search(r"senast|förläng|uppsäg", between, re.I) or not other.year:
            continue
        if BY.search(text[max(0, one.start - 30):one.start]):
            continue
        sure = weight(sentence, one.start)
        if sure and not elsewhere(text, last, one.start):
            start, end = _with_year(one, other)
            yield number, Reading(start, end, sentence, sure, one.doubt or other.doubt)


def _single(sentence: Sentence, one: Found, sure: int) -> Iterator[Reading]:
    before = sentence.text[max(0, one.start - 60):one.start]
    after = sentence.text[one.end:one.end + 60]
    if BY.search(before):
        return
    if ENDS_ON.search(before) and not re.search(r"förläng[^,]*$", before, re.I):
        yield Reading(None, one.day, sentence, sure, one.doubt)
    elif BEGINS.search(before) or re.match(r"\s*(?:träder|börjar|startar)", after):
        yield Reading(one.day, None, sentence, sure, one.doubt)
    elif re.match(r"\s*(?:och\s+)?(?:upphör|avslutas)\s", after):
        yield Reading(None, one.day, sentence, sure, one.doubt)
    elif one.doubt and sure == 2:
        yield Reading(None, None, sentence, sure, one.doubt)


def _with_year(start: Found, end: Found) -> tuple[date | None, date | None]:
    """Return both days; "1 januari–31 december 2025" gives the year once."""
    if start.year or start.day is None:
        return start.day, end.day
    if end.day is None:
        return None, None
    try:
        first = start.day.replace(year=end.day.year)
    except ValueError:
        return None, end.day
    return (first if first <= end.day else first.replace(year=first.year - 1)), end.day


def _from_signing(view: View) -> Sentence | None:
    for sentence in view.clauses():
        hit = _ALL_SIGNED.search(sentence.text)
        if hit and re.search(r"\b(?:gäller|träder i kraft|börjar|giltig\w*|löper|ikraftträd\w*)", sentence.text, re.I) and not re.search(
                r"ändring|tillägg", sentence.text, re.I) and not re.search(r"för att (?:vara giltig|gälla)", sentence.text, re.I):
            return sentence
    return None


def _signed(signing: Sentence, start: date | None, signed_on: date | None, findings: Findings) -> tuple[date | None, Sentence | None]:
    if signed_on is None:
        findings.ask("period.start", "Överenskommelsen gäller från undertecknandet, men dagen är inte ifylld; vilken dag undertecknades den?")
        return None, None
    return max(signed_on, start or signed_on), signing


def _lasting(view: View, findings: Findings, readings: list[Reading], start: date | None, end: date | None, end_in: Sentence | None
             ) -> tuple[date | None, Sentence | None]:
    """Return the end that a length of time gives, where the text gives no day; ask where it gives another."""
    if start is None or findings.asked("period.end"):
        return end, end_in
    for sentence in view.clauses():
        hit = DURATION.search(sentence.text)
        if hit is None or weight(sentence, hit.start()) < 2 or TIED.search(sentence.text[:hit.end()]) or elsewhere(sentence.text, 0, hit.start()):
            continue
        if re.match(r"\s*(?:i taget|åt gången|före|innan)", sentence.text[hit.end():]):
            continue
        months = number_of(hit[1]) * (12 if hit[2].casefold().startswith("år") else 1)
        last = add_months(start, months) - timedelta(days=1)
        if end is None:
            return last, sentence
        if abs((end - last).days) > 45 and any(one.end == end and one.sentence is sentence for one in readings):
            findings.ask("period.end", f"Tiden räcker till {last} men texten säger {end}; vilken är sista dagen?")
            return None, None
        break
    return end, end_in

