"""The letter of a notice of termination, printed and registered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.documents.papers import LetterPaper
from service.documents.wording.words import Wording
from service.lifecycle.ending.papers import keep_letter
from service.parties.model import Cast, PartyBrief
from service.terminations.model import Given
from service.terminations.rules import Item

TITLE = "Uppsägning av överenskommelse"


def notice_paper(item: Item, given: Given, row: AgreementRow, cast: Cast, party: PartyBrief) -> LetterPaper:
    """Return the letter: who ends what, by which clause, and how the last day is reckoned."""
    others = ", ".join(one.name for one in cast.parties if one.id != party.id)
    month = "månad" if item.months == 1 else "månader"
    time = f"Uppsägningstiden är {item.months} {month}" if item.months else "Ingen uppsägningstid gäller"
    end = " och räknas till månadens slut" if item.to_month_end else ""
    says = (f"Så står det i överenskommelsen: ”{item.clause}”",) if item.clause else ()
    why = (f"Skäl: {given.reason}",) if given.reason else ()
    return LetterPaper(
        title=TITLE, sender=party.name,
        facts=(("Till", others), ("Gäller", row.title), ("Dag", Wording("sv").day(given.given_on))),
        paragraphs=(
            f"{party.name} säger härmed upp överenskommelsen ”{row.title}”.", *says,
            f"{time}{end}, från den dag ni tar emot uppsägningen. Bekräfta gärna mottagandet i Överens.", *why),
        closing=(item.signer, given.authority, party.name))


def register_letter(
    session: Session, item: Item, given: Given, row: AgreementRow, cast: Cast, party: PartyBrief, *, now: datetime, by: str,
) -> int:
    """Print the letter and register it as sent to the other parties; return the document's id."""
    others = ", ".join(one.name for one in cast.parties if one.id != party.id)
    return keep_letter(session, row.id, notice_paper(item, given, row, cast, party), title=TITLE, name=f"uppsagning-{item.id}.pdf",
                       matter=item.subject, sender=party, to=others, now=now, by=by)
