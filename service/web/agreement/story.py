"""History in words: who did what, and when."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service.notices.writing.words import first_upper
from service.web.plan.duties import about, name_of
from service.web.plan.read import Found, Happened
from service.web.speech.history import EVENTS, SUBJECTS
from service.web.speech.language import called, period, say, short_day, speech

DAYS: Mapping[str, tuple[str, str]] = {
    "from": ("från {day}", "from {day}"),
    "on": ("den {day}", "on {day}"), "day": ("till {day}", "to {day}"), "was": ("från {day}", "from {day}"),
    "suggested_on": ("{day}", "{day}"), "last": ("sista dag {day}", "last day {day}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened."""

    at: datetime
    actor: str
    subject: str
    text: str


def story(found: Found) -> list[Entry]:
    """Return what happened, the latest first."""
    names = _names(found)
    return [_entry(row, names, found) for row in found.story]


def _names(found: Found) -> dict[str, str]:
    names = {f"agreement {found.row.id}": say("Överenskommelsen", "The agreement")}
    parties = {party.id: party.name for party in found.cast.every}
    for row in found.obligations:
        names[f"obligation {row.id}"] = f"{name_of(row.kind, row.key)}, {about(row.key, row.first, row.last)}"
    for one in found.meetings:
        names[f"meeting {one.id}"] = f"{name_of('meeting', one.key)}, {about(one.key, one.first, one.last)}"
    names |= {f"decision {one.id}": say("Ställningstagandet", "The decision") for one in found.decisions}
    names |= {f"amendment {one.id}": say("Tillägg {n}", "Amendment {n}", n=one.number) for one in found.amendments}
    for item in found.invoices:
        kind = say("Utbetalning", "Payout") if item.kind == "payout" else say("Faktura", "Invoice")
        names[f"invoice {item.id}"] = f"{kind}, {period(item.first, item.last)}"
    every = [*found.signatures, *(one for mine in found.amending.values() for one in mine)]
    return names | {f"signature {one.id}": parties.get(one.party_id, "") for one in every}


def _entry(row: Happened, names: Mapping[str, str], found: Found) -> Entry:
    body = json.loads(row.body)
    life = row.subject.partition(" ")[0]
    if row.event == "told":
        text = say("Mejl till {who}: {notice}", "E-mail to {who}: {notice}", notice=called("notice", body["notice"]),
                   who=_told(found, body.get("to", ())))
    else:
        phrase = EVENTS.get((life, row.event))
        text = say(*phrase) if phrase else row.event
        text += _more(body, {party.id: party.name for party in found.cast.every})
    subject = _document(body) if life == "document" else names.get(row.subject) or _matter(row.subject)
    return Entry(at=row.at, actor=actor(row.actor), subject=subject, text=text)


def _document(body: Mapping[str, Any]) -> str:
    """Name a document by its number: its title may be for some eyes only."""
    number = body.get("diary")
    return say("Dokument {number}", "Document {number}", number=number) if number else say("Ett dokument", "A document")


def _matter(subject: str) -> str:
    life = subject.partition(" ")[0]
    return first_upper(say(*SUBJECTS[life])) if life in SUBJECTS else subject


def _told(found: Found, emails: list[str]) -> str:
    people = {seat.email: seat.name for seat in found.cast.seats}
    return speech().names([people.get(email, email) for email in emails]) or say("ingen", "nobody")


def _more(body: Mapping[str, Any], parties: Mapping[int, str]) -> str:
    said = [parties[body["party"]]] if body.get("party") in parties else []
    if body.get("answer"):
        kind = "stand" if body["answer"] in ("extend", "renegotiate", "end") else "reply"
        said.append(called(kind, body["answer"]).lower())
    for key, (sv, en) in DAYS.items():
        value = body.get(key)
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            said.append(say(sv, en, day=short_day(date.fromisoformat(value), year=True)))
    said += [called("notice", one).lower() for one in body.get("reminders", ())]
    said += [str(body[key]) for key in ("reason", "note", "decided_by", "who", "instead_of", "name", "capacity") if body.get(key)]
    return f" – {', '.join(said)}" if said else ""


def actor(name: str) -> str:
    """Return who acted in words."""
    return speech().actor(name)
