"""The letter of a notice of termination, printed and registered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.documents.actions import add, show_to_other
from service.documents.files import made
from service.documents.model import Direction, Kind, Registration
from service.documents.papers import LetterPaper, make_pdf
from service.documents.rules import PUBLIC
from service.kernel.clock import local_day
from service.notices.writing.words import SV
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
        facts=(("Till", others), ("Från", party.name), ("Överenskommelse", row.title), ("Dag", SV.day(given.given_on))),
        paragraphs=(
            f"{party.name} säger härmed upp överenskommelsen ”{row.title}”.", *says,
            f"{time}{end}, från den dag ni tar emot uppsägningen. Bekräfta gärna mottagandet i Överens.", *why),
        closing=(item.signer, given.authority, party.name))


def register_letter(
    session: Session, item: Item, given: Given, row: AgreementRow, cast: Cast, party: PartyBrief, *, now: datetime, by: str,
) -> int:
    """Print the letter and register it as sent to the other parties; return the document's id."""
    file = made(make_pdf(notice_paper(item, given, row, cast, party), at=now), f"uppsagning-{item.id}.pdf")
    others = ", ".join(one.name for one in cast.parties if one.id != party.id)
    direction = Direction.SENT if party.role == PUBLIC else Direction.RECEIVED
    given_ = Registration(kind=Kind.LETTER, title=TITLE, direction=direction, day=local_day(now), sender=party.name,
                          recipient=others, matter=item.subject)
    document_id = add(session, row.id, given_, file, party=party, now=now, by=by, made_by_us=True)
    show_to_other(session, document_id, now=now, by=by)
    return document_id
