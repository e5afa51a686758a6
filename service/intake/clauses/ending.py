"""How the agreement ends or goes on, by when a stand is taken, and the right to end it early."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from service.intake.clauses.parties import Party, mentioned
from service.intake.clauses.period import Period
from service.intake.dates import NUMBER, days_in, number_of
from service.intake.proposal import Findings
from service.intake.text import Sentence, View
from service.kernel.calendar import add_months

_MONTHS = rf"{NUMBER}\s*(månad(?:er|ers|s)?|mån\b|år|kvartal)"
_RENEWS = re.compile(
    r"(?:(?:förlängs|förnyas|prolongeras|förlänges)[^.]{0,60}automatiskt|automatiskt[^.]{0,40}(?:förlängs|förnyas|förlängas|prolongeras|förlängning)|"
    r"(?:förlängs|förnyas|prolongeras|förlänges)\b[^.]{0,90}(?:i taget|åt gången|i sänder)|"
    r"(?:förlängs|förnyas|prolongeras|förlänges)\s+(?:\w+\s+){0,3}med\s+(?:ytterligare\s+)?" + _MONTHS + r")", re.I)
_NOT = re.compile(r"\b(?:inte|ej|icke|aldrig|ingen)\b", re.I)
_OPTION = re.compile(
    r"option|möjlighet (?:till|att) förläng|möjlighet för \w+ att förlänga|(?:kan|får|äger rätt att|har rätt att|rätt att)\s[^.]{0,50}förläng(?:as?|a)\b", re.I)
_TOGETHER = re.compile(r"gemensam|båda parter|parterna (?:är )?(?:överens|kommer överens)|ömsesidig|överenskomm(?:a|er) om|skriftlig överenskommelse|"
                       r"om parterna|efter (?:beslut|ställningstagande) av parterna|parterna kan", re.I)
_TIMES = re.compile(rf"(?:högst|max(?:imalt)?|som mest)\s+{NUMBER}\s+gång(?:er)?", re.I)
_PLUS = re.compile(r"\b(\d)\s*\+\s*(\d)(?:\s*\+\s*(\d))?\s*år", re.I)
_ENDS = re.compile(
    r"(?:upphör|avslutas|löper ut)\b[^.]{0,60}(?:automatiskt|utan (?:särskild |föregående )?uppsägning|av sig själv)|"
    r"(?:automatiskt|utan (?:särskild |föregående )?uppsägning)[^.]{0,30}(?:upphör|avslutas)|(?:inte|ej|ingen)\s[^.]{0,30}(?:automatisk\w* )?förläng", re.I)
_BEFORE_END = re.compile(
    rf"(?:senast|minst|inom|tidigast)?\s*{_MONTHS}\s*(?:före|innan|dessförinnan|i förväg)\s*([^.,;]{{0,60}})", re.I)
_END_WORDS = re.compile(r"slut|utgång|upphör|löper ut|går ut|avtalstid|avtalsperiod|period|sista|giltighet", re.I)
_STAND = re.compile(r"ställningstagande|ta(?:r|s)? ställning|beslut\w*|förläng\w*|fortsättning|omförhandl\w*|ny överenskommelse|nästa (?:period|avtal)|"
                    r"meddela\w*|besked|förnya\w*|fortsatt", re.I)
_NOTICE = re.compile(r"uppsäg\w*|säg(?:a|as|s|er)\s+upp|sägas\s+upp|sagts?\s+upp|sagt\s+upp|avsluta\w*\s+i\s+förtid|frånträda", re.I)
_STOPS = re.compile(r"annars|i annat fall|i övrigt förlängs|förlängs|förnyas|om (?:inte|ingen)|såvida (?:inte|ingen)|därefter", re.I)


def _length(found: re.Match[str], number: int) -> int:
    unit = found[number + 1].casefold()
    return number_of(found[number]) * (12 if unit == "år" else 3 if unit == "kvartal" else 1)


def read_expiry(view: View, findings: Findings, period: Period) -> dict[str, Any]:
    """Return how the agreement ends, with months a time and how many times."""
    if period.open_end and period.open_in is not None:
        findings.rests(period.open_in, "expiry.mode")
        return {"mode": "until_further_notice", "months": None, "max_times": None}
    renews = next((s for s in view.sentences if (hit := _RENEWS.search(s.text)) and not _NOT.search(
        _near(s.text, hit)) and not _OPTION.search(s.text)), None)
    if renews is not None:
        return _repeated(view, findings, renews, "renews")
    option = next((s for s in view.sentences if (hit := _OPTION.search(s.text)) and not _NOT.search(s.text[:hit.end()][-25:])
                   and not s.heading), None)
    if option is not None and not (_TOGETHER.search(option.text) and "option" not in option.low and not _PLUS.search(option.text)):
        return _repeated(view, findings, option, "option")
    ends = next((s for s in view.sentences if _ENDS.search(s.text) and re.search(
        r"avtal|överenskommelse|partnerskap|samverkan|samarbete|IOP|den\b", s.text, re.I)), None)
    ends = ends or (period.end_in if period.end is not None else None)
    if ends is None:
        return {"mode": None, "months": None, "max_times": None}
    findings.rests(ends, "expiry.mode")
    return {"mode": "ends", "months": None, "max_times": None}


def _near(text: str, hit: re.Match[str]) -> str:
    """Return the words just before and within what was found, up to a condition about someone not acting."""
    clause = re.split(r"\b(?:om|såvida|ifall)\b", text[hit.start():hit.end()])[0]
    before = re.split(r"\b(?:om|såvida|ifall)\b[^,]*,", text[:hit.start()])[-1]
    return before[-20:] + " " + clause if not re.search(r"\bom (?:inte|ingen)\b", text[:hit.start()], re.I) else clause


def _repeated(view: View, findings: Findings, sentence: Sentence, mode: str) -> dict[str, Any]:
    text = sentence.text
    months = times = None
    plus = _PLUS.search(text)
    if plus:
        parts = [int(part) for part in plus.groups() if part]
        months, times = parts[0] * 12, len(parts)
    else:
        after = text[re.search(r"förläng|förny|prolong|option", text, re.I).start():]  # type: ignore[union-attr]
        found = re.search(rf"(?:med|på|om|i|ytterligare|högst|längst)?\s*(?:ytterligare\s+|högst\s+)?{_MONTHS}(?!\s*(?:före|innan|uppsäg))", after, re.I)
        if found and found[2].casefold().startswith(("m", "å", "k")):
            months = _length(found, 1)
        elif re.search(r"ett år|årsvis|år från år|ett kalenderår", after, re.I):
            months = 12
    limit = _TIMES.search(text) or next((hit for s in view.sentences[sentence.number + 1:sentence.number + 2] if (hit := _TIMES.search(s.text))), None)
    if limit:
        times = number_of(limit[1])
    findings.rests(sentence, "expiry.mode", *(["expiry.months"] if months else []), *(["expiry.max_times"] if times else []))
    if months is None:
        findings.ask("expiry.months", "Hur lång är varje förlängning?")
    return {"mode": mode, "months": months, "max_times": times}


def read_decision(view: View, findings: Findings, period: Period, expiry: dict[str, Any]) -> dict[str, Any]:
    """Return by when a stand on renewal is taken, and what silence means."""
    nothing = {"months_before": None, "on": None, "silence": None}
    if period.open_end:
        return nothing
    found = _months_before(view, expiry["mode"])
    if found is not None:
        sentence, months = found
        paths = ["decision.months_before"]
        on = add_months(period.end, -months) if period.end is not None else None
        if on is not None:
            paths.append("decision.on")
        silence, sure = _silence(view, expiry["mode"])
        findings.rests(sentence, *paths)
        if silence:
            findings.rests(sure or sentence, "decision.silence")
        return {"months_before": months, "on": on.isoformat() if on else None, "silence": silence}
    fixed = _fixed_day(view, period)
    if fixed is not None:
        sentence, day = fixed
        silence, sure = _silence(view, expiry["mode"])
        findings.rests(sentence, "decision.on")
        if silence:
            findings.rests(sure or sentence, "decision.silence")
        return {"months_before": None, "on": day.isoformat(), "silence": silence}
    if expiry["mode"] == "renews":
        findings.ask("decision", "Senast när måste man säga till för att överenskommelsen inte ska förlängas?")
    return nothing


def _months_before(view: View, mode: str | None) -> tuple[Sentence, int] | None:
    for sentence in view.sentences:
        for hit in _BEFORE_END.finditer(sentence.text):
            about = hit[3]
            if not _END_WORDS.search(about) and not (mode == "renews" and _NOTICE.search(sentence.text)):
                continue
            if re.search(r"möte|kallelse|sammanträde|faktur|rapport", about, re.I):
                continue
            ends = mode == "renews" and (_NOTICE.search(sentence.text) or _STAND.search(sentence.text))
            if ends or _STAND.search(sentence.text):
                return sentence, _length(hit, 1)
    return None


def _fixed_day(view: View, period: Period) -> tuple[Sentence, date] | None:
    for sentence in view.sentences:
        if not (_STAND.search(sentence.text) and re.search(r"senast|före|innan", sentence.text, re.I)
                and re.search(r"förläng|ställning|fortsättning|fortsatt|ny överenskommelse|omförhandl", sentence.text, re.I)):
            continue
        for one in days_in(sentence.text):
            before = sentence.text[max(0, one.start - 25):one.start]
            if one.day is None or not re.search(r"(?:senast|före|innan)\s*(?:den\s*)?$", before, re.I):
                continue
            if one.year:
                return sentence, one.day
            if period.end is not None:
                day = one.day.replace(year=period.end.year)
                return sentence, day if day <= period.end else day.replace(year=day.year - 1)
    return None


def _silence(view: View, mode: str | None) -> tuple[str | None, Sentence | None]:
    if mode == "renews":
        return "renews", next((s for s in view.sentences if _RENEWS.search(s.text)), None)
    if mode in ("ends", "option"):
        ends = next((s for s in view.sentences if _ENDS.search(s.text)), None)
        return ("ends", ends) if ends is not None else ("ends" if mode == "ends" else None, None)
    return None, None


def read_notice(view: View, findings: Findings, parties: list[Party], mode: str | None) -> list[dict[str, Any]]:
    """Return the rights to end early by notice; notice that only stops a renewal is no such right."""
    found: list[dict[str, Any]] = []
    for sentence in view.sentences:
        text = sentence.text
        hit = _NOTICE.search(text)
        if not hit or sentence.heading or re.search(r"(?:kan|får)\s+(?:inte|ej)\s[^.]{0,20}säg", text, re.I):
            continue
        if re.search(r"uppsäg\w* av anställ|omedelbar verkan", text, re.I):
            continue
        length = next((one for one in re.finditer(_MONTHS, text, re.I)
                       if re.search(r"uppsäg|varsel|i förväg|i förtid|med en tid|förvarning", text[max(0, one.start() - 60):one.end() + 40], re.I)), None)
        if length is None:
            continue
        tied = _BEFORE_END.search(text)
        if tied and _END_WORDS.search(tied[3]) and mode in ("renews", "ends", "option"):
            continue
        if mode == "renews" and _STOPS.search(text) and _RENEWS.search(text):
            continue
        months = _length(length, 1)
        party = _whose(text, hit.start(), parties)
        item = {"party": party, "months": months}
        if item not in found and not any(one["party"] == party for one in found):
            path = f"notice.{len(found)}"
            findings.rests(sentence, f"{path}.party", f"{path}.months")
            found.append(item)
    return found


def _whose(text: str, place: int, parties: list[Party]) -> str:
    if re.search(r"\b(?:ömsesidig|båda|bägge|endera|vardera|respektive|part(?:erna|en)?|någon av|samtliga)\b", text[:place + 60], re.I):
        return "both"
    sides = {role for at, role in mentioned(text, parties) if at < place}
    return sides.pop() if len(sides) == 1 else "both"
