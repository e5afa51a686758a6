"""The details of what was done, in words: each with what it is called, codes told as elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from service.web.speech.language import called, say
from service.web.speech.words import WORDS

LABELS: Mapping[str, tuple[str, str]] = {
    "who": ("Vem", "Who"), "instead_of": ("I stället för", "In place of"), "functions": ("Funktioner", "Functions"),
    "for_party": ("För", "For"), "party": ("Part", "Party"), "day": ("Dag", "Day"), "on": ("Dag", "Day"),
    "role": ("Roll", "Role"),
    "name": ("Namn", "Name"), "size": ("Storlek i byte", "Size in bytes"), "reason": ("Skäl", "Reason"),
    "note": ("Anteckning", "Note"),
    "text": ("Text", "Text"), "number": ("Nummer", "Number"), "from": ("Från", "From"), "to": ("Till", "To"),
    "was": ("Förut", "Before"),
    "notice": ("Mejl", "Mail"), "capacity": ("Egenskap", "Capacity"), "file": ("Fil", "File"),
    "version": ("Version", "Version"),
    "diary": ("Diarienummer", "Diary number"), "answer": ("Svar", "Answer"),
    "decided_by": ("Beslutat av", "Decided by"),
    "assumed": ("Antaganden", "Assumptions"), "changed": ("Ändrat", "Changed"),
    "terms": ("Villkorens kontrollsumma", "Checksum of the terms"),
    "ore": ("Belopp i öre", "Amount in öre"), "digest": ("Kontrollsumma", "Checksum"),
}
# The parts of an agreement and of a document that can be changed.
PARTS: Mapping[str, tuple[str, str]] = {
    "title": ("namn", "name"), "parties": ("parter", "parties"), "start": ("första dagen", "first day"),
    "end": ("sista dagen", "last day"),
    "ending": ("hur den slutar", "how it ends"),
    "decision": ("ställningstagande till förlängning", "decision on extension"),
    "meetings": ("möten", "meetings"), "economy": ("pengar", "money"), "reports": ("redovisningar", "reports"),
    "goals": ("mål", "goals"),
    "undertakings": ("löpande åtaganden", "standing undertakings"), "appendices": ("bilagor", "appendices"),
    "notice": ("uppsägning", "notice"), "rescission": ("hävning", "rescission"), "disputes": ("tvister", "disputes"),
    "secrecy": ("sekretess", "secrecy"), "clauses": ("klausulernas text", "text of the clauses"),
    "retention": ("gallringsfrist", "retention"), "cull_after": ("gallras efter", "culled after"),
}
# What a code of that name is a word of.
CODES: Mapping[str, str] = {"functions": "function", "role": "user", "notice": "notice"}


def details(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what is told of a deed besides what it was; what is empty is left out."""
    return [(say(*LABELS[key]) if key in LABELS else key.replace("_", " "), _said(key, value))
            for key, value in body.items() if value not in (None, "", [], {})]


def _said(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return say("ja", "yes") if value else say("nej", "no")
    if isinstance(value, list) and not any(isinstance(one, (list, dict)) for one in value):
        return ", ".join(_said(key, one) for one in value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if key == "changed" and str(value) in PARTS:
        return say(*PARTS[str(value)])
    kind = CODES.get(key)
    return called(kind, str(value)) if kind is not None and str(value) in WORDS[kind] else str(value)
