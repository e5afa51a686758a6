"""Disputes: each act, with what the dispute is about and where the terms let it be taken."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement
from service.agreements.terms import Terms
from service.breaches.tables import BreachRow
from service.disputes import actions
from service.disputes.model import CLAUSE, Forum, forum_of, kind_of, number_of
from service.disputes.refusals import NoSuchMatter, NotBound
from service.disputes.store import agreement_of
from service.economy.invoices.tables import InvoiceRow
from service.kernel.text.personal import refuse_personal_numbers
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.talks.ground import party_of
from service.renegotiations.model import Provision, clause_of
from service.repayments.tables import RepaymentRow

BOUND = (State.SIGNED, State.ACTIVE, State.EXPIRED, State.RESCINDED, State.TERMINATED)
# The rooms that a dispute can be about a matter of, each with an agreement and, where it has one, a sentence of its own.
ROOMS: dict[str, Any] = {"breach": BreachRow, "repayment": RepaymentRow, "invoice": InvoiceRow}


def open_one(
    session: Session, agreement_id: int, *, party_id: int, matter: str, about: str, why: str, now: datetime, by: str,
) -> int:
    """Open a dispute; return its id."""
    row = get_agreement(session, agreement_id)
    if row.state not in BOUND:
        raise NotBound
    party_of(session, agreement_id, party_id)
    refuse_personal_numbers(about=about, why=why)
    clause = _clause(session, agreement_id, matter, newest_terms(session, agreement_id))
    return actions.open_one(session, agreement_id, opened_by=party_id, matter=matter, clause=clause, about=about, why=why, now=now,
                            by=by)


def _clause(session: Session, agreement_id: int, matter: str, terms: Terms) -> str:
    """Return the sentence that a dispute rests on: that of what it is about, else that on disputes."""
    kind, number = kind_of(matter), number_of(matter)
    if kind == CLAUSE:
        code = matter.partition(" ")[2]
        if code not in tuple(Provision):
            raise NoSuchMatter(field="matter")
        return clause_of(terms, Provision(code))
    if not matter:
        return terms.clause("disputes")
    table = ROOMS.get(kind)
    if table is None or number is None:
        raise NoSuchMatter(field="matter")
    found = session.scalars(select(table.id).where(table.id == number, table.agreement_id == agreement_id)).one_or_none()
    if found is None:
        raise NoSuchMatter(field="matter")
    return terms.clause("disputes")


def note(
    session: Session, dispute_id: int, *, party_id: int | None, day: date, who: str, body: str, author: str, now: datetime, by: str,
) -> None:
    """Note what was said."""
    _locked(session, dispute_id)
    refuse_personal_numbers(who=who, body=body)
    actions.note(session, dispute_id, party_id=party_id, day=day, who=who, body=body, author=author, now=now, by=by)


def state_outcome(session: Session, dispute_id: int, party_id: int, text: str, *, author: str, now: datetime, by: str) -> bool:
    """Write how it was resolved; return whether it thereby is."""
    party = party_of(session, _locked(session, dispute_id), party_id)
    refuse_personal_numbers(text=text)
    return actions.state_outcome(session, dispute_id, text, party_id=party.id, party=party.name, author=author, now=now, by=by)


def confirm(session: Session, dispute_id: int, party_id: int, *, author: str, now: datetime, by: str) -> bool:
    """Stand behind how it was resolved; return whether all do."""
    party = party_of(session, _locked(session, dispute_id), party_id)
    return actions.confirm(session, dispute_id, party_id=party.id, party=party.name, author=author, now=now, by=by)


def escalate(
    session: Session, dispute_id: int, party_id: int, forum: Forum, *, reference: str, on: date, now: datetime, by: str,
) -> None:
    """Take it to what the terms name."""
    agreement_id = _locked(session, dispute_id)
    party = party_of(session, agreement_id, party_id)
    refuse_personal_numbers(reference=reference)
    actions.escalate(session, dispute_id, forum, named=forum_of(newest_terms(session, agreement_id)), reference=reference, on=on,
                     party=party.name, now=now, by=by)


def take_back(session: Session, dispute_id: int, party_id: int, reason: str, *, now: datetime, by: str) -> None:
    """Withdraw what one's own party has opened."""
    party = party_of(session, _locked(session, dispute_id), party_id)
    refuse_personal_numbers(reason=reason)
    actions.take_back(session, dispute_id, party_id, reason, party=party.name, now=now, by=by)


def _locked(session: Session, dispute_id: int) -> int:
    """Lock the agreement of a dispute and return its id; a dispute goes on whatever becomes of the agreement."""
    return get_agreement(session, agreement_of(session, dispute_id)).id
