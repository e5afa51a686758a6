"""How often the parties meet, and who calls."""

from __future__ import annotations

import re
from typing import Any

from service.intake.clauses.who.parties import Party
from service.intake.clauses.who.sides import mentioned
from service.intake.findings import Findings
from service.intake.words.dates import MONTHS, NUMBER, number_of
from service.intake.words.text import Sentence, View

_MEETING = re.compile(
    r"\b(?:träff\w*|möt(?:e|en|et|ena|s|as)\b|\w*möte\w*|\w*avstämning\w*|stäm(?:mer|ma|s)s?\s+(?:\w+\s+)?av\b|\w*samråd\w*|\w*styrgrupp\w*|sammanträd\w*|samverkansgrupp\w*|ses\b|\w*träff(?:ar|as|en)?\b|"
    r"partnerskapsgrupp\w*|sammankomst\w*|följs upp|dialog\w*|uppföljningssamtal\w*|samlas)", re.I)
_EVERY = (
    (12, r"varje månad|månadsvis|månatlig\w*|(?:en|1) gång\s*(?:i|per|om|/)\s*månad\w*|månadsmöte\w*|/\s*månad|per månad"),
    (6, r"varannan månad|var annan månad"),
    (4, r"kvartalsvis\w*|varje kvartal|(?:en|1) gång\s*(?:i|per|om|/)\s*kvartal\w*|per kvartal|kvartalsmöte\w*|kvartalsavstämning\w*|kvartalsträff\w*|var tredje månad|/\s*kvartal"),
    (3, r"per tertial|varje tertial|tertialvis\w*|var fjärde månad|i tertialet|tertialmöte\w*"),
    (2, r"halvårsvis\w*|varje halvår|(?:en|1) gång\s*(?:per|om|i|/)\s*(?:halvår\w*|termin\w*)|varje termin|terminsvis\w*|halvårsmöte\w*|terminsmöte\w*|per termin|per halvår|var sjätte månad|vår och höst|höst och vår"),
    (1, r"årligen|årlig\w*|varje år|årsvis|(?:en|1) gång\s*(?:per|om|varje|/)\s*(?:kalender|verksamhets)?år\w*|per år|en gång under (?:året|avtalsåret)"),
    (26, r"varannan vecka"), (52, r"varje vecka|veckovis"),
)
_TIMES = re.compile(rf"\b{NUMBER}\s+(?:\w+\s+)?(?:gånger|ggr|gång|\w*möten|\w*träffar|\w*avstämningar|tillfällen|samråd)\s*"
                    r"(?:/|per|om|under|varje|årligen|i)?\s*((?:kalender|verksamhets|avtals)?år\w*|termin\w*|halvår\w*|kvartal\w*|månad\w*|tertial\w*)?", re.I)
_PER = {"termin": 2, "halvår": 2, "kvartal": 4, "månad": 12, "tertial": 3}
_MONTH = "|".join(MONTHS)
_IN_MONTHS = re.compile(rf"\bi\s+(?:{_MONTH})(?:(?:,\s*|\s+(?:och|samt)\s+)(?:i\s+)?(?:{_MONTH}))*\b", re.I)
_NOT_ABOUT = re.compile(r"faktur|rapport(?!ering och möte)|redovis|utbetal|rekvir|sammanställning|bokslut|verksamhetsberättelse|anställ|medlem|öppe[tn]|deltagare|ungdomar|barn\b|målgrupp", re.I)
_OWN = re.compile(r"årsmöte|medlemsmöte|styrelsemöte|styrelsen (?:sammanträder|möts)|arbetsgrupp|personalmöte", re.I)
_CALLS = re.compile(
    r"sammankalla\w*|\bkallande\b|\bkalla(?:r|s)?\b|kallelse\w*|kalla\s+samman|bjud(?:er|a|s)\s+in|inbjud\w*|tar initiativ till|initiativ\w* till (?:\w+\s)?möte\w*|initiera[r]?\b|ansvar\w* för (?:att )?(?:\w+\s+){0,2}?(?:möte|boka|planera|samman)\w*|\bbokar\b|mötesansvar\w*", re.I)
_SO_CALLED = re.compile(r"så kalla|nedan kalla|kallad\b|återkalla|\bkallas (?:nedan|härefter|här|för)|extra (?:möte|kallelse)|\bk?allas? [\"”]", re.I)
_TURNS = re.compile(r"turas om|växelvis|växlar|altern\w*|omväxlande|vartannat|varannan gång|gemensamt|båda parter|parterna (?:kallar|kan|ansvarar)|endera|turordning|roterar|cirkulerar|var sin gång|varsin gång", re.I)
_SECTION = re.compile(r"samverkan|möte|uppfölj|organis|samråd|dialog|styr|avstämning|samarbet|träff|följer\s|ledning|samordning", re.I)


def read_meetings(view: View, findings: Findings, parties: list[Party]) -> dict[str, Any]:
    """Return how many meetings a year, and which side calls; "when needed" is no number."""
    best: tuple[int, int, Sentence] | None = None
    for sentence in view.clauses():
        often = _often(sentence)
        if often is None:
            continue
        score = _score(sentence) + 3 * (len({role for _at, role in mentioned(sentence.text, parties)}) > 1)
        if score >= 2 and (best is None or score > best[0]):
            best = (score, often, sentence)
    if best is not None:
        findings.rests(best[2], "meetings.per_year")
    convenor, settled = _convenor(view, findings, parties, best[2] if best else None)
    if best is not None and not settled:
        findings.ask("meetings.convenor", "Vem kallar till mötena?")
    return {"per_year": best[1] if best else None, "convenor": convenor}


def _score(sentence: Sentence) -> int:
    text = sentence.text
    score = 3 if re.search(r"\bparter(?:na|nas)?\b|styrgrupp|partnerskap|samverkansgrupp|samråd|^Vi\b", text, re.I) else 0
    score += 2 if _SECTION.search(sentence.section) else 0
    score += 1 if re.search(r"träffas|mötas|möts|\bses\b|hålls|möte|stämmer|sammanträder|kallar", text, re.I) else 0
    score += 1 if re.search(r"kallar till|bjuder in till|kallas till|inbjuds till", text, re.I) else 0
    score -= 3 if _NOT_ABOUT.search(text) and not re.search(r"träffas|möts|möte", text, re.I) else 0
    return score - (4 if _OWN.search(text) else 0)


def _often(sentence: Sentence) -> int | None:
    text = sentence.text
    if not _MEETING.search(text):
        return None
    for times in _TIMES.finditer(text):
        number, unit = number_of(times[1]), (times[2] or "").casefold()
        factor = next((per for word, per in _PER.items() if unit.startswith(word)), 1)
        if unit or re.search(r"årligen|per år|om året|varje år|under året|per kalenderår", text, re.I):
            # Twice a term is four a year.
            return number * factor
    named = _IN_MONTHS.search(text)
    if named and len(listed := [month for one in _IN_MONTHS.finditer(text) for month in re.findall(_MONTH, one[0], re.I)]) > 1:
        return len(listed)
    for per_year, words in _EVERY:
        if re.search(rf"(?<!\w)(?:{words})", text, re.I):
            return per_year
    return 1 if named and re.search(r"möte|träff|följer\s|avstämning", text, re.I) and not re.search(r"20\d\d|\d\s*$|första", text[:named.end() + 5]) else None


def _convenor(view: View, findings: Findings, parties: list[Party], meeting: Sentence | None) -> tuple[str | None, bool]:
    """Return the side that calls, and whether the text settles it at all (taking turns does)."""
    for sentence in view.clauses():
        text = sentence.text
        hit = next((one for one in _CALLS.finditer(text) if not _SO_CALLED.search(text[max(0, one.start() - 12):one.end() + 8])), None)
        if hit is None or _OWN.search(text):
            continue
        near = (meeting is not None and abs(sentence.number - meeting.number) <= 4) or bool(
            _MEETING.search(view.sentences[max(0, sentence.number - 1)].text))
        if not (_MEETING.search(text) or _SECTION.search(sentence.section) or near or re.search(r"parterna", text, re.I)):
            continue
        if _TURNS.search(text):
            return None, True
        role = _caller(text, hit, parties)
        if role is not None:
            findings.rests(sentence, "meetings.convenor")
            return role, True
    return None, False


def _caller(text: str, hit: re.Match[str], parties: list[Party]) -> str | None:
    spoken = mentioned(text, parties)
    passive = re.compile(r"(?:kalla(?:s|de)|inbjud\w*|bjuds in|kallelse\w*|initiativ\w*|sammankalla(?:s|nde))\s(?:[^.]{0,60}?\b)?(?:av|från)\b|(?:sammankallande|kallelse\w*|mötesansvarig\w*)\s*(?:är|part är|part:|:|för \w+ är)", re.I).match(text[hit.start():])
    after = [role for at, role in spoken if at >= (hit.start() + passive.end() if passive else hit.end())]
    if passive and after:
        return after[0]
    edge = max((one.end() for one in re.finditer(r",\s+|\s(?:och|medan|samt)\s", text[:hit.start()])), default=0)
    here = [role for at, role in spoken if edge <= at < hit.start()]
    before = [role for at, role in spoken if at < hit.start()]
    if here:
        return here[0]
    if before:
        return before[0] if re.search(r"ansvar", text[:hit.end()]) else before[-1]
    return after[0] if after else None
