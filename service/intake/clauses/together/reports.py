"""What is handed over, and by when."""

from __future__ import annotations

import re
from typing import Any

from service.intake.findings import Findings
from service.intake.words.dates import Found, days_in
from service.intake.words.text import Sentence, View

_KINDS = (
    ("yearly_summary", r"(?:skriftlig\w*\s+)?(?:års)?sammanställning\w*|sammanfattande (?:års)?rapport\w*|årssammanställning\w*"),
    ("activity_plan", r"(?:års|verksamhets|aktivitets|handlings|arbets)plan(?:en|er|erna)?(?:\s+(?:och|samt)\s+budget)?\b"),
    ("yearly_followup", r"årsuppföljning\w*|årlig\w*\s+(?:\w+\s+)?uppföljning(?:srapport)?\w*|uppföljningsrapport\w*|årsrapport\w*|helårsuppföljning\w*"),
    ("accounts", r"\w*bokslut\w*|ekonomisk\w*\s+(?:\w+\s+)?(?:års)?(?:slut)?(?:redovisning|rapport|uppföljning|sammanställning|berättelse)\w*|årsredovisning\w*|resultat-?\s*(?:och|samt)\s*balansräkning\w*|balans-?\s*och\s*resultaträkning\w*|"
                 r"revisionsberättelse\w*|(?:års)?räkenskaper\w*|kostnadsredovisning\w*|redovisning av (?:hur (?:medlen|bidraget|ersättningen)|medlen|ekonomin|kostnader|använda medel|nedlagda)\w*|medelsredovisning\w*"),
    ("activity_report", r"verksamhetsberättelse\w*|verksamhetsrapport\w*|verksamhetsredovisning\w*|delårsrapport\w*|slutrapport\w*|lägesrapport\w*|halvårsrapport\w*|kvartalsrapport\w*|månadsrapport\w*|tertialrapport\w*|"
                        r"delrapport\w*|aktivitetsrapport\w*|slutredovisning\w*|redovisning av (?:verksamheten|genomförda?|årets)\w*|verksamhetsuppföljning\w*|skriftlig\w* (?:rapport|redovisning|berättelse)\w*|årlig\w* rapport\w*"),
    ("other", r"\w*statistik\w*|nyckeltal\w*|enkätresultat\w*|utvärderingsrapport\w*"),
)
_HANDED = re.compile(
    r"lämna\w*|överlämna\w*|inkom\w*|redovisa\w*|rapportera\w*|ta(?:r|s|ga)?\s+(?:\w+\s+)?(?:del|emot)\b|årligen\s+del|\bdel av\b|skicka\w*|göra?s\b|görs|upprätta\w*|ska (?:vara|ha) (?:kommunen|nämnden|regionen)|"
    r"sammanställ\w*|sänd\w*|presenter\w*|delge\w*|insänd\w*|ska finnas|tillhandahåll\w*|skriva|skriver|ge in|avlämna\w*|ges in|ta fram|tas fram|tar fram|inlämna\w*|till handa", re.I)
_NOT = re.compile(r"avvik\w*|i enlighet med|enligt\s+(?:\w+\s+){0,3}$|ersätt\w*|bifogas|bilag|utifrån|ingår i|revider\w* (?:av )?(?:den )?gemensamma|\butöver|i föreningens (?:egen )?", re.I)
_SECTION = re.compile(r"uppfölj|rapport|redovis|utvärder|insyn", re.I)
_BY = re.compile(r"(?:senast|före|innan|till|per|:|–|-|\()\s*(?:den\s*)?$", re.I)
_LOOSE = re.compile(r"(?:senast|inom)\s[^.,;]{2,60}\s(?:efter|före|innan)\s[^.,;]{3,60}|(?:senast\s+)?(?:i|under)\s+(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b|senast (?:i|vid|under) [^.,;]{3,40}", re.I)
_NAMES = {
    "yearly_summary": "den skriftliga sammanställningen", "activity_plan": "verksamhetsplanen",
    "yearly_followup": "årsuppföljningen", "accounts": "bokslutet eller den ekonomiska redovisningen",
    "activity_report": "verksamhetsrapporten", "other": "rapporten",
}
_Hit = tuple[int, int, str]


def read_reports(view: View, findings: Findings) -> list[dict[str, Any]]:
    """Return each kind of report owed, with its day where the text has one."""
    found: list[dict[str, Any]] = []
    named: list[str] = []
    loose: dict[str, str] = {}
    for sentence in view.clauses():
        if not _owed(view, sentence):
            continue
        hits = _hits(sentence.text)
        days = _days(sentence, hits)
        for number, (start, end, kind) in enumerate(hits):
            before = sentence.text[max(0, start - 34):start]
            if _NOT.search(before) or re.search(r"avvik", sentence.text[max(0, start - 60):end], re.I):
                continue
            dues: list[str | None] = list(_dues(days, hits, number)) or [None]
            rule = _LOOSE.search(sentence.text)
            unclear = next((one for one in days_in(sentence.text) if one.doubt), None)
            if dues == [None] and (rule or unclear):
                loose.setdefault(kind, rule[0] if rule else sentence.text[unclear.start:unclear.end] if unclear else "")
            final = kind + "!" * sentence.text[start:end].lower().startswith("slutr")
            for due in dues:
                _take(findings, found, named, sentence, (kind, final), due)
    for one in found:
        if one["due"] is None:
            said = f" Texten säger ”{loose[one['kind']].strip()}”." if one["kind"] in loose else ""
            findings.ask(f"reports.{one['kind']}.due", f"Vilken dag ska {_NAMES[one['kind']]} vara lämnad?{said}")
    return found


def _owed(view: View, sentence: Sentence) -> bool:
    if _HANDED.search(sentence.text) or _SECTION.search(sentence.topic):
        return True
    if not sentence.item:
        return False
    lead = next((one for one in reversed(view.sentences[max(0, sentence.number - 8):sentence.number]) if not one.item), None)
    return lead is not None and bool(_HANDED.search(lead.text))


def _take(findings: Findings, found: list[dict[str, Any]], named: list[str], sentence: Sentence, told: tuple[str, str], due: str | None) -> None:
    """Note a report once for each day it is due; the last report of all is one of its own."""
    kind, name = told
    same = [one for one, other in zip(found, named, strict=True) if other == name]
    if any(one["due"] == due or due is None for one in same):
        return
    open_one = next((one for one in same if one["due"] is None), None)
    if open_one is not None:
        open_one["due"] = due
        findings.rests(sentence, f"reports.{found.index(open_one)}.due")
        return
    path = f"reports.{len(found)}"
    findings.rests(sentence, f"{path}.kind", *([f"{path}.due"] if due else []))
    found.append({"kind": kind, "due": due})
    named.append(name)


def _hits(text: str) -> list[_Hit]:
    """Return every report named, in order; a longer name hides a shorter one inside it."""
    every = sorted(((hit.start(), hit.end(), kind) for kind, words in _KINDS for hit in re.finditer(rf"\b(?:{words})", text, re.I)),
                   key=lambda one: (one[0], -one[1]))
    found: list[_Hit] = []
    for one in every:
        if not found or one[0] >= found[-1][1]:
            found.append(one)
    return found or _told(text)


def _told(text: str) -> list[_Hit]:
    """Return what is accounted for where no document is named: "redovisar verksamhet och ekonomi"."""
    found = []
    for hit in re.finditer(r"\b(?:redovisar|redovisa|återrapporterar|återrapportera|rapporterar)\b[^.]{0,40}?\b(verksamhet\w*|ekonomi\w*)(?:\s+och\s+(ekonomi\w*|verksamhet\w*))?", text, re.I):
        for group in (1, 2):
            if hit[group]:
                kind = "accounts" if hit[group].casefold().startswith("ekonomi") else "activity_report"
                found.append((hit.start(group), hit.end(group), kind))
    return found


def _days(sentence: Sentence, hits: list[_Hit]) -> list[Found]:
    """Return the days by which something is due."""
    text = sentence.text
    every = [one for one in days_in(text) if one.day is not None]
    due: list[Found] = []
    rules = [Found(one.start(), one.end(), None) for one in _LOOSE.finditer(text)
             if not any(one.start() <= day.start < one.end() or day.start < one.start() < day.end for day in every)]
    for one in sorted([*every, *rules], key=lambda one: one.start):
        if one.day is None:
            due.append(one)
            continue
        before = text[max(0, one.start - 20):one.start]
        together = bool(due) and text[due[-1].end:one.start].strip(" ,") in ("och", "samt", "respektive", "resp.", "", "och den", "samt den", "och senast", "respektive den")
        if _BY.search(before) and not re.search(r"från|period", before, re.I) or together:
            due.append(one)
    if not due and len(every) == 1 and len(hits) == 1 and len(text) < 80 and _SECTION.search(sentence.section):
        return every
    return due


def _dues(days: list[Found], hits: list[_Hit], number: int) -> list[str | None]:
    """Return the days that belong to a report: those after its name, or before where days come first."""
    start, end, _kind = hits[number]
    if not days:
        return []
    first = days[0].start < hits[0][0]
    if first:
        edge = max((one[1] for one in hits[:number] if any(one[1] <= day.start < start for day in days)), default=0)
        chosen = [one for one in days if edge <= one.start < start] if edge or len(hits) == 1 or number == 0 else [one for one in days if one.start < start]
    else:
        following = [one for one in days if one.start >= end]
        limit = next((one[0] for one in hits[number + 1:] if following and one[0] > following[0].start), None)
        chosen = [one for one in following if limit is None or one.start < limit]
        if number + 1 < len(hits) and chosen and len(chosen) == len(hits) - number and number == 0 and len(hits) > 1:
            return [_written(chosen[0])]
        chosen = chosen if len(hits) == 1 else chosen[-1:] if number == len(hits) - 1 else chosen[:1]
        chosen = chosen or days[-1:]
    return [_written(one) for one in chosen]


def _written(one: Found) -> str | None:
    if one.day is None:
        return None
    if not one.year and (one.day.month, one.day.day) == (2, 29):
        return "--02-28"
    return one.day.isoformat() if one.year else f"--{one.day.month:02d}-{one.day.day:02d}"
