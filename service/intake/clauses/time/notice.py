"""The right to end the agreement early by notice."""

from __future__ import annotations

import re
from typing import Any

from service.intake.clauses.spans import Span, spans_in
from service.intake.clauses.time.expiry import renews_in
from service.intake.clauses.who.parties import Party
from service.intake.clauses.who.sides import mentioned
from service.intake.findings import Findings
from service.intake.words.text import Sentence, View

_NOTICE = re.compile(
    r"uppsäg\w*|säg(?:a|as|s|er|es)\s+(?:\w+\s+){0,3}?upp\b|sagts?\s+(?:\w+\s+){0,2}?upp\b|avsluta\w*|frånträd\w*|varsel|lämna (?:avtalet|överenskommelsen|partnerskapet|samarbetet)|upphöra i förtid", re.I)
_LENGTH_OF_NOTICE = re.compile(r"uppsägning\w*|varsel|i förväg|i förtid|med en tid|förvarning|efter (?:att |det att )?(?:\w+\s+){0,3}uppsäg|frist|förhand|(?:säg|sag)\w*\s+(?:\w+\s+){0,4}upp|avsluta|frånträd|lämna", re.I)
_DENIED = re.compile(r"\b(?:kan|får)\s+(?:inte|ej)\s(?:\w+\s){0,5}(?:säg|avsluta|frånträd)|\bingen\s(?:\w+\s){0,3}uppsägning|inte (?:möjligt|rätt) att säga|(?:kan|får) under (?:\w+\s){1,3}(?:inte|ej)\b", re.I)
_STAFF = re.compile(r"uppsäg\w* av (?:anställ|personal|medarbet)|anställ|hyres|omedelbar verkan|omedelbart upphörande", re.I)
_TO_THE_END = re.compile(r"\s*(?:dessförinnan\b|(?:före|innan)\b[^;]{0,60}?)(?:slut|utgång|upphör|löper ut|går ut|löpt ut|period|avtalstid|giltighet|årsskift|förläng|den\s+\d|\d{4}|(?<=dessförinnan))", re.I)
_BREACH = re.compile(r"bryter mot|åsidosätt|avtalsbrott|bristande|inte (?:följer|fullgör|uppfyller|håller)", re.I)
_BOTH = re.compile(r"\b(?:ömsesidig\w*|båda|bägge|endera|vardera|respektive part|part(?:erna|en)?|någon(?:dera)? av|samtliga|varje part|var och en)\b", re.I)
_SHARED = re.compile(r"\b(?:ömsesidig\w*|båda|bägge|endera|vardera|part|parterna|någondera|samtliga|varje part)\b", re.I)


def read_notice(view: View, findings: Findings, parties: list[Party], mode: str | None) -> list[dict[str, Any]]:
    """Return the rights to end early by notice; notice that only stops a renewal is no such right."""
    found: list[dict[str, Any]] = []
    for sentence in view.clauses():
        text = sentence.text
        if not (_NOTICE.search(text) or re.search(r"uppsäg", sentence.section)) or _DENIED.search(text):
            continue
        if _BREACH.search(text) or (re.search(r"avtalsbrott|hävning|går fel|brist", sentence.section) and not re.search(r"uppsäg", sentence.section)):
            continue
        last = 0
        for span in spans_in(text):
            if not _gives(sentence, span, mode):
                continue
            if span.months is None:
                findings.ask("notice", f"Uppsägningstiden är {text[span.start:span.end]}; hur många månader ska bevakas?")
                continue
            party = _whose(view, sentence, last, span, parties)
            last = span.end
            if any(one["party"] == party or one == {"party": "both", "months": span.months} for one in found):
                continue
            path = f"notice.{len(found)}"
            findings.rests(sentence, f"{path}.party", f"{path}.months")
            found.append({"party": party, "months": span.months})
    return found


def _gives(sentence: Sentence, span: Span, mode: str | None) -> bool:
    """Say whether a length of time is how long notice runs."""
    text = sentence.text
    around = text[max(0, span.start - 80):span.end + 50]
    if not _LENGTH_OF_NOTICE.search(around) or (_STAFF.search(text) and not re.search(r"uppsägningstid", around, re.I)):
        return False
    if _TO_THE_END.match(text[span.end:]) and mode != "until_further_notice" and not re.search(r"i förtid|under avtals", text[:span.start], re.I):
        return False
    if re.search(r"förläng|förny", text[max(0, span.start - 40):span.start], re.I) or re.match(r"\s*(?:i taget|åt gången|i sänder|från|efter (?:avtal|överenskomm)\w*\s+(?:start|ikraft))", text[span.end:], re.I):
        return False
    if re.search(r"(?:inom|efter)\s*$", text[:span.start], re.I) and not re.search(r"upphör|uppsäg", text, re.I):
        return False
    if renews_in(sentence) and not re.search(r"under (?:avtals|löp)|i förtid", text, re.I):
        return bool(re.search(r"uppsägningstid", around, re.I) and not re.search(r"om (?:inte|ingen)|såvida", text[:span.start], re.I))
    return True


def _whose(view: View, sentence: Sentence, last: int, span: Span, parties: list[Party]) -> str:
    """Return whose right it is: the side spoken of nearest before the length of time, else just after it."""
    text = sentence.text
    part = text[last:span.start]
    if _SHARED.search(part):
        return "both"
    sides = [role for _at, role in mentioned(part, parties)]
    if sides and not re.search(r"\b(?:till|hos|mot|skriftligen|meddela)\s+(?:\w+\s+){0,2}\w*$", part[:0]):
        return sides[0] if len(set(sides)) == 1 else "both"
    after = text[span.end:span.end + 70]
    if not re.match(r"[^,;]{0,40}\b(?:till|hos)\b", after):
        later = [role for at, role in mentioned(after, parties) if re.search(r"\b(?:för|från|av)\s+(?:\w+\s+)?$", after[:at])]
        if later and len(set(later)) == 1 and not _SHARED.search(text):
            return later[0]
    if _BOTH.search(text):
        return "both"
    before = view.sentences[max(0, sentence.number - 1)]
    if before.section == sentence.section and _NOTICE.search(before.text) and not before.heading and not sides and not _SHARED.search(before.text):
        earlier = {role for _at, role in mentioned(before.text, parties)}
        if len(earlier) == 1 and re.search(r"rätt|kan|får", before.text):
            return earlier.pop()
    return "both"
