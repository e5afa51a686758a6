"""Keeping a letter that Överens writes: its diary number stands on it, it is registered, and the other party sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from service.documents.actions import add, show_to_other
from service.documents.diary import number_for
from service.documents.files import made
from service.documents.model import Direction, Kind, Registration
from service.documents.papers import LetterPaper, make_pdf
from service.documents.rules import PUBLIC
from service.kernel.clock import local_day
from service.parties.model import PartyBrief


def keep_letter(
    session: Session, agreement_id: int, paper: LetterPaper, *, title: str, name: str, matter: str, sender: PartyBrief, to: str,
    now: datetime, by: str,
) -> int:
    """Print and register a letter from one party to another; return the document's id. An association's letter bears no number."""
    number, ours = number_for(session, agreement_id, "", year=local_day(now).year), sender.role == PUBLIC
    given = Registration(kind=Kind.LETTER, title=title[:200], direction=Direction.SENT if ours else Direction.RECEIVED,
                         day=local_day(now), sender=sender.name, recipient=to, matter=matter)
    file = made(make_pdf(replace(paper, diary_number=number if ours else ""), at=now), name)
    document_id = add(session, agreement_id, given, file, party=sender, now=now, by=by, made_by_us=True, number=number)
    show_to_other(session, document_id, now=now, by=by)
    return document_id


def signed_by(by: str, sender: PartyBrief) -> tuple[str, ...]:
    """Return the lines at the end of a letter: who wrote it, where that is one of the party's people, and the party."""
    who, _, party = by.partition(" for ")
    return (who, sender.name) if party == sender.name else (sender.name,)
