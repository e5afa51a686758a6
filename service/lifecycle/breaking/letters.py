"""The letters of a breach: its notice, and the declaration of rescission, each a file with a diary number."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.breaches.rules import Item
from service.documents.papers import Language, LetterPaper
from service.documents.wording.words import Wording
from service.lifecycle.ending.papers import keep_letter, signed_by
from service.parties.model import PartyBrief
from service.rescissions.model import Declaration

LANGUAGE: Language = "sv"


def notice_letter(
    session: Session, agreement: AgreementRow, item: Item, parties: dict[int, PartyBrief], evidence: tuple[str, ...], *,
    now: datetime, by: str,
) -> int:
    """Make and register the notice of a breach; return the document's id."""
    sender, to = parties[item.notified_by], parties[item.against]
    paper = LetterPaper(
        language=LANGUAGE, title="Meddelande om avtalsbrott", sender=sender.name,
        facts=(("Till", to.name), ("Gäller", agreement.title), ("Åtagandet", item.undertaking), ("Bristen sedan", _day(item.since)),
               ("Dag", _day(item.notified_on))),
        paragraphs=(
            f"{sender.name} meddelar härmed att {to.name} brister i sina åtaganden på ett allvarligt sätt.", item.what,
            *((f"Så står det i överenskommelsen: ”{item.clause}”",) if item.clause else ()),
            *((f"Underlag: {'; '.join(evidence)}.",) if evidence else ()), *_time(item),
            "Svara i Överens: bekräfta att ni tagit emot meddelandet, och berätta när ni har gjort rättelse eller varför ni "
            "bestrider bristen."),
        closing=signed_by(by, sender))
    return keep_letter(session, agreement.id, paper, title=f"Meddelande om avtalsbrott till {to.name}",
                       name="meddelande-om-avtalsbrott.pdf", matter=item.subject, sender=sender, to=to.name, now=now, by=by)


def _time(item: Item) -> tuple[str, ...]:
    if item.at_once is not None:
        return (f"Överenskommelsen nämner den här bristen bland dem som får häva den genast: ”{item.at_once}”. "
                "Någon tid för rättelse behöver därför inte löpa ut.",)
    why = f" {item.why_days}" if item.why_days else ""
    return (f"Rättelse ska ske inom {item.days} dagar från den dag meddelandet tas emot. Den dagen räknas inte med.{why}",
            "Sker ingen rättelse inom den tiden kan överenskommelsen hävas.")


def rescission_letter(
    session: Session, agreement: AgreementRow, given: Declaration, item: Item, parties: dict[int, PartyBrief], *, now: datetime,
    by: str,
) -> int:
    """Make and register the declaration of rescission; return the document's id."""
    sender, to = parties[item.notified_by], parties[item.against]
    until = "" if item.rectify_by is None else f" Tiden för rättelse gick ut {_day(item.rectify_by)}."
    assert item.received_on is not None
    paper = LetterPaper(
        language=LANGUAGE, title="Hävning av överenskommelsen", sender=sender.name,
        facts=(("Till", to.name), ("Gäller", agreement.title), ("Åtagandet", item.undertaking),
               ("Hävs från", _day(given.effective_on)), ("Dag", _day(given.declared_on))),
        paragraphs=(
            f"{sender.name} häver härmed överenskommelsen ”{agreement.title}” på grund av avtalsbrott av {to.name}.", given.reason,
            f"Avtalsbrottet meddelades {_day(item.notified_on)} och meddelandet togs emot {_day(item.received_on)}.{until}",
            f"Överenskommelsen gäller inte från och med {_day(given.effective_on)}. Det som därefter återstår, som slutrapport och "
            "slutredovisning, står i Överens med vem som gör det och när."),
        closing=(given.declarer.name, given.declarer.capacity, *((given.declarer.authority,) if given.declarer.authority else ()),
                 sender.name))
    return keep_letter(session, agreement.id, paper, title=f"Hävning, till {to.name}", name="havning.pdf", matter=item.subject,
                       sender=sender, to=to.name, now=now, by=by)


def _day(day: date) -> str:
    return Wording(LANGUAGE).day(day)
