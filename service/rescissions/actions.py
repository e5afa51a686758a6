"""What is done to a rescission: declared or claimed, accepted or disputed, taking effect, withdrawn, lapsed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.agreements.store import briefs, terms_of
from service.history.door import move
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.kernel.text.personal import refuse_personal_numbers
from service.notices.owe import owe, withdraw
from service.parties.model import Audience
from service.parties.store import cast as cast_of
from service.rescissions.model import Declaration
from service.rescissions.notices import at_once
from service.rescissions.refusals import AlreadyDeclared, NotTheClaimant, OwnClaim
from service.rescissions.rules import ANSWERING, CONCERNED, Item
from service.rescissions.states import RESCISSION, State, Step
from service.rescissions.store import get_item, open_items
from service.rescissions.tables import RescissionRow

CLAUSES = ("rescission.serious_breach", "rescission.remedy", "rescission.remedy_days", "rescission.repayment")


def declare(session: Session, agreement_id: int, given: Declaration, *, now: datetime, by: str) -> int:
    """Declare a rescission, to take effect on its day; return its id."""
    made = _put(session, agreement_id, given, State.DECLARED, now=now, by=by, event="declared")
    tell(session, get_item(session, made), "rescinded", now=now, to=CONCERNED)
    return made


def claim(session: Session, agreement_id: int, given: Declaration, *, recorder: int, now: datetime, by: str) -> int:
    """Record for a party that a rescission is said to have been declared elsewhere; another party is to accept or dispute it."""
    made = _put(session, agreement_id, given, State.CLAIMED, now=now, by=by, event="claimed", recorder=recorder)
    tell(session, get_item(session, made), "rescission_claimed", now=now, to=ANSWERING, facts={"outcome": "claimed", "text": None})
    return made


def _put(
    session: Session, agreement_id: int, given: Declaration, state: State, *, now: datetime, by: str, event: str,
    recorder: int | None = None,
) -> int:
    for other in open_items(session, [agreement_id]):
        # What is declared on a breach goes before what is only said to have been declared elsewhere.
        if other.state is State.DECLARED or state is State.CLAIMED:
            raise AlreadyDeclared(day=other.effective_on)
    refuse_personal_numbers(reason=given.reason, authority=given.declarer.authority, capacity=given.declarer.capacity)
    row = RescissionRow(
        agreement_id=agreement_id, breach_id=given.breach_id, party_id=given.party_id, state=state.value,
        outside=state is State.CLAIMED, recorded_by=recorder, reason=given.reason,
        effective_on=given.effective_on, declared_on=given.declared_on,
        declared_by=given.declarer.name, capacity=given.declarer.capacity, authority=given.declarer.authority, declared_at=now,
        document_id=given.document_id, next_at=now)
    session.add(row)
    session.flush()
    _note(session, get_item(session, row.id), event, now=now, by=by, body={
        "party": given.party_id, "on": given.effective_on.isoformat(), "who": given.declarer.name,
        "capacity": given.declarer.capacity, "authority": given.declarer.authority})
    return row.id


def accept(session: Session, rescission_id: int, text: str, *, party_id: int, who: str, now: datetime, by: str) -> None:
    """Accept, for another party, a rescission that is said to have been declared: it takes effect on its day."""
    item = _answering(session, rescission_id, party_id)
    # One that is declared on a breach stands already, from a day to come: a second cannot stand beside it.
    for other in open_items(session, [item.agreement_id]):
        if other.state is State.DECLARED:
            raise AlreadyDeclared(day=other.effective_on)
    _move(session, item, Step.ACCEPT, now=now, by=by, body={"party": party_id}, values={
        **_answer(text, who, now), "declared_at": now, "next_at": now})
    withdraw(session, item.subject)
    tell(session, get_item(session, item.id), "rescinded", now=now, to=CONCERNED)


def dispute(session: Session, rescission_id: int, text: str, *, party_id: int, who: str, now: datetime, by: str) -> None:
    """Dispute, for another party, a rescission that is said to have been declared: the agreement goes on."""
    item = _answering(session, rescission_id, party_id)
    _move(session, item, Step.DISPUTE, now=now, by=by, body={"party": party_id, "note": text},
          values={**_answer(text, who, now), "next_at": None})
    withdraw(session, item.subject)
    tell(session, item, "rescission_claimed", now=now, to=ANSWERING, rung="disputed", facts={"outcome": "disputed", "text": text})


def take_back(session: Session, rescission_id: int, text: str, *, party_id: int, now: datetime, by: str) -> None:
    """Withdraw the claim that a rescission was declared."""
    item = get_item(session, rescission_id)
    if party_id != item.recorded_by:
        raise NotTheClaimant
    refuse_personal_numbers(text=text)
    _move(session, item, Step.WITHDRAW, now=now, by=by, body={"party": party_id, "note": text},
          values={"ended_at": now, "next_at": None})
    withdraw(session, item.subject)
    tell(session, item, "rescission_claimed", now=now, to=ANSWERING, rung="withdrawn", facts={"outcome": "withdrawn", "text": text})


def take_effect(session: Session, item: Item, *, now: datetime, by: str) -> None:
    """Note that a declared rescission has taken effect."""
    _move(session, item, Step.TAKE_EFFECT, now=now, by=by, body={"on": item.effective_on.isoformat()},
          values={"ended_at": now, "next_at": None})


def lapse_all(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Let what has not taken effect lapse, for the agreement has ended."""
    for item in open_items(session, [agreement_id]):
        _move(session, item, Step.LAPSE, now=now, by=by, body={}, values={"ended_at": now, "next_at": None})
        withdraw(session, item.subject)


def _answering(session: Session, rescission_id: int, party_id: int) -> Item:
    item = get_item(session, rescission_id)
    if party_id == item.recorded_by:
        raise OwnClaim
    return item


def _answer(text: str, who: str, now: datetime) -> dict[str, Any]:
    refuse_personal_numbers(text=text)
    return {"answered_on": local_day(now), "answered_by": who, "answer": text or None}


def _move(session: Session, item: Item, step: Step, *, now: datetime, by: str, body: Mapping[str, Any],
          values: Mapping[str, Any]) -> None:
    move(session, RescissionRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=RESCISSION.after(item.state, step),
        event=step, values=values, body=body)], now=now, by=by)
    session.expire_all()


def _note(session: Session, item: Item, event: str, *, now: datetime, by: str, body: Mapping[str, Any]) -> None:
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event, body=body)])


def tell(
    session: Session, item: Item, name: str, *, now: datetime, to: Audience, rung: str = "now",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write to those concerned what just happened."""
    brief, cast = briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id)
    clause = terms_of(session, item.agreement_id).clause(*CLAUSES)
    owe(session, [at_once(name, item, brief, cast, to=to, clause=clause, now=now, rung=rung, facts=facts)], now=now)
