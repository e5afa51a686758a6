"""Where and when the agreement was signed: the last of the days that are filled in."""

from __future__ import annotations

import re
from datetime import date

from service.intake.dates import MONTHS, days_in
from service.intake.proposal import Findings
from service.intake.text import Line, Sentence, View

_SECTION = re.compile(r"underskrift|undertecknande|signatur|ort och datum|datum och|parternas underskrift", re.I)
_CLAUSE = re.compile(r"gäller|till och med|t\.o\.m|senast|avtalstid|period|förläng|lämna", re.I)
_FILLING = {"ort", "och", "datum", "den", *MONTHS}
_BLANK = re.compile(r"_{3,}|\.{4,}|…{2,}")
_PLACE = re.compile(r"^(?:ort(?: och datum| o datum|, datum)?\s*:?\s*)?([A-ZÅÄÖ][a-zåäö]+(?:[ -](?:i\s)?[A-ZÅÄÖ]?[a-zåäö]+)?)\s*,?\s*(?:den\s*)?$")


def read_signing(view: View, findings: Findings) -> tuple[dict[str, str | None], date | None, Sentence | None]:
    """Return place and day as the form has them, and the day as a date."""
    lines = _tail(view)
    blanks = any(_BLANK.search(line.text) and re.search(r"ort|datum|den", line.text, re.I) for line in lines)
    place: str | None = None
    days: list[tuple[date, Line, int, int]] = []
    for line in (short for short in lines if len(short.text) < 200):
        for one in days_in(line.text):
            if one.day is None or not one.year or not _bare(line.text):
                continue
            days.append((one.day, line, one.start, one.end))
            found = _PLACE.match(re.sub(r"^ort och datum\s*:?\s*|^ort/datum\s*:?\s*", "", line.text[:one.start], flags=re.I))
            if found and place is None and not re.match(r"(?:Den|Datum|Ort)\b", found[1]):
                place = re.sub(r"\s+den$", "", found[1])
                where = line.start + line.text.find(place)
                findings.span(where, where + len(place), "signed.place")
    if not days or blanks:
        if blanks or not days:
            findings.ask("signed.on", "Vilken dag undertecknades överenskommelsen?")
        return {"place": place, "on": None}, None, None
    day, line, start, end = max(days, key=lambda one: one[0])
    findings.span(line.start + start, line.start + end, "signed.on")
    sentence = next((s for s in view.sentences if s.flat.at and s.flat.at[0] <= line.start <= s.flat.at[-1]), None)
    return {"place": place, "on": day.isoformat()}, day, sentence


def _bare(line: str) -> bool:
    """Say whether a line holds little but places and days."""
    return len([word for word in re.findall(r"[^\W\d_]{3,}", line.casefold()) if word not in _FILLING]) <= 5


def _tail(view: View) -> list[Line]:
    """Return the lines of the signature block."""
    for number in range(len(view.lines) - 1, -1, -1):
        if _SECTION.search(view.lines[number].text) and len(view.lines[number].text) < 60:
            start = number
            while start > 0 and number - start < 6 and _SECTION.search(view.lines[start - 1].text):
                start -= 1
            return view.lines[start:]
    last = view.lines[-14:] if len(view.lines) > 25 else view.lines[-6:]
    return [line for line in last if len(line.text) < 120 and not _CLAUSE.search(line.text)]
