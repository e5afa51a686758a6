"""How often the parties meet, and who calls."""

from __future__ import annotations

import re
from typing import Any

from service.intake.clauses.parties import Party, mentioned
from service.intake.dates import MONTHS, NUMBER, number_of
from service.intake.proposal import Findings
from service.intake.text import Sentence, View

_MEETING = re.compile(
    r"\b(?:träff\w*|möt(?:e|en|et|s|as)\b|\w*möte\w*|avstämning\w*|\w*avstämning\w*|samråd\w*|styrgrupp\w*|sammanträd\w*|samverkansgrupp\w*|ses\b|"
    r"uppföljningsträff\w*|dialogmöte\w*|partnerskapsgrupp\w*|sammankomst\w*|följs upp)", re.I)
_EVERY = (
    (12, r"varje månad|månadsvis|månatlig\w*|en gång (?:i|per|om) månaden?|månadsmöte\w*"),
    (6, r"varannan månad|var annan månad|sex gånger (?:per|om) år\w*"),
    (4, r"kvartalsvis\w*|varje kvartal|(?:en|1) gång (?:i|per|om) kvartale?t?|per kvartal|kvartalsmöte\w*|kvartalsavstämning\w*|var tredje månad|"
        r"(?:två|2) gånger (?:per|om|i) termin\w*|en gång i kvartalet"),
    (3, r"per tertial|varje tertial|tertialvis\w*|var fjärde månad|en gång i tertialet"),
    (2, r"halvårsvis\w*|varje halvår|(?:en|1) gång (?:per|om|i) (?:halvår\w*|termin\w*)|varje termin|terminsvis\w*|halvårsmöte\w*|per termin|per halvår|var sjätte månad"),
    (1, r"årligen|årlig\w*|varje år|årsvis|en gång (?:per|om) år\w*|en gång varje år|årsmöte med|per år"),
)
_TIMES = re.compile(rf"\b{NUMBER}\s+(?:\w+\s+)?(?:gånger|ggr|gång|möten|träffar|avstämningar|tillfällen|avstämningsmöten|uppföljningsmöten|samverkansmöten)\s*"
                    r"(?:/|per|om|under|varje|årligen)?\s*(år\w*|kalenderår\w*|verksamhetsår\w*|termin\w*|halvår\w*|kvartal\w*|månad\w*)?", re.I)
_MONTH = "|".join(MONTHS)
_IN_MONTHS = re.compile(rf"\bi\s+(?:{_MONTH})(?:(?:,\s*|\s+(?:och|samt)\s+)(?:i\s+)?(?:{_MONTH}))+", re.I)
_NOT_ABOUT = re.compile(r"faktur|rapport(?!ering och möte)|redovis|utbetal|rekvir|sammanställning|bokslut|verksamhetsberättelse|anställ|medlemsmöte", re.I)
_CALLS = re.compile(r"sammankalla\w*|kalla(?:r|s|de)?\b|kallelse\w*|kalla\s+samman|bjud(?:er|a)\s+in|initiativ till möte|ansvar\w* för att (?:möte|boka)|bokar", re.I)
_TURNS = re.compile(r"turas om|växelvis|alterner\w*|omväxlande|vartannat|varannan gång|gemensamt ansvar|båda parter kan|parterna (?:kallar|kan)", re.I)
_SECTION = re.compile(r"samverkan|möte|uppfölj|organis|samråd|dialog|styr", re.I)


def read_meetings(view: View, findings: Findings, parties: list[Party]) -> dict[str, Any]:
    """Return how many meetings a year, and which side calls."""
    per_year = None
    best: tuple[int, int, Sentence] | None = None
    for sentence in view.sentences:
        often = _often(sentence)
        if often is None or sentence.heading:
            continue
        score = (3 if re.search(r"\bparter(?:na)?\b|styrgrupp|partnerskap", sentence.text, re.I) else 0) + (
            2 if _SECTION.search(sentence.section) else 0) + (1 if re.search(r"träffas|ska mötas|ses|hålls|möte", sentence.text, re.I) else 0)
        if _NOT_ABOUT.search(sentence.text):
            score -= 3
        if score >= 2 and (best is None or score > best[0]):
            best = (score, often, sentence)
    if best is not None:
        per_year = best[1]
        findings.rests(best[2], "meetings.per_year")
    convenor = _convenor(view, findings, parties, best[2] if best else None)
    if per_year is not None and convenor is None:
        findings.ask("meetings.convenor", "Vem kallar till mötena?")
    return {"per_year": per_year, "convenor": convenor}


def _often(sentence: Sentence) -> int | None:
    text = sentence.text
    if not _MEETING.search(text):
        return None
    times = _TIMES.search(text)
    if times:
        number, unit = number_of(times[1]), (times[2] or "").casefold()
        factor = 2 if unit.startswith(("termin", "halvår")) else 4 if unit.startswith("kvartal") else 12 if unit.startswith("månad") else 1
        if unit or re.search(r"årligen|per år|om året|varje år|under året", text, re.I):
            # Twice a term is four a year.
            return number * factor
    named = _IN_MONTHS.search(text)
    if named:
        listed = re.findall(_MONTH, named[0], re.I)
        if len(listed) > 1:
            return len(listed)
    for per_year, words in _EVERY:
        if re.search(rf"\b(?:{words})", text, re.I):
            return per_year
    return None


def _convenor(view: View, findings: Findings, parties: list[Party], meeting: Sentence | None) -> str | None:
    for sentence in view.sentences:
        hit = _CALLS.search(sentence.text)
        if not hit or sentence.heading or re.search(r"\b(?:så kallad\w*|nedan kallad|kallad|återkalla|extra)\b", sentence.text[max(0, hit.start() - 12):hit.end() + 2], re.I):
            continue
        near = meeting is not None and abs(sentence.number - meeting.number) <= 6
        about = _MEETING.search(sentence.text) or _SECTION.search(sentence.section)
        if not (about or near or re.search(r"parterna", sentence.text, re.I)):
            continue
        if _TURNS.search(sentence.text):
            return None
        spoken = mentioned(sentence.text, parties)
        before = [role for at, role in spoken if at < hit.start()]
        after = [role for at, role in spoken if at >= hit.start()]
        role = None
        if re.search(r"kalla(?:s|de)\s+(?:\w+\s+){0,3}av\b|kallelse\w*\s[^.]{0,30}\bav\b|sammankallande\s+(?:är|part är|:)", sentence.text[hit.start():], re.I) and after:
            role = after[0]
        elif before:
            role = before[-1] if len(set(before)) == 1 else before[0]
        elif after:
            role = after[0]
        if role is not None:
            findings.rests(sentence, "meetings.convenor")
            return role
    return None
