"""Amendments, deviations, disputes, secrecy."""

from __future__ import annotations

import re

from service.intake.findings import Findings
from service.intake.words.text import View

_CHANGE = re.compile(r"\b(?:ändring\w*|tillägg\w*|ändras\b|ändra\b|revider\w*|justering\w* av (?:avtal|överenskommelse))", re.I)
_OURS = re.compile(r"tillägg|avtal|överenskommelse|villkor|bilag|partnerskap|parterna|\bden\b|\bdetta\b|kontrakt", re.I)
_OTHER = re.compile(r"förutsättning\w*|meddela\w*|underrätta\w*|informera\w*|anmäl\w*|personal|styrelse\w*|verksamhetsplan|budget", re.I)
_WRITTEN = re.compile(r"skriftlig\w*|i skrift\b|skrivs? ned|nedteckn\w*|muntlig\w*\s+(?:ändring|tillägg|överenskomm)\w*", re.I)
_SIGNED = re.compile(r"undertecknat?\w*|underskriv\w*|underskrift\w*|signera\w*|undertecknande\w*|skriv\w* under|påskriv\w*", re.I)
_DENIED = re.compile(r"behöver (?:inte|ej)|krävs (?:inte|ej)|(?:inte|ej) behöva|behöver varken|muntlig\w* (?:ändringar|tillägg|överenskomm\w*)(?! (?:gäller|är) (?:inte|ej|ogiltig|utan verkan))(?! saknar)", re.I)
_DEVIATES = re.compile(r"avvik\w*|(?:väsentlig|betydande|större)\w* (?:förändring|ändring)\w*|omfördel\w*|omdisponer\w*|omprioriter\w*", re.I)
_APPROVED = re.compile(r"godkän\w*|samtyck\w*|medgiv\w*|godtas|tillstyrk\w*|tillstånd", re.I)
_BEFOREHAND = re.compile(r"\binnan\b|i förväg|\bföre\b|på förhand|dessförinnan|förhandsgodkän", re.I)
_DISPUTE = re.compile(r"tvist\w*|oenighet\w*|meningsskiljaktighet\w*|oense\b|konflikt\w*", re.I)
_WAYS = (
    ("dialogue", r"\w*dialog\w*|samtal\w*|samråd\b|samförstånd|diskussion\w*|i godo"), ("negotiation", r"(?!om)\w*förhandl\w*|överläggning\w*"),
    ("mediation", r"medl(?:ing|are|as|aren)\w*"), ("arbitration", r"skilje\w*"), ("court", r"\w*domstol\w*|tingsrätt\w*|rättslig\w* prövning"),
)
_SECRECY = re.compile(r"sekretess\w*|tystnadsplikt\w*|offentlighetsprincip\w*|offentlighets- och sekretess\w*|\bOSL\b|konfidential\w*|konfidentiell\w*|tystnadslöfte", re.I)
_NO_SECRECY = re.compile(r"omfattas (?:inte|ej) av (?:\w+\s){0,2}(?:sekretess|tystnadsplikt)|ingen (?:sekretess|tystnadsplikt)|(?:sekretess|tystnadsplikt) (?:gäller|råder|föreligger) (?:inte|ej)", re.I)


def read_amendments(view: View, findings: Findings) -> dict[str, bool | None]:
    """Return whether changes must be written and signed; the stricter of several sentences rules."""
    found: dict[str, bool | None] = {"written": None, "signed": None}
    for sentence in view.clauses():
        text = sentence.text
        if not (_CHANGE.search(text) or re.search(r"ändring|tillägg", sentence.section)) or _DEVIATES.search(text):
            continue
        if _OTHER.search(text) and not re.search(r"tillägg|(?:ändring\w*|ändra\w*)\s+(?:av|i|till)?\s*(?:denna|detta|i?\s*avtal|överenskommelse)", text, re.I):
            continue
        if not (_OURS.search(text) or re.search(r"ändring|tillägg|övrig|allmän", sentence.section)) or re.search(r"uppsägning", text, re.I) and not _CHANGE.search(text):
            continue
        for key, words in (("written", _WRITTEN), ("signed", _SIGNED)):
            hit = words.search(text)
            if not hit:
                continue
            value = not _DENIED.search(text[:hit.end()][-90:])
            if found[key] is None or (value and not found[key]):
                found[key] = value
                findings.rests(sentence, f"amendments.{key}")
    return found


def read_deviation(view: View, findings: Findings) -> bool | None:
    """Return whether deviations need approval beforehand."""
    for sentence in view.clauses():
        text = sentence.text
        if not (_DEVIATES.search(text) or re.search(r"avvik", sentence.section)) or not _APPROVED.search(text) or re.search(r"i efterhand", text, re.I):
            continue
        if re.search(r"(?:behöver|krävs)\s+(?:inte|ej)|utan (?:\w+\s)?(?:förhands)?godkännande|(?:inget|ej|inte) (?:\w+\s)?godkännande", text, re.I) and not re.search(r"(?:får|kan) (?:inte|ej)\b", text, re.I):
            findings.rests(sentence, "approval_before_deviation")
            return False
        if _BEFOREHAND.search(text) or re.search(r"(?:ska(?:ll)?|måste|får|kräver|krävs|förutsätter|kan)\b[^.]{0,90}(?:godkän|samtyck|medgiv)|godkän\w*[^.]{0,40}krävs", text, re.I):
            findings.rests(sentence, "approval_before_deviation")
            return True
    return None


def read_disputes(view: View, findings: Findings) -> str | None:
    """Return the first way named for settling disputes."""
    for sentence in view.clauses():
        if not (_DISPUTE.search(sentence.text) or re.search(r"tvist", sentence.section, re.I)):
            continue
        hits = [(hit.start(), way) for way, words in _WAYS if (hit := re.search(rf"\b(?:{words})", sentence.text, re.I))]
        if hits:
            findings.rests(sentence, "disputes")
            return min(hits)[1]
    return None


def read_secrecy(view: View, findings: Findings) -> bool | None:
    """Return whether the text speaks of secrecy."""
    for sentence in view.clauses():
        if _SECRECY.search(sentence.text):
            findings.rests(sentence, "secrecy")
            return not _NO_SECRECY.search(sentence.text)
    return None
