"""What amounts follow: a rate per unit, an index, the way a sum is spread, the days until it is paid."""

from __future__ import annotations

import re
from typing import Any

from service.intake.findings import Findings
from service.intake.words.amounts import plain, sums_in
from service.intake.words.dates import MONTHS, days_in
from service.intake.words.text import Sentence, View

_UNIT = re.compile(
    r"^\W{0,3}(?:per|/|för varje|à|á)\s*((?:\w+\s)?(?:\w*pass|\w*timm(?:e|ar)|tim\b|\w*dygn|\w*plats|\w*deltagare|person|\w*tillfälle|vecka|dag|barn|ungdom|\w*besök|"
    r"\w*träff|styck|omgång)\b(?:\s*(?:och|/|per)\s*(?:\w*dygn|månad|dag|vecka|timme|år|pass|person)\b)?)", re.I)
_PAID = re.compile(r"betala\w*|ersätt\w*|erhåller|fakturera\w*|debitera\w*|utgår|utbetala\w*|pris\w*", re.I)
_NOT_PAID = re.compile(r"vite|skadestånd|avgift\w*|medlems\w*|hyra\b|försen\w*|lön\b|självkostnad|egenavgift", re.I)
_INDEXED = re.compile(
    r"index(?:era|upp|juster|reg|omräkn)\w*|(?:räknas?|räkna|skrivs?|skriva|justeras?|omräknas?|uppräknas?)\b.{0,60}\b(?:index\w*|KPI\w*|PKV|LCI|AKI|OPI|NPI|\w*index)\b", re.I)
_NOT_INDEXED = re.compile(r"\b(?:inte|ej|ingen|utan)\b.{0,30}(?:index|räkna|juster)", re.I)
_NAME = re.compile(r"\b(KPIF?|PKV|LCI|AKI|OPI|NPI|[Kk]onsumentprisindex|[Aa]rbetskostnadsindex|[Oo]msorgsprisindex|[Nn]ettoprisindex|[Ff]astighetsprisindex)\b")
_BASE = re.compile(rf"\bbas\w*\D{{0,25}}?(?:({'|'.join(MONTHS)})\s+(?:månad\s+)?)?((?:19|20)\d\d)\b", re.I)
_SHARE = re.compile(r"(\d{1,3})(?:,\d+)?\s*(?:%|procent)\s+av\s+(?:belopp|ersätt|bidrag|summa|ram|den|det)\w*", re.I)
_SINCE = re.compile(r"(?:från och med|fr\.?o\.?m\.?|med början|första gången)\s+(?:den\s+)?", re.I)
_EQUAL = re.compile(r"\blika\s+(?:stora\s+)?(?:del(?:ar|betalningar|utbetalningar)?|belopp|poster|rater|utbetalningar|omgångar)\b", re.I)
_PAY_DAYS = re.compile(
    r"betalningsvillkor\w*\s+(?:är\s+)?(\d{1,3})\s+dagar|betal\w*\s+(?:\w+\s+){0,4}?(?:inom|senast|sker)?\s*(\d{1,3})\s+dagar\s+(?:efter|från)\s+"
    r"(?:att\s+)?(?:faktura\w*|mottag\w*|rekvisition\w*)", re.I)


def read_rate(view: View, findings: Findings) -> dict[str, Any] | None:
    """Return what is paid for each unit, if the text says one rate."""
    found: dict[str, Any] | None = None
    for sentence in view.clauses():
        if not _PAID.search(sentence.text) or _NOT_PAID.search(sentence.text):
            continue
        for one in sums_in(sentence.text):
            unit = _UNIT.match(sentence.text[one.end:one.end + 60])
            if unit is None:
                continue
            if found is not None:
                # Several rates are none that can be reckoned by.
                _several(findings)
                return None
            found = {"amount_sek": plain(one.sek), "unit": unit[1].strip()}
            findings.rests(sentence, "economy.rate.amount_sek", "economy.rate.unit")
    return found


def _several(findings: Findings) -> None:
    for path in ("economy.rate.amount_sek", "economy.rate.unit"):
        del findings.evidence[path]
    findings.ask("economy.rate", "Texten nämner flera priser per enhet; vilket ska räknas?")


def read_index(view: View, findings: Findings) -> dict[str, Any] | None:
    """Return the index that amounts follow; what the text leaves out of it is asked."""
    for sentence in view.clauses():
        if not _INDEXED.search(sentence.text) or _NOT_INDEXED.search(sentence.text):
            continue
        name = _NAME.search(sentence.text)
        made = {"name": name[1] if name else "index", "base": _base(sentence), "since": _since(sentence), "share": _share(sentence)}
        kept = {key: value for key, value in made.items() if value is not None}
        findings.rests(sentence, *(f"economy.index.{key}" for key in kept))
        if "base" not in kept or "since" not in kept:
            findings.ask("economy.index", f"Från vilken bas och från och med vilken dag räknas beloppen om efter {kept['name']}?")
        return kept
    return None


def _base(sentence: Sentence) -> str | None:
    found = _BASE.search(sentence.text)
    if found is None:
        return None
    return found[2] if found[1] is None else f"{found[2]}-{MONTHS.index(found[1].lower()) + 1:02}"


def _since(sentence: Sentence) -> str | None:
    hit = _SINCE.search(sentence.text)
    day = next((one for one in days_in(sentence.text) if hit is not None and one.start in range(hit.end(), hit.end() + 3)), None)
    return day.day.isoformat() if day is not None and day.day is not None and day.year else None


def _share(sentence: Sentence) -> int | None:
    found = _SHARE.search(sentence.text)
    return int(found[1]) if found is not None and 0 < int(found[1]) < 100 else None


def read_manner(view: View, findings: Findings) -> dict[str, Any]:
    """Return the way a sum is spread and the days until it is paid, as far as they are said."""
    made: dict[str, Any] = {}
    for sentence in view.clauses():
        if "split" not in made and _EQUAL.search(sentence.text) and re.search(r"betal|faktur|rekvir", sentence.text, re.I):
            made["split"] = "equal"
            findings.rests(sentence, "economy.payment.split")
        days = _PAY_DAYS.search(sentence.text)
        if "pay_days" not in made and days and not re.search(r"återbetal|vite", sentence.text, re.I):
            count = int(days[1] or days[2])
            if count <= 120:
                made["pay_days"] = count
                findings.rests(sentence, "economy.payment.pay_days")
    return made
