"""Where and when the agreement was signed: the last of the days that are filled in."""

from __future__ import annotations

import re
from datetime import date

from service.intake.findings import Findings
from service.intake.words.dates import MONTHS, days_in
from service.intake.words.lines import Line
from service.intake.words.text import View

_SECTION = re.compile(r"underskrift|undertecknande|signatur|ort och datum|ort/datum|datum och|undertecknas|exemplar|digitalt signera", re.I)
_CLAUSE = re.compile(r"gäller|till och med|t\.o\.m|senast|avtalstid|period|förläng|lämna|mellan|enligt|beslut|dnr|diarie|version|fastställ|antag", re.I)
_FILLING = {"ort", "och", "datum", "den", "plats", *MONTHS}
_BLANK = re.compile(r"_{3,}|\.{4,}|…{1,}|(?:datum|den|20)\s*:?\s*[-–_]{2,}|20_+")
_NO_DATE = re.compile(r"^(?:ort\s*(?:och|/|&|,)\s*)?datum\s*:?$", re.I)
_PLACE = re.compile(
    r"^(?:(?:[Oo]rt|ORT|[Pp]lats)(?:\s*(?:och|o|/|,|&)\s*[Dd]atum)?\s*:?\s*)?([A-ZÅÄÖ][a-zåäöé]+(?:[ -](?:[i-]\s?)?[A-ZÅÄÖ][a-zåäö]+)?)\s*,?\s*(?:den\s*|datum\s*:?\s*|\d{1,2}\s*)?$")
_NO_PLACE = re.compile(r"(?:Den|Datum|Ort|Plats|Underskrift\w*|Undertecknat|Signer\w*|För|Part|Namn\w*|Dag|Kommun\w*|Region|Förening\w*|Stiftelse\w*)\b", re.I)


def read_signing(view: View, findings: Findings) -> tuple[dict[str, str | None], date | None]:
    """Return place and day as the form has them, and the day as a date."""
    cells = [cell for line in _tail(view) for cell in (line.cells if len(line.cells) > 1 else [(line.text, line.start)]) if len(cell[0]) < 120]
    blank = any(re.search(r"\bden(?:\s*/)?$", text) or (_BLANK.search(text) and re.search(r"\bort\b|datum|\bden\b|20_", text, re.I)) for text, _start in cells) or _left_out(cells)
    days: list[tuple[date, int, int]] = []
    places: list[tuple[str, int]] = []
    for text, start in cells:
        found = days_in(text)
        for one in found:
            if one.day is not None and one.year and _bare(text):
                days.append((one.day, start + one.start, start + one.end))
        head = text[:found[0].start] if found else re.split(r"_{2,}|\.{3,}", text)[0]
        named = _PLACE.match(head.strip()) if found or re.match(r"ort\b|plats\b", text, re.I) or re.search(r"\bden$", head.strip()) else None
        if named and not _NO_PLACE.match(named[1]):
            places.append((named[1], start + text.find(named[1])))
    place = places[0] if len({name for name, _at in places}) == 1 else None
    if place is not None:
        findings.span(place[1], place[1] + len(place[0]), "signed.place")
    if not days or blank:
        findings.ask("signed.on", "Vilken dag undertecknades överenskommelsen?")
        return {"place": place[0] if place else None, "on": None}, None
    day, first, last = max(days)
    findings.span(first, last, "signed.on")
    return {"place": place[0] if place else None, "on": day.isoformat()}, day


def _left_out(cells: list[tuple[str, int]]) -> bool:
    """Say whether a label asks for a day and nothing stands beside or below it."""
    for number, (text, _start) in enumerate(cells):
        if _NO_DATE.match(text):
            below = " ".join(cell for cell, _at in cells[number + 1:number + 4])
            if not any(one.day for one in days_in(below)):
                return True
    return False


def _bare(text: str) -> bool:
    """Say whether a stretch holds little but places and days."""
    words = [word for word in re.findall(r"[^\W\d_]{3,}", text.casefold()) if word not in _FILLING]
    return len(words) <= 6 and not re.search(r"född|personnummer|dnr|reg", text, re.I)


def _tail(view: View) -> list[Line]:
    """Return the lines of the signature block."""
    count = len(view.lines)
    first = max(0, count - 60)
    starts = [number for number in range(first, count) if _SECTION.search(view.lines[number].text) and number > count * 0.4]
    headed = [number for number in starts if len(view.lines[number].text) < 60 and not view.lines[number].text.endswith(".")]
    told = max((number for number, line in enumerate(view.lines) if line.closed and len(re.findall(r"[^\W\d_]", line.text)) > 25), default=0)
    begin = headed[0] if headed else starts[-1] if starts else max(told + 1, count - 14)
    before = [line for line in view.lines[max(0, begin - 4):begin] if len(line.text) < 50 and days_in(line.text) and not _CLAUSE.search(line.text)]
    sure = bool(starts)
    return [*before, *(line for line in view.lines[begin:] if not (_CLAUSE.search(line.text) and len(line.text) > 25)
                       and (sure or (len(line.text) < 90 and not line.closed)))]
