"""From a document's text to proposed terms: one small reader for each clause."""

from __future__ import annotations

import re
from typing import Any

from service.intake.clauses.fault.breach import read_rescission
from service.intake.clauses.kind import is_agreement
from service.intake.clauses.money.economy import read_economy
from service.intake.clauses.time.decision import read_decision
from service.intake.clauses.time.expiry import read_expiry
from service.intake.clauses.time.notice import read_notice
from service.intake.clauses.time.period import read_period
from service.intake.clauses.title import read_title
from service.intake.clauses.together.changes import read_amendments, read_deviation, read_disputes, read_secrecy
from service.intake.clauses.together.meetings import read_meetings
from service.intake.clauses.together.reports import read_reports
from service.intake.clauses.who.parties import Party, read_parties
from service.intake.clauses.who.signing import read_signing
from service.intake.errors import NotAnAgreement
from service.intake.findings import Findings
from service.intake.proposal import Proposal
from service.intake.words.text import View, view

_GOALS = re.compile(r"^(?:mål|målsättning\w*|gemensamma mål|mål och syfte|syfte och mål)\b", re.I)
_UNDERTAKEN = re.compile(r"\d|medverk|samordn|delta", re.I)


def propose(text: str) -> Proposal:
    """Return the terms that a normalised text proposes; raise NotAnAgreement if it is none."""
    seen = view(text)
    if not is_agreement(seen):
        raise NotAnAgreement
    findings = Findings(text)
    title = read_title(seen, findings)
    parties = read_parties(seen, findings)
    signed, signed_on = read_signing(seen, findings)
    period = read_period(seen, findings, signed_on)
    expiry = read_expiry(seen, findings, period)
    decision = read_decision(seen, findings, period, expiry)
    economy, explained = read_economy(seen, findings, parties, period)
    values: dict[str, Any] = {
        "title": title,
        "parties": [party.form() for party in parties],
        "period": {"start": period.start.isoformat() if period.start else None,
                   "end": period.end.isoformat() if period.end else None},
        "expiry": expiry,
        "decision": decision,
        "notice": read_notice(seen, findings, parties, expiry["mode"]),
        "meetings": read_meetings(seen, findings, parties),
        "economy": economy,
        "reports": read_reports(seen, findings),
        "amendments": read_amendments(seen, findings),
        "approval_before_deviation": read_deviation(seen, findings),
        "rescission": read_rescission(seen, findings),
        "disputes": read_disputes(seen, findings),
        "secrecy": read_secrecy(seen, findings),
        "signed": signed,
        "goals": _goals(seen, findings),
        "undertakings": _undertakings(explained, parties, findings),
    }
    return Proposal.model_validate({**values, "evidence": findings.evidence, "open_questions": findings.questions})


def _goals(seen: View, findings: Findings) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for sentence in seen.sentences:
        if sentence.item and _GOALS.match(sentence.section):
            findings.rests(sentence, f"goals.{len(found)}.text")
            found.append({"text": re.sub(r"^[-–•·*\s]+", "", sentence.text)})
    return found


def _undertakings(explained: list[tuple[Any, str]], parties: list[Party], findings: Findings) -> list[dict[str, Any]]:
    """Return the lines that explain a post: what its money keeps going all along."""
    joined: list[list[tuple[Any, str]]] = []
    for line, text in explained:
        if joined and not re.match(r"\d+\s|[A-ZÅÄÖ]", text) or joined and re.search(r"\b(?:med|och|á|à|samt|för|av|i|tillsammans)$", joined[-1][-1][1]):
            joined[-1].append((line, text))
        else:
            joined.append([(line, text)])
    found: list[dict[str, Any]] = []
    for part in joined:
        words = " ".join(text for _line, text in part)
        if _UNDERTAKEN.search(words):
            first, last = part[0][0], part[-1][0]
            findings.span(first.start, last.start + len(last.text), f"undertakings.{len(found)}.text")
            found.append({"text": words, "owes": "civil" if any(one.role == "civil" for one in parties) else None})
    return found
