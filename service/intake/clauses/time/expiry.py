"""How the agreement ends or goes on."""

from __future__ import annotations

import re
from typing import Any

from service.intake.clauses.spans import Span, spans_in
from service.intake.clauses.time.period import Period
from service.intake.findings import Findings
from service.intake.words.dates import NUMBER, number_of
from service.intake.words.text import Sentence, View

_PROLONG = r"(?:förläng|förny|prolonger)"
RENEWS = re.compile(
    rf"(?:{_PROLONG}(?:s|as|es|ats|ades)\b[^.]{{0,90}}\bautomatisk\w*|automatisk\w*[^.]{{0,50}}\b{_PROLONG}\w*|"
    rf"{_PROLONG}(?:s|es)\b[^.]{{0,110}}(?:i taget|åt gången|i sänder|för varje gång)|{_PROLONG}(?:s|es)\s+(?:\w+\s+){{0,4}}(?:med|på)\s+(?:ytterligare\s+)?(?:\d|\w+\s+(?:\(\d+\)\s+)?(?:år|månader|månad|kvartal|kalenderår))|"
    rf"{_PROLONG}(?:s|es)\b[^.]{{0,40}}\b(?:om (?:inte|ingen)|såvida|med mindre)|(?:om|såvida) (?:inte|ingen|ej)\b[^.]{{0,110}}\b{_PROLONG}(?:s|es)\b|"
    rf"{_PROLONG}(?:s|es)\s+(?:\w+\s+){{0,2}}årsvis|löper (?:vidare|det vidare|den vidare)[^.]{{0,60}}(?:i taget|åt gången))", re.I)
_OPTION = re.compile(
    rf"\boption\w*|möjlighet\w*\s+(?:till|att|för)\s[^.]{{0,60}}{_PROLONG}|möjlighet\w*\s+(?:till|att)\s+{_PROLONG}|(?:kan|får|äga|äger|har|ha|ges|med)\s+(?:\w+\s+){{0,4}}?rätt (?:att|till)[^.]{{0,100}}{_PROLONG}\w*|"
    rf"\b(?:kan|får)\s[^.]{{0,60}}{_PROLONG}(?:as?|ning)\b|{_PROLONG}\w*\s+(?:kan|får)\s+ske|rätt till[^.]{{0,30}}{_PROLONG}", re.I)
_TOGETHER = re.compile(
    r"gemensam|båda parter|parterna (?:är )?(?:överens|kommer överens|enas|så beslutar)|ömsesidig|överenskomm\w* om|kommer överens|skriftlig\w* (?:överenskommelse|avtal)|\benas\b|"
    r"\bom parterna|efter (?:beslut|ställningstagande|dialog|förhandling) (?:av|mellan|med)|parterna (?:kan|får|har möjlighet|äger)|(?:kan|får) (?:parterna|de)\b|nytt (?:avtal|beslut)|ny överenskommelse|"
    r"samtliga parter|mellan parterna|enighet|samförstånd|behandlas|tas upp|diskuteras|för parterna att|tilläggsavtal", re.I)
_NOT = re.compile(r"\b(?:inte|ej|icke|aldrig|ingen|saknas|utan)\b", re.I)
ENDS = re.compile(
    r"(?:upphör|avslutas|löper ut|upphöra)\b[^.]{0,70}(?:automatiskt|utan\s+(?:att\s+)?(?:\w+\s+){0,2}(?:uppsägning|uppsagts|sagts upp)|av sig själv\w*)|"
    r"(?:automatiskt|utan\s+(?:\w+\s+){0,2}uppsägning)[^.]{0,40}(?:upphör|avslutas)|"
    r"\b(?:inte|ej|ingen)\s(?:\w+\s){0,3}(?:automatisk\w*\s)?förläng|förläng\w*\s(?:\w+\s){0,2}(?:inte|ej)\b|utan (?:automatisk |rätt till |möjlighet till )förläng", re.I)
_TIMES = re.compile(rf"\b(?:(?:högst|max(?:imalt|\.)?|som mest|totalt|upp till|längst)\s+)?{NUMBER}\s+(?:\(\d\)\s+)?(?:gång(?:er)?|ggr|tillfälle\w*)\b(?!\s*(?:per|om|i)\b)", re.I)
_PLUS = re.compile(r"\b(\d)(?:\s*år)?\s*\+\s*(\d)(?:\s*år)?(?:\s*\+\s*(\d))?\s*år", re.I)
_BITS = re.compile(r"i taget|åt gången|i sänder|per gång|vardera|årsvis|för varje", re.I)
_OURS = re.compile(r"avtal|överenskommelse|partnerskap|samverkan|samarbete|IOP|\bden\b|\bdet\b|\bdetta\b", re.I)


def read_expiry(view: View, findings: Findings, period: Period) -> dict[str, Any]:
    """Return how the agreement ends, with months a time and how many times."""
    renews = next((s for s in view.clauses() if renews_in(s)), None)
    if renews is not None:
        return _repeated(view, findings, renews, "renews")
    option = next((s for s in view.clauses() if _is_option(s)), None)
    if option is not None and not period.open_end:
        return _repeated(view, findings, option, "option")
    if period.open_end and period.open_in is not None:
        findings.rests(period.open_in, "expiry.mode")
        return {"mode": "until_further_notice", "months": None, "max_times": None}
    ends = next((s for s in view.clauses() if ends_in(s)), None)
    ends = ends or (period.end_in if period.end is not None else None)
    if ends is None:
        return {"mode": None, "months": None, "max_times": None}
    findings.rests(ends, "expiry.mode")
    return {"mode": "ends", "months": None, "max_times": None}


def renews_in(sentence: Sentence) -> bool:
    """Say whether a sentence lets the agreement go on by itself."""
    hit = RENEWS.search(sentence.text)
    if hit is None or not _OURS.search(sentence.text + sentence.section):
        return False
    clause = _apart_from_conditions(sentence.text)
    hard = RENEWS.search(clause) or re.search(r"förläng\w*|förny\w*|prolong\w*|löper vidare", clause, re.I)
    if hard is None:
        return False
    if re.search(r"\b(?:kan|får)\s(?:\w+\s){0,6}$", clause[:hard.start()], re.I) or re.search(r"hyres|anställning|kontot", sentence.text, re.I):
        return False
    return not _NOT.search(clause[max(0, hard.start() - 25):hard.start()] + " " + re.split(r",", hard[0] + clause[hard.end():hard.end() + 22])[0])


def ends_in(sentence: Sentence) -> bool:
    """Say whether a sentence lets the agreement end by itself."""
    return bool(ENDS.search(sentence.text)) and bool(_OURS.search(sentence.text + sentence.section)) and not renews_in(sentence) and not re.search(
        r"konkurs|hävning|förutsätt", sentence.text, re.I)


def _apart_from_conditions(text: str) -> str:
    """Return a sentence without "om ingen part sagt upp …": denying a condition denies nothing else."""
    return re.sub(r"\b(?:om|såvida|ifall|med mindre(?: än)?(?: att)?|under förutsättning att|för det fall)\b(?:(?!\b(?:förläng|förny|prolonger|löper vidare))[^.])*"
                  r"(?:,|\.|$|(?=\b(?:förläng|förny|prolonger|löper vidare)))", " ", text, flags=re.I)


def _is_option(sentence: Sentence) -> bool:
    text = sentence.text
    hit = _OPTION.search(text)
    if hit is None or re.search(r"hyres|anställning|tiden för rättelse|betalning", text, re.I):
        return False
    if _NOT.search(text[max(0, hit.start() - 20):hit.end()]):
        return False
    if "option" in text.lower() or _PLUS.search(text):
        return bool(re.search(r"förläng|förny|år", text, re.I))
    return not _TOGETHER.search(text)


def _repeated(view: View, findings: Findings, sentence: Sentence, mode: str) -> dict[str, Any]:
    after = next((s for s in view.sentences[sentence.number + 1:sentence.number + 2] if not s.heading), None)
    months, times = _lengths(sentence.text)
    told = [sentence]
    if after is not None and (months is None or times is None) and re.search(r"förläng|gång", after.text, re.I):
        more, often = _lengths(after.text)
        months, times = months or more, times or often
        told = [sentence, after] if more or often else told
    findings.rests(sentence, "expiry.mode")
    first, _last = sentence.flat.span(0, len(sentence.text))
    whole = (first, told[-1].flat.span(0, len(told[-1].text))[1])
    if months:
        findings.span(*whole, "expiry.months")
    else:
        findings.ask("expiry.months", "Hur lång är varje förlängning?")
    if times:
        findings.span(*whole, "expiry.max_times")
    return {"mode": mode, "months": months, "max_times": times}


def _lengths(text: str) -> tuple[int | None, int | None]:
    """Return months a time and how many times."""
    begin = re.search(r"förläng|förny|prolong|option|löper (?:den |det )?vidare|gång", text, re.I)
    if begin is None:
        return None, None
    plus = _PLUS.search(text)
    if plus:
        parts = [int(part) for part in plus.groups() if part]
        later = parts if plus.start() > begin.start() or re.search(r"förläng|option", text[:plus.start()], re.I) else parts[1:]
        return later[0] * 12, len(later)
    limit = _TIMES.search(text)
    times = number_of(limit[1]) if limit else None
    spans = [one for one in spans_in(text) if one.months and not _deadline(text, one)]
    after = [one for one in spans if one.start > begin.start()] or [one for one in spans if re.search(r"ytterligare|till\b", text[max(0, one.start - 20):one.end + 8])]
    bit = next((one for one in after if _BITS.match(text[one.end:].lstrip(" ,"))), None)
    most = next((one for one in after if one is not bit and re.search(r"(?:högst|max\w*|längst|totalt|som mest|sammanlagt|upp till)\s+(?:\w+\s+)?$", text[:one.start], re.I)), None)
    if bit and bit.months and most and most.months and times is None and most.months % bit.months == 0:
        times = most.months // bit.months
    chosen = bit or most or (after[0] if after else None)
    if chosen is None and re.search(r"\bårsvis|år från år|ett år|kalenderår", text[begin.start():], re.I):
        return 12, times
    return (chosen.months if chosen else None), times


def _deadline(text: str, span: Span) -> bool:
    """Say whether a length of time is how long beforehand something must be said."""
    return bool(re.match(r"[\s,]*(?:före|innan|dessförinnan|i förväg|uppsägning|varsel|tidigare)", text[span.end:], re.I)) or bool(
        re.search(r"uppsägningstid\w*\s+(?:om|på|av|är)\s*$", text[:span.start], re.I))
