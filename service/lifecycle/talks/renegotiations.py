"""Renegotiating: each act, and what it does to the agenda of the next meeting."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.lifecycle.talks.ground import ITSELF, in_force, party_of
from service.meetings.agenda import drop_matter, put_matter
from service.renegotiations import actions
from service.renegotiations.model import Provision
from service.renegotiations.store import agreement_of

CODE = "renegotiation"


def ask(
    session: Session, agreement_id: int, *, party_id: int, provision: Provision, about: str, why: str, author: str,
    now: datetime, by: str,
) -> int:
    """Ask the other parties to renegotiate a provision; it becomes a point of the next meeting."""
    in_force(session, agreement_id)
    party_of(session, agreement_id, party_id)
    made = actions.ask(session, agreement_id, asked_by=party_id, provision=provision, about=about, why=why, now=now, by=by)
    put_matter(session, agreement_id, f"{CODE} {made}", about, author=author, party_id=party_id, now=now)
    return made


def open_decided(session: Session, agreement_id: int, decision_id: int, *, now: datetime, by: str) -> int:
    """Open the renegotiation that the parties have decided on instead of an extension."""
    made = actions.open_decided(session, agreement_id, decision_id, now=now, by=by)
    put_matter(session, agreement_id, f"{CODE} {made}", "", author=ITSELF, party_id=None, now=now)
    return made


def answer(
    session: Session, renegotiation_id: int, party_id: int, *, when_on: date | None, message: str | None, author: str,
    now: datetime, by: str,
) -> bool:
    """Record that a party takes part; return whether the dialogue has begun."""
    in_force(session, agreement_of(session, renegotiation_id))
    return actions.answer(session, renegotiation_id, party_id, when_on=when_on, message=message, author=author, now=now, by=by)


def note(
    session: Session, renegotiation_id: int, *, party_id: int | None, day: date, who: str, body: str, author: str,
    now: datetime, by: str,
) -> None:
    """Note what was said."""
    in_force(session, agreement_of(session, renegotiation_id))
    actions.note(session, renegotiation_id, party_id=party_id, day=day, who=who, body=body, author=author, now=now, by=by)


def agree(session: Session, renegotiation_id: int, party_id: int, text: str, *, now: datetime, by: str) -> None:
    """End with what was agreed."""
    agreement_id = agreement_of(session, renegotiation_id)
    in_force(session, agreement_id)
    party = party_of(session, agreement_id, party_id)
    actions.agree(session, renegotiation_id, text, party=party.name, now=now, by=by)
    drop_matter(session, agreement_id, f"{CODE} {renegotiation_id}", now=now)


def close(session: Session, renegotiation_id: int, party_id: int, reason: str, *, now: datetime, by: str) -> None:
    """End without a result."""
    agreement_id = agreement_of(session, renegotiation_id)
    in_force(session, agreement_id)
    party = party_of(session, agreement_id, party_id)
    actions.close(session, renegotiation_id, reason, party=party.name, now=now, by=by)
    drop_matter(session, agreement_id, f"{CODE} {renegotiation_id}", now=now)


def take_back(session: Session, renegotiation_id: int, party_id: int, reason: str, *, now: datetime, by: str) -> None:
    """Withdraw what one's own party has asked for."""
    agreement_id = agreement_of(session, renegotiation_id)
    in_force(session, agreement_id)
    party = party_of(session, agreement_id, party_id)
    actions.take_back(session, renegotiation_id, party_id, reason, party=party.name, now=now, by=by)
    drop_matter(session, agreement_id, f"{CODE} {renegotiation_id}", now=now)


def go_on_without(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Go on where only who has left the agreement was waited for."""
    actions.go_on_without(session, agreement_id, now=now, by=by)


def end_all(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Close what is open, for the agreement has ended."""
    for subject in actions.end_all(session, agreement_id, now=now, by=by):
        drop_matter(session, agreement_id, subject, now=now)
