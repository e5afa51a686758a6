"""Amendments, deviations, breach, disputes, secrecy."""

from __future__ import annotations

import re
from typing import Any

from service.intake.dates import NUMBER, number_of
from service.intake.proposal import Findings
from service.intake.text import Sentence, View

_CHANGE = re.compile(r"\b(?:ändring\w*|tillägg\w*|ändras|förändring\w* (?:av|i) (?:avtal|överenskommelse)\w*|revider\w*)", re.I)
_WRITTEN = re.compile(r"skriftlig\w*", re.I)
_SIGNED = re.compile(r"undertecknat?\w*|underskriv\w*|signera\w*|undertecknande\w*|skriv\w* under", re.I)
_DENIED = re.compile(r"behöver (?:inte|ej)|krävs (?:inte|ej)|inte behöva", re.I)
_DEVIATES = re.compile(r"avvik\w*|väsentlig\w* förändring\w*|större förändring\w*|omfördel\w*", re.I)
_APPROVED = re.compile(r"godkän\w*|samtyck\w*|medgiv\w*|samråd\w*", re.I)
_BEFOREHAND = re.compile(r"\binnan\b|i förväg|före\b|på förhand|dessförinnan", re.I)
_RESCIND = re.compile(r"\bhäv(?:a|as|er|s|ning\w*|t|ts|d)?\b|omedelbart? (?:säga upp|upphör|verkan)|säga upp \w+ (?:\w+ )?med omedelbar verkan", re.I)
_SERIOUS = re.compile(r"allvarlig\w*|väsentlig\w*|grov\w*|grovt", re.I)
_REMEDY = re.compile(r"rättelse|rätta\b|åtgärda\w*|vidta\w*|avhjälp\w*", re.I)
_DAYS = re.compile(rf"inom\s+{NUMBER}\s*(?:kalender|arbets)?(dagar|dagars|dygn|veckor|veckors|månad|månader)", re.I)
_PAYBACK = re.compile(r"återbetal\w*|betala(?:s)? tillbaka|återkräv\w*|återfå\w*", re.I)
_NO = re.compile(r"\b(?:ingen|inget|inte|ej)\b", re.I)
_DISPUTE = re.compile(r"tvist\w*|oenighet\w*|meningsskiljaktighet\w*", re.I)
_WAYS = (
    ("dialogue", r"dialog|samtal|samråd\b"), ("negotiation", r"förhandl\w*|överläggning\w*|diskussion\w*"),
    ("mediation", r"medl\w*"), ("arbitration", r"skilje\w*"), ("court", r"domstol\w*|tingsrätt\w*|rättslig\w*"),
)
_SECRECY = re.compile(r"sekretess\w*|tystnadsplikt\w*|offentlighetsprincip\w*|offentlighets- och sekretess\w*|OSL\b", re.I)


def read_amendments(view: View, findings: Findings) -> dict[str, bool | None]:
    """Return whether changes must be written and signed; the stricter of several sentences rules."""
    found: dict[str, bool | None] = {"written": None, "signed": None}
    for sentence in view.sentences:
        text = sentence.text
        if sentence.heading or not _CHANGE.search(text) or _DEVIATES.search(text):
            continue
        for key, words in (("written", _WRITTEN), ("signed", _SIGNED)):
            hit = words.search(text)
            if not hit or (key == "signed" and not _WRITTEN.search(text) and not re.search(r"giltig|gälla", text, re.I)):
                continue
            value = not _DENIED.search(text[:hit.start()][-60:])
            if found[key] is None or (value and not found[key]):
                found[key] = value
                findings.rests(sentence, f"amendments.{key}")
    return found


def read_deviation(view: View, findings: Findings) -> bool | None:
    """Return whether deviations need approval beforehand."""
    for sentence in view.sentences:
        text = sentence.text
        if not sentence.heading and _DEVIATES.search(text) and _APPROVED.search(text) and (
                _BEFOREHAND.search(text) or re.search(r"ska(?:ll)?\s[^.]{0,60}godkän", text, re.I)):
            value = not re.search(r"(?:behöver|krävs)\s+(?:inte|ej)|utan godkännande", text, re.I)
            findings.rests(sentence, "approval_before_deviation")
            return value
    return None


def read_rescission(view: View, findings: Findings) -> dict[str, Any]:
    """Return what lets a party rescind, the time to rectify, and what is paid back."""
    found: dict[str, Any] = {"serious_breach": None, "remedy": None, "remedy_days": None, "repayment": None}
    for sentence in view.sentences:
        if sentence.heading:
            continue
        text = sentence.text
        if _RESCIND.search(text) and re.search(r"bris(?:t|ter)|avtalsbrott|kontraktsbrott|åsidosätt|bryter|inte (?:följer|fullgör|uppfyller)|missköt|konkurs|brott", text, re.I):
            if found["serious_breach"] is None and (_SERIOUS.search(text) or re.search(r"konkurs|omedelbar|brott", text, re.I)):
                found["serious_breach"] = True
                findings.rests(sentence, "rescission.serious_breach")
        if found["remedy"] is None and _REMEDY.search(text) and (
                _RESCIND.search(text) or re.search(r"häv|brist|avtalsbrott", sentence.section + text, re.I)):
            _remedy(sentence, findings, found)
        if found["repayment"] is None and _PAYBACK.search(text):
            _repayment(sentence, findings, found)
    return found


def _remedy(sentence: Sentence, findings: Findings, found: dict[str, Any]) -> None:
    text = sentence.text
    days = _DAYS.search(text)
    if days:
        unit = days[2].casefold()
        factor = 7 if unit.startswith("veck") else 30 if unit.startswith("mån") else 1
        found["remedy"], found["remedy_days"] = "days", number_of(days[1]) * factor
        findings.rests(sentence, "rescission.remedy", "rescission.remedy_days")
    elif re.search(r"utan (?:oskäligt |onödigt )?dröjsmål|omgående|omedelbart|skyndsamt|snarast", text, re.I):
        found["remedy"] = "without_delay"
        findings.rests(sentence, "rescission.remedy")
    elif re.search(r"skälig tid", text, re.I):
        findings.ask("rescission.remedy", "Hur många dagar är skälig tid för rättelse?")


def _repayment(sentence: Sentence, findings: Findings, found: dict[str, Any]) -> None:
    text = sentence.text
    hit = _PAYBACK.search(text)
    if hit is None or re.search(r"\b(?:ingen|inget|inte|ej)\s(?:\w+\s){0,2}$", text[:hit.start()], re.I) or re.search(
            r"återbetal\w*\s+(?:inte|ej)\b", text, re.I):
        return
    if re.search(r"ej (?:förbrukad|använd|utnyttjad|nyttjad|upparbetad)\w*|inte (?:har )?(?:förbrukat?s?|använt?s?|utnyttjat?s?|nyttjat?s?|upparbetat?s?)|"
                 r"oförbrukad\w*|outnyttjad\w*|oanvänd\w*|överskott\w*|kvarvarande medel|inte (?:använts|förbrukats|nyttjats|upparbetats)", text, re.I):
        found["repayment"] = "unused"
        findings.rests(sentence, "rescission.repayment")
    elif re.search(r"del(?:ar|vis)?\b[^.]{0,30}\b(?:hela|samtlig\w*)|hel(?:a|t)\b[^.]{0,30}\bdel|helt eller delvis|hela eller|del av", text, re.I):
        found["repayment"] = "part_or_all"
        findings.rests(sentence, "rescission.repayment")


def read_disputes(view: View, findings: Findings) -> str | None:
    """Return the first way named for settling disputes."""
    for sentence in view.sentences:
        if sentence.heading or not (_DISPUTE.search(sentence.text) or re.search(r"tvist", sentence.section, re.I)):
            continue
        hits = [(hit.start(), way) for way, words in _WAYS if (hit := re.search(rf"\b(?:{words})", sentence.text, re.I))]
        if hits:
            findings.rests(sentence, "disputes")
            return min(hits)[1]
    return None


def read_secrecy(view: View, findings: Findings) -> bool | None:
    """Return whether the text speaks of secrecy or official records."""
    for sentence in view.sentences:
        if not sentence.heading and _SECRECY.search(sentence.text):
            findings.rests(sentence, "secrecy")
            return not re.search(r"omfattas (?:inte|ej) av sekretess|ingen sekretess", sentence.text, re.I)
    return None
