"""Breaches of an agreement in force: each act, with its letter and what shows it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.breaches import actions
from service.breaches.actions import Receipt, Reply
from service.breaches.model import Notice
from service.breaches.refusals import NoSuchEvidence
from service.breaches.store import agreement_of, get_item
from service.breaches.tables import BreachRow
from service.documents.tables import DocumentRow
from service.lifecycle.breaking.ground import active, check_documents, show
from service.lifecycle.breaking.letters import notice_letter
from service.lifecycle.talks.ground import party_of
from service.parties.store import cast


def notify(session: Session, agreement_id: int, given: Notice, *, party_id: int, now: datetime, by: str) -> int:
    """Give notice of a breach to the party that fails, by mail and as a letter; return its id."""
    agreement = active(session, agreement_id)
    party_of(session, agreement_id, party_id)
    party_of(session, agreement_id, given.against)
    check_documents(session, agreement_id, party_id, given.evidence, NoSuchEvidence, "evidence")
    made = actions.notify(session, agreement_id, given, party_id=party_id, now=now, by=by)
    show(session, given.evidence, now=now, by=by)
    named = session.execute(select(DocumentRow.title, DocumentRow.diary_number).where(
        DocumentRow.id.in_(given.evidence), DocumentRow.secrecy == "").order_by(DocumentRow.id)).all()
    evidence = tuple(f"{title} ({number})" if number else title for title, number in named)
    parties = {one.id: one for one in cast(session, agreement_id).parties}
    letter = notice_letter(session, agreement, get_item(session, made), parties, evidence, now=now, by=by)
    session.get_one(BreachRow, made).letter_id = letter
    session.flush()
    return made


def receive(session: Session, breach_id: int, receipt: Receipt, *, party_id: int, now: datetime, by: str) -> None:
    """Record that the notice was received."""
    agreement_id = agreement_of(session, breach_id)
    active(session, agreement_id)
    party_of(session, agreement_id, party_id)
    actions.receive(session, breach_id, receipt, party_id=party_id, now=now, by=by)


def reply(session: Session, breach_id: int, given: Reply, *, party_id: int, author: str, now: datetime, by: str) -> None:
    """Answer: it is rectified, or it is disputed."""
    agreement_id = agreement_of(session, breach_id)
    active(session, agreement_id)
    party_of(session, agreement_id, party_id)
    check_documents(session, agreement_id, party_id, given.evidence, NoSuchEvidence, "evidence")
    actions.reply(session, breach_id, given, party_id=party_id, author=author, now=now, by=by)
    show(session, given.evidence, now=now, by=by)


def accept(session: Session, breach_id: int, text: str, *, party_id: int, now: datetime, by: str) -> None:
    """Accept that the breach is rectified."""
    active(session, agreement_of(session, breach_id))
    actions.accept(session, breach_id, text, party_id=party_id, now=now, by=by)


def take_back(session: Session, breach_id: int, text: str, *, party_id: int, now: datetime, by: str) -> None:
    """Withdraw the notice."""
    active(session, agreement_of(session, breach_id))
    actions.take_back(session, breach_id, text, party_id=party_id, now=now, by=by)
