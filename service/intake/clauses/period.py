"""From when to when the agreement is in force."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from service.intake.dates import NUMBER, Found, days_in, number_of
from service.intake.proposal import Findings
from service.intake.text import Sentence, View
from service.kernel.calendar import add_months

_ABOUT = re.compile(
    r"\b(?:avtal\w*|överenskommelse\w*|partnerskap\w*|samverkan\w*|samarbete\w*|IOP\w*|projekt\w*|kontrakt\w*|löptid\w*|"
    r"giltig\w*|period\w*)\b", re.I)
_FORCE = re.compile(
    r"\b(?:gäller|gälla|gällande|löper|löpa|giltig\w*|avtalstid\w*|avtalsperiod\w*|överenskommelseperiod\w*|avtalets tid|löptid\w*|"
    r"sträcker sig|omfattar (?:perioden|tiden|åren?)|träder i kraft|börjar gälla|upphör|avslutas|pågår|under (?:perioden|tiden)|"
    r"period|tecknas för|ingås för|för tiden|för perioden|gällandetid)", re.I)
_ELSEWHERE = re.compile(
    r"\b(?:tidigare|föregående|förra|ersätter|dessförinnan|dnr|diarie\w*|protokoll\w*|beslut\w* (?:av|den|\d)|rapport\w*|faktur\w*|"
    r"rekvir\w*|utbetal\w*|redovis\w*|budget\w*|lag(?:en)? \(|enligt lag|SFS|startade|etablera\w*|utvärder\w*|sammanställning)", re.I)
_SECTION = re.compile(r"period|avtalstid|giltig|löptid|tid\b|gällande|upphör|förläng|ikraft", re.I)
_BACKGROUND = re.compile(r"bakgrund|historik|inledning|underskrift|signatur|bilag|ekonomi|ersättning|uppfölj|rapport", re.I)
_UNTIL = re.compile(r"t\.?\s?o\.?\s?m\.?|till\s+och\s+med|till\s+den|^\s*(?:–|-|--|—|till)\s*$|tom\b|längst\s+till", re.I)
_OPEN = re.compile(r"tills\s*vidare", re.I)
_NOT_OPEN = re.compile(r"(?:inte|ej)\s+tills\s*vidare", re.I)
_ALL_SIGNED = re.compile(
    r"(?:när|då|efter(?:\s+att)?|sedan|i och med(?: att)?|från (?:och med )?(?:dag|det|den dag|tidpunkt)\w*)[^.]{0,60}"
    r"(?:undertecknat?s?|underskriv\w*|signera\w*|skrivit under|undertecknande\w*|skrivits under)", re.I)
_DURATION = re.compile(rf"\b(?:i|under|om|på)\s+{NUMBER}\s+(år|månader|månad)\b", re.I)
_YEAR_ALONE = re.compile(r"(?:kalenderåret|verksamhetsåret|året|under|för)\s+((?:20)\d\d)(?!\s*[-–/]|\d)", re.I)
_YEARS = re.compile(r"(?:åren|kalenderåren|perioden|tiden|för|under|period:?)\s+((?:20)\d\d)\s*(?:[-–/]|och|till(?:\s+och\s+med)?|t\.?o\.?m\.?)\s*((?:20)?\d\d)(?![\d-])", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the period: the days, where they stand, and how sure it is."""

    start: date | None
    end: date | None
    sentence: Sentence
    score: int
    open_end: bool = False
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


def read_period(view: View, findings: Findings, signed_on: date | None, signed_in: Sentence | None) -> Period:
    """Return the period, with evidence or questions; never one of two readings that differ."""
    readings = [reading for sentence in view.sentences for reading in _readings(sentence)]
    open_in = next((s for s in view.sentences if _OPEN.search(s.text) and not _NOT_OPEN.search(s.text)
                    and _ABOUT.search(s.text) and not re.search(r"förläng\w*\s+tills", s.text, re.I)), None)
    start, start_in = _one("period.start", "start", readings, findings)
    end, end_in = _one("period.end", "end", readings, findings)
    open_end = open_in is not None and end is None
    if start is None:
        start, start_in = _from_signing(view, findings, signed_on, signed_in)
    if end is None and start is not None and not open_end:
        end, end_in = _lasting(view, start)
    if start is not None and end is not None and end < start:
        findings.ask("period.end", f"Sista dagen {end} ligger före första dagen {start}; vilka dagar gäller?")
        findings.ask("period.start", f"Sista dagen {end} ligger före första dagen {start}; vilka dagar gäller?")
        return Period(None, None, False)
    if start is not None and start_in is not None:
        findings.rests(start_in, "period.start")
    if end is not None and end_in is not None:
        findings.rests(end_in, "period.end")
    for reading in readings:
        if reading.doubt and (start is None or end is None):
            findings.ask("period.end" if start is not None else "period.start", f"{reading.doubt}; vilken dag menas?")
    if start is None:
        findings.ask("period.start", "Från och med vilken dag gäller överenskommelsen?")
    if end is None and not open_end:
        findings.ask("period.end", "Till och med vilken dag gäller överenskommelsen, eller gäller den tills vidare?")
    return Period(start, end, open_end, start_in, end_in, open_in)


def _one(path: str, which: str, readings: list[Reading], findings: Findings) -> tuple[date | None, Sentence | None]:
    """Return the day that the surest readings agree on; ask when they do not."""
    given = [one for one in readings if getattr(one, which) is not None]
    if not given:
        return None, None
    best = max(one.score for one in given)
    surest = [one for one in given if one.score >= best - 1]
    days = {getattr(one, which) for one in surest}
    if len(days) > 1:
        listed = " eller ".join(sorted(day.isoformat() for day in days))
        word = "Gäller överenskommelsen från och med" if which == "start" else "Gäller överenskommelsen till och med"
        findings.ask(path, f"{word} {listed}? Texten nämner båda.")
        return None, None
    return days.pop(), surest[0].sentence


def _score(sentence: Sentence) -> int:
    score = 0
    if _SECTION.search(sentence.section):
        score += 4
    if _ABOUT.search(sentence.text):
        score += 2
    if re.search(r"\b(?:gäller|löper|avtalstid|avtalsperiod|träder i kraft|upphör|giltig)", sentence.text, re.I):
        score += 2
    if re.search(r"\b(?:detta avtal|denna överenskommelse|avtalet|överenskommelsen|avtalsperioden|avtalstiden)\b.{0,20}\b(?:gäller|löper|är|träder|börjar|upphör|omfattar|tecknas|sträcker)", sentence.text, re.I):
        score += 3
    if _BACKGROUND.search(sentence.section):
        score -= 4
    if _ELSEWHERE.search(sentence.text):
        score -= 3
    if re.search(r"förläng", sentence.text, re.I) and not _SECTION.search(sentence.section):
        score -= 2
    return score


def _readings(sentence: Sentence) -> list[Reading]:
    text = sentence.text
    if not (_FORCE.search(text) or _SECTION.search(sentence.section)):
        return []
    score = _score(sentence)
    if score < 2:
        return []
    found: list[Reading] = []
    days = days_in(text)
    pair = next(((a, b) for a, b in zip(days, days[1:], strict=False) if _joined(text, a, b)), None)
    if pair:
        start, end = _with_year(pair[0], pair[1])
        doubt = pair[0].doubt or pair[1].doubt
        found.append(Reading(start, end, sentence, score + 3, doubt=doubt))
        return found
    years = _YEARS.search(text)
    if years and not days:
        last = int(years[2]) if len(years[2]) == 4 else 2000 + int(years[2])
        return [Reading(date(int(years[1]), 1, 1), date(last, 12, 31), sentence, score + 2)]
    for one in days:
        if not one.year:
            continue
        before = text[max(0, one.start - 45):one.start]
        if re.search(r"(?:från(?:\s+och\s+med)?|fr\.?\s?o\.?\s?m\.?|f\.o\.m\.?|träder i kraft|börjar gälla|med start|startar|med början)\s*(?:den\s*)?$", before, re.I) or (
                re.search(r"(?:startdatum|start|börjar|ikraftträdande)\s*:?\s*$", before, re.I)):
            found.append(Reading(one.day, None, sentence, score + 1, doubt=one.doubt))
        elif re.search(r"(?:till(?:\s+och\s+med)?|t\.?\s?o\.?\s?m\.?|tom|upphör[^.]{0,30}|avslutas[^.]{0,20}|längst till|slutdatum\s*:?|sista dag\w*\s*:?|fram till|löper ut|vid)\s*(?:den\s*)?$", before, re.I) and not re.search(r"senast\s*$", before, re.I):
            found.append(Reading(None, one.day, sentence, score + 1, doubt=one.doubt))
        elif one.doubt:
            found.append(Reading(None, None, sentence, score, doubt=one.doubt))
    if not days and (alone := _YEAR_ALONE.search(text)) and re.search(r"\b(?:gäller|avser|löper|omfattar|period)", text, re.I):
        year = int(alone[1])
        found.append(Reading(date(year, 1, 1), date(year, 12, 31), sentence, score))
    return found


def _joined(text: str, one: Found, other: Found) -> bool:
    between = text[one.end:other.start]
    return len(between) <= 40 and bool(_UNTIL.search(between.strip() or "-")) and other.year and not re.search(
        r"senast|förläng|uppsäg|dock", between, re.I)


def _with_year(start: Found, end: Found) -> tuple[date | None, date | None]:
    if start.year or start.day is None or end.day is None:
        return start.day, end.day
    try:
        first = start.day.replace(year=end.day.year)
    except ValueError:
        return None, end.day
    return (first if first <= end.day else first.replace(year=first.year - 1)), end.day


def _from_signing(view: View, findings: Findings, signed_on: date | None, signed_in: Sentence | None
                  ) -> tuple[date | None, Sentence | None]:
    for sentence in view.sentences:
        if _ALL_SIGNED.search(sentence.text) and re.search(r"\b(?:gäller|träder i kraft|börjar|giltig)", sentence.text, re.I):
            if signed_on is None:
                findings.ask("period.start", "Överenskommelsen gäller från undertecknandet, men dagen är inte ifylld; vilken dag undertecknades den?")
            return signed_on, sentence
    return None, signed_in


def _lasting(view: View, start: date) -> tuple[date | None, Sentence | None]:
    for sentence in view.sentences:
        one = _DURATION.search(sentence.text)
        if one and _score(sentence) >= 2 and re.search(r"gäller|löper|avtalstid|period|träder", sentence.text, re.I) and not re.search(
                r"förläng|uppsäg", sentence.text[:one.end()], re.I):
            months = number_of(one[1]) * (12 if one[2].casefold() == "år" else 1)
            return add_months(start, months) - timedelta(days=1), sentence
    return None, None
