"""By when a stand on renewal is taken, and what silence means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.intake.clauses.spans import Span, spans_in
from service.intake.clauses.time.expiry import ends_in, renews_in
from service.intake.clauses.time.period import Period
from service.intake.findings import Findings
from service.intake.words.dates import days_in
from service.intake.words.text import Sentence, View

_BEFORE = re.compile(r"\s*(?:före|innan|dessförinnan|i förväg|tidigare)\b([^;]{0,70})", re.I)
_END = re.compile(r"slut|utgång|upphör|löper ut|går ut|löpt ut|avtalstid|avtalsperiod|period|sista|giltighet|dessförinnan|förläng|löptid|avtalet|överenskommelsen|\d{4}", re.I)
_STAND = re.compile(
    r"ställningstag\w*|(?:ta(?:r|s|ga)?|tagit)\s+(?:\w+\s+){0,5}?ställning|beslut\w*|förläng\w*|förny\w*|fortsättning\w*|fortsatt\w*|fortsätt\w*|omförhandl\w*|"
    r"ny (?:överenskommelse|avtalsperiod|period)|nytt avtal|nästa (?:period|avtal)|meddela\w*|besked\w*|option\w*|avgör\w*|frågan om", re.I)
_NOTICE = re.compile(r"uppsäg\w*|säg(?:a|as|s|er|es)\s+upp|sagts?\s+upp|sagt\s+(?:\w+\s+){0,2}upp|säger\s+(?:\w+\s+){0,3}upp|meddela\w*|frånträd\w*|avböj\w*|avsluta\w*|motsätt\w*", re.I)
_ABOUT_NEXT = re.compile(r"förläng|förny|ställning|fortsätt|fortsatt|ny(?:tt)? (?:överenskommelse|avtal)|omförhandl|uppsäg|säg\w* upp|sagts? upp|option|nästa (?:period|avtal)", re.I)
_OTHER = re.compile(r"möte|kallelse|sammanträde|faktur|rapport|redovis|budget|verksamhetsplan|utbetal|ändring av|kallas", re.I)
_EARLY = re.compile(r"under (?:avtalstiden|avtalsperioden|löptiden)|i förtid|när som helst|uppsägningstid", re.I)


@dataclass(frozen=True, slots=True)
class _Due:
    sentence: Sentence
    span: Span | None = None
    day: date | None = None


def read_decision(view: View, findings: Findings, period: Period, expiry: dict[str, Any]) -> dict[str, Any]:
    """Return by when a stand on renewal is taken, and what silence means; nothing where there is no end."""
    mode = expiry["mode"]
    if mode == "until_further_notice" or (period.open_end and mode != "renews"):
        return {"months_before": None, "on": None, "silence": None}
    found = list(_spans(view, period, mode))
    day = _earliest(found, period)
    if len({one.span.months for one in found if one.span}) > 1:
        listed = " eller ".join(sorted({view.text[one.sentence.flat.at[one.span.start]:one.sentence.flat.at[one.span.end - 1] + 1] for one in found if one.span}))
        findings.ask("decision.months_before", f"Ska besked lämnas {listed} före slutet? Texten nämner båda; den tidigare dagen bevakas.")
    fixed = _fixed(view, period) if day is None else None
    months = on = None
    told = day or fixed
    if day is not None and day.span is not None:
        months = day.span.months
        on = day.span.before(period.end) if period.end is not None else None
        findings.rests(day.sentence, *(["decision.months_before"] if months is not None else []), *(["decision.on"] if on else []))
        if on is None:
            findings.ask("decision.on", "Vilken dag ska ställning senast tas? Sista dagen är inte känd.")
    elif fixed is not None and fixed.day is not None:
        on = fixed.day
        findings.rests(fixed.sentence, "decision.on")
    elif mode == "renews":
        findings.ask("decision.on", "Senast när måste man säga till för att överenskommelsen inte ska förlängas?")
    silence, rests_on = _silence(view, mode, told.sentence if told else None)
    if silence is not None and rests_on is not None:
        findings.rests(rests_on, "decision.silence")
    return {"months_before": months, "on": on.isoformat() if on else None, "silence": silence}


def _earliest(found: list[_Due], period: Period) -> _Due | None:
    if not found:
        return None
    anchor = period.end or date(2024, 12, 31)
    return min(found, key=lambda one: one.span.before(anchor) if one.span else anchor)


def _spans(view: View, period: Period, mode: str | None) -> Iterator[_Due]:
    for sentence in view.clauses():
        text = sentence.text
        for span in spans_in(text):
            hit = _BEFORE.match(text[span.end:])
            if hit is None or not (_END.search(hit[1]) or hit[0].strip().lower().startswith("dessförinnan") or mode == "renews"):
                continue
            if _OTHER.search(re.split(r"[,;]| ska | och ", hit[1])[0]) or (_OTHER.search(text[:span.start]) and not _ABOUT_NEXT.search(text)):
                continue
            stops = mode == "renews" and bool(_NOTICE.search(text))
            early = bool(_EARLY.search(text)) and not _ABOUT_NEXT.search(re.sub(r"uppsäg\w*|säg\w* upp", "", text, flags=re.I))
            stand = bool(_STAND.search(text)) and (bool(_ABOUT_NEXT.search(text)) or bool(_ABOUT_NEXT.search(sentence.section)))
            near = any(_ABOUT_NEXT.search(one.text) for one in view.sentences[max(0, sentence.number - 1):sentence.number] if one.section == sentence.section)
            if (stops and not early) or stand or (near and bool(_STAND.search(text))):
                yield _Due(sentence, span)
                break


def _fixed(view: View, period: Period) -> _Due | None:
    for sentence in view.clauses():
        text = sentence.text
        if not (_ABOUT_NEXT.search(text) and (_STAND.search(text) or _NOTICE.search(text))) or re.search(r"ändring\w* av|faktura", text, re.I):
            continue
        for one in days_in(text):
            if one.day is None or not re.search(r"(?:senast|före|innan)\s*(?:den\s*)?$", text[max(0, one.start - 25):one.start], re.I):
                continue
            if one.year:
                return _Due(sentence, day=one.day) if period.start is None or one.day >= period.start else None
            if period.end is not None:
                return _Due(sentence, day=_in_last_year(one.day, text[one.end:one.end + 60], period.end))
    return None


def _in_last_year(day: date, after: str, end: date) -> date:
    """Return a day of the year as the last such day before the end; "året innan" takes the year before."""
    year = end.year - 1 if re.match(r"\s*(?:året (?:innan|före)|föregående år)", after, re.I) else end.year
    made = day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)
    return made if made <= end else made.replace(year=year - 1)


def _silence(view: View, mode: str | None, told: Sentence | None) -> tuple[str | None, Sentence | None]:
    if mode == "renews":
        return "renews", next((s for s in view.clauses() if renews_in(s)), None)
    if mode not in ("ends", "option"):
        return None, None
    said = next((s for s in view.clauses() if ends_in(s) or re.search(
        r"(?:om (?:inget|inte|ingen|ej|så inte)|i annat fall|annars|uteblir|utan sådan\w*)\b[^.]{0,90}(?:upphör|avslutas|löper[^.]{0,30} ut)", s.text, re.I)), None)
    return ("ends", said or told) if said is not None or told is not None else (None, None)
