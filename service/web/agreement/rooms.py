"""The other pages of an agreement, gathered by what one comes for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from service.agreements.states import State
from service.web.frame.access import may
from service.web.speech.language import say

BEFORE = (State.DRAFT, State.IN_SIGNATURE, State.DISCARDED)
AFTER = (State.EXPIRED, State.RESCINDED, State.TERMINATED, State.CLOSED)
RUNNING = (State.SIGNED, State.ACTIVE)


@dataclass(frozen=True, slots=True)
class Rooms:
    """What one comes for, and its pages: each with its name and its address."""

    name: str
    pages: Sequence[tuple[str, str]]


def rooms_of(agreement_id: int, state: str) -> list[Rooms]:
    """Return the pages that the one who looks may open; a group without a page is left out."""
    bound, over, running = state not in BEFORE, state in AFTER, state in RUNNING
    every = (
        (say("Överenskommelsen", "The agreement"), (
            ("signing.show", "agreement.see", say("Underskrifter", "Signatures"), True),
            ("amendments.index", "amendment.see", say("Tillägg", "Amendments"), bound),
            ("terms.show", "agreement.see", say("Villkoren dag för dag", "Terms day by day"), bound),
            ("people.index", "agreement.see", say("Personer", "People"), True),
        )),
        (say("Uppföljning", "Follow-up"), (
            ("followup.index", "agreement.see", say("Mål och uppgifter", "Goals and tasks"), bound),
            ("shifts.index", "shift.see", say("Pass", "Shifts"), True),
            ("reports.index", "report.see", say("Rapporter", "Reports"), bound),
            ("pictures.index", "agreement.see", say("Läget i bilder", "In pictures"), bound),
            ("assurance.show", "assurance.see", say("Granskning", "Assurance"), True),
        )),
        (say("Pengar", "Money"), (
            ("economy.index", "economy.see", say("Ekonomi", "Economy"), bound),
            ("outcome.index", "outcome.see", say("Utfall", "Outcome"), True),
            ("repayments.index", "economy.see", say("Återbetalning", "Repayment"), over),
        )),
        (say("När något ändras", "When things change"), (
            ("deviations.index", "agreement.see", say("Avvikelser", "Deviations"), True),
            ("renegotiations.index", "agreement.see", say("Omförhandling", "Renegotiation"), True),
            ("breaches.index", "agreement.see", say("Avtalsbrott", "Breach"), True),
            ("disputes.index", "agreement.see", say("Tvister", "Disputes"), bound),
            ("terminations.index", "agreement.see", say("Uppsägning", "Notice of termination"), running or state == State.TERMINATED),
            ("closing.show", "agreement.see", say("Avslut", "Closing"), over),
        )),
        (say("Handlingar", "Records"), (
            ("documents.index", "agreement.see", say("Dokument", "Documents"), True),
            ("records.index", "records.see", say("Diarium", "Register"), True),
            ("journal.index", "agreement.see", say("Kontaktlogg", "Contact log"), True),
            ("journal.notes_of_ours", "notes.see", say("Interna anteckningar", "Internal notes"), True),
            ("post.index", "agreement.see", say("Post", "Post"), True),
        )),
        (say("Inställningar", "Settings"), (
            ("habits.show", "meeting.habits", say("Mötesvanor", "Meeting habits"), running),
            ("reminders.show", "agreement.settings", say("Påminnelser", "Reminders"), running),
        )),
    )
    found = [Rooms(name, [(text, _address(endpoint, agreement_id)) for endpoint, right, text, there in pages if there and may(right)])
             for name, pages in every]
    return [one for one in found if one.pages]


def _address(endpoint: str, agreement_id: int) -> str:
    """Return where a page is; the post box is that of all agreements, sieved."""
    if endpoint == "post.index":
        return url_for(endpoint, overenskommelse=agreement_id)
    return url_for(endpoint, agreement_id=agreement_id)
