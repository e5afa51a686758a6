"""Answers to the decision on renewal, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.history.door import move
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.life import Moved
from service.notices.owe import withdraw
from service.obligations.states import State as Owed
from service.obligations.store import follow
from service.renewal.rules import Item, agreed
from service.renewal.states import DECISION, OBLIGATION_STATE, Answer, State, Step
from service.renewal.store import answers_of, current, get_item
from service.renewal.tables import AnswerRow, DecisionRow


class NothingToDecide(Refusal):
    """This agreement has no decision on renewal to take."""

    sv = "Överenskommelsen har inget ställningstagande om förlängning att göra."


class AlreadyDecided(Refusal):
    """The parties have already agreed: {outcome}."""

    sv = "Parterna är redan överens: {outcome}."


def step(session: Session, item: Item, taken: Step, *, now: datetime, by: str,
         values: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None) -> State:
    """Move the decision one step, and its obligation with it."""
    state = DECISION.after(item.state, taken)
    settled = state in (State.DECIDED, State.VOID)
    move(session, DecisionRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=state, event=taken,
        values={"next_at": None if settled else now, **(values or {})}, body=body or {},
    )], now=now, by=by)
    owed = OBLIGATION_STATE[state]
    if state is State.DECIDED and local_day(now) > item.day:
        owed = Owed.MET_LATE
    follow(session, [(item.obligation_id, owed)])
    if settled:
        withdraw(session, item.subject)
    elif taken is Step.PASS_DAY:
        withdraw(session, item.subject, names=("renewal_ahead",))
    return state


def answer(
    session: Session, agreement_id: int, party_id: int, given: Answer, *, parties: int, now: datetime, by: str,
    on: date | None = None, decided_by: str | None = None, holders: frozenset[int] = frozenset(),
) -> Answer | None:
    """Record one party's answer; return what all have agreed on, or who may alone have said, None while it is not settled."""
    row = current(session, agreement_id)
    if row is None or row.state == State.VOID:
        raise NothingToDecide
    if row.state == State.DECIDED:
        raise AlreadyDecided(outcome=row.outcome)
    found = session.scalars(
        select(AnswerRow).where(AnswerRow.decision_id == row.id, AnswerRow.party_id == party_id)).one_or_none()
    if found is None:
        found = AnswerRow(decision_id=row.id, party_id=party_id)
        session.add(found)
    found.answer, found.decided_by = given, decided_by
    found.answered_on, found.recorded_at = on or local_day(now), now
    session.flush()
    append(session, [Record(
        chain=agreement_id, at=now, actor=by, subject=f"decision {row.id}", event="answered",
        body={"party": party_id, "answer": given, "on": found.answered_on.isoformat(), "decided_by": decided_by},
    )])
    outcome = agreed(answers_of(session, [row.id]).get(row.id, {}), parties, holders=holders)
    item = get_item(session, row.id)
    if outcome is None:
        withdraw(session, item.subject, party_id=party_id)
    else:
        step(session, item, Step.DECIDE, now=now, by=by, body={"outcome": outcome},
             values={"outcome": outcome, "decided_at": now, "late": local_day(now) > item.day})
    return outcome


def void(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Let the decision on the period now running fall if it was not taken."""
    row = current(session, agreement_id)
    if row is not None and row.state not in (State.DECIDED, State.VOID):
        step(session, get_item(session, row.id), Step.END, now=now, by=by)
