"""What lets a party rescind, the time to put things right, and what is paid back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from service.intake.clauses.spans import spans_in
from service.intake.findings import Findings
from service.intake.words.text import Sentence, View

_RESCIND = re.compile(
    r"\bhäv(?:a|as|er|s|ning\w*|t|ts|d|ande)?\b|\bförtida upphörande|omedelbart? (?:säga upp|upphör\w*|verkan|avsluta)|med omedelbar verkan|till omedelbart upphörande|"
    r"(?:säga|sägas|säger) upp [^.]{0,60}omedelbar\w*|omedelbart (?:säga|sägas) upp", re.I)
_CAUSE = re.compile(
    r"bris(?:t|ter)\w*|avtalsbrott|kontraktsbrott|åsidosätt\w*|bryt(?:er|a)|inte (?:följer|fullgör|uppfyller|fullföljer|lever upp)|missköt\w*|konkurs|brott|misslig\w*|försum\w*|"
    r"oriktiga uppgifter|vilseled\w*|missbruk\w*|obestånd|svek", re.I)
_SERIOUS = re.compile(r"allvarlig\w*|väsentlig\w*|grov\w*|grovt|i betydande|konkurs|omedelbar\w*|synnerlig|upprepa\w*", re.I)
_REMEDY = re.compile(r"\brättelse\w*|\brätta(?:s|r|t)?\b|åtgärda\w*|avhjälp\w*|\bbristen|vidta\w* åtgärd\w*", re.I)
_WITHOUT_DELAY = re.compile(r"utan (?:oskäligt |onödigt )?dröjsmål|omgående|omedelbart|skyndsamt|snarast|utan (?:oskäligt )?uppehåll|genast", re.I)
_REASONABLE = re.compile(r"skälig\w* tid|rimlig\w* tid|viss tid|angiven tid|utsatt tid|tid som (?:anges|parterna)", re.I)
_PAYBACK = re.compile(r"återbetal\w*|betala(?:s|r)?\s+(?:\w+\s+)?tillbaka|återkräv\w*|återfå\w*|återkrav\w*|återlämna\w*|tillbakabetal\w*|krävas? tillbaka|återföras?|lämna\w* tillbaka", re.I)
_UNUSED = re.compile(
    r"(?:ej|inte)\s+(?:\w+\s){0,2}?(?:för|an|ut|upp)?(?:bruka|använ|nyttja|arbeta)\w*|(?:ej|inte)\s+(?:\w+\s)?(?:tagits i anspråk|åtgått|gått åt)|(?:för|an|ut|upp)(?:brukats|vänts|nyttjats|arbetats)\s+(?:inte|ej)|"
    r"o(?:förbrukad|utnyttjad|använd|upparbetad)\w*|outnyttjad\w*|överskott\w*|överskjutande|kvarvarande|kvarstående|återstående|(?:avser|för) tid(?:en)? efter|ej genomförd", re.I)
_PART_OR_ALL = re.compile(
    r"\bdel(?:ar|vis)?\b[^.]{0,40}\b(?:hela|samtlig\w*|hel)\b|\bhel(?:a|t)\b[^.]{0,40}\bdel|hela eller|del av|delar av|hela (?:beloppet|bidraget|summan|ersättningen)|"
    r"(?:utbetal\w*|erhåll\w*|lämna[dt]\w*|mottag\w*)\s+(?:\w+\s+)?(?:medel|bidrag\w*|belopp\w*|ersättning\w*|stöd\w*|summ\w*)|skäligt belopp", re.I)
_DENIED = re.compile(r"\b(?:ingen|inget|inga|inte|ej|utan)\s+(?:\w*skyldig\w*\s+(?:att\s+)?)?$", re.I)


def read_rescission(view: View, findings: Findings) -> dict[str, Any]:
    """Return what lets a party rescind, the time to rectify, and what is paid back."""
    found: dict[str, Any] = {"serious_breach": None, "remedy": None, "remedy_days": None, "repayment": None}
    for sentence, words in _with_points(view):
        if _RESCIND.search(words) and _CAUSE.search(words) and found["serious_breach"] is None and _SERIOUS.search(words):
            denied = re.search(r"\b(?:kan|får)\s+(?:inte|ej)\s+(?:\w+\s)?häv|ingen rätt att häva", words, re.I)
            found["serious_breach"] = not denied
            findings.rests(sentence, "rescission.serious_breach")
        about = _RESCIND.search(words) or re.search(r"häv|brist|avtalsbrott|rättelse|upphör|återkrav", sentence.section + words, re.I)
        if found["remedy"] is None and _REMEDY.search(words) and about:
            _remedy(sentence, findings, found)
    payback = [s for s in view.clauses() if _PAYBACK.search(s.text)]
    for sentence in sorted(payback, key=lambda one: not re.search(r"häv|avtalsbrott|brist", one.text + one.section, re.I)):
        if found["repayment"] is None:
            _repayment(sentence, findings, found)
    return found


def _with_points(view: View) -> Iterator[tuple[Sentence, str]]:
    """Yield sentences; one that opens a list comes with its points, since they finish it."""
    for sentence in view.clauses():
        words = sentence.text
        if not sentence.item and not re.search(r"[.!?]$", words):
            for point in view.sentences[sentence.number + 1:sentence.number + 8]:
                if not point.item:
                    break
                words += " " + point.text
        yield sentence, words


def _remedy(sentence: Sentence, findings: Findings, found: dict[str, Any]) -> None:
    text = sentence.text
    for span in spans_in(text):
        if not re.search(r"(?:inom|efter|senast)\s+(?:\w+\s+)?$", text[:span.start], re.I) or re.search(r"betal", text[max(0, span.start - 25):span.start], re.I):
            continue
        days = span.days if span.days is not None else 30 * (span.months or 0)
        if span.days is None:
            findings.ask("rescission.remedy_days", f"Tiden för rättelse är {text[span.start:span.end]}; hur många dagar räknas den som?")
        found["remedy"], found["remedy_days"] = "days", days
        findings.rests(sentence, "rescission.remedy", "rescission.remedy_days")
        return
    place = _REMEDY.search(text)
    around = text[max(0, place.start() - 60):place.end() + 70] if place else text
    if _REASONABLE.search(text):
        findings.ask("rescission.remedy", "Hur många dagar är skälig tid för rättelse?")
    elif _WITHOUT_DELAY.search(around):
        found["remedy"] = "without_delay"
        findings.rests(sentence, "rescission.remedy")


def _repayment(sentence: Sentence, findings: Findings, found: dict[str, Any]) -> None:
    text = sentence.text
    hit = _PAYBACK.search(text)
    if hit is None or _DENIED.search(text[:hit.start()]) or re.search(r"återbetal\w*\s+(?:inte|ej)\b", text, re.I):
        return
    value = "unused" if _UNUSED.search(text) else "part_or_all" if _PART_OR_ALL.search(text) else None
    if value is None and re.search(r"bidrag|medel|ersättning|belopp|utbetal", text, re.I) and re.search(r"häv|avtalsbrott|brist", text + sentence.section, re.I):
        value = "part_or_all"
    if value is not None:
        found["repayment"] = value
        findings.rests(sentence, "rescission.repayment")
