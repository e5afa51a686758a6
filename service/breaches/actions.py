"""What is done to a breach: notice given and received, answered, accepted as rectified, withdrawn, rescinded on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.agreements.store import briefs, terms_of
from service.breaches.model import TOLD, Answer, How, Notice
from service.breaches.notices import at_once
from service.breaches.refusals import (
    AlreadyReceived,
    BeforeNotice,
    DayToCome,
    NeedsProof,
    NotTheAccused,
    NotTheNotifier,
    OneSelf,
    Over,
)
from service.breaches.rules import TO_ALL, TO_ONE, Item, check_rescission, days_to_rectify, last_day
from service.breaches.states import BREACH, OPEN, State, Step
from service.breaches.store import get_item, open_ones
from service.breaches.tables import BreachRow, ReplyRow
from service.history.door import move
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.kernel.text.personal import refuse_personal_numbers
from service.notices.owe import owe, withdraw
from service.parties.model import Audience
from service.parties.store import cast as cast_of

STEPS = {Answer.RECTIFIED: Step.RECTIFY, Answer.DISPUTED: Step.DISPUTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """On which day the notice was received, how that is known, and what shows it."""

    on: date
    how: How
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the party that is said to fail answers; `done_on` is the day it put things right, `evidence` ids of documents."""

    answer: Answer
    body: str
    done_on: date | None = None
    evidence: tuple[int, ...] = ()


def notify(session: Session, agreement_id: int, given: Notice, *, party_id: int, now: datetime, by: str) -> int:
    """Give notice of a breach; return its id. No time runs before it is received."""
    today = local_day(now)
    if given.against == party_id:
        raise OneSelf(field="against")
    if given.since > today:
        raise DayToCome(day=given.since, field="since")
    refuse_personal_numbers(what=given.what, why_days=given.why_days, undertaking=given.undertaking)
    row = BreachRow(
        agreement_id=agreement_id, notified_by=party_id, against=given.against, obligation_id=given.obligation_id,
        undertaking=given.undertaking, clause=given.clause, what=given.what, since=given.since,
        evidence=json.dumps(list(given.evidence)), days=days_to_rectify(given, terms_of(session, agreement_id).rescission),
        why_days=given.why_days.strip(), at_once=given.at_once, state=State.NOTIFIED.value, notified_on=today, arose_at=now)
    session.add(row)
    session.flush()
    item = get_item(session, row.id)
    note(session, item, "notified", now=now, by=by, party=party_id, note=given.undertaking)
    tell(session, item, "breach_notice", now=now, to=TO_ONE, named=item.against,
         facts={"why_days": item.why_days, "evidence": len(given.evidence)})
    return row.id


def receive(session: Session, breach_id: int, receipt: Receipt, *, party_id: int, now: datetime, by: str) -> None:
    """Record that the notice was received: from that day the time to rectify runs. The other party is told."""
    item = _open(session, breach_id)
    if item.received_on is not None:
        raise AlreadyReceived(day=item.received_on)
    if receipt.on > local_day(now):
        raise DayToCome(day=receipt.on, field="on")
    if receipt.on < item.notified_on:
        raise BeforeNotice(given=item.notified_on, day=receipt.on, field="on")
    if party_id != item.against and receipt.how not in TOLD:
        raise NotTheAccused
    if party_id not in (item.against, item.notified_by):
        raise NotTheNotifier
    if receipt.how in TOLD and not receipt.note.strip():
        raise NeedsProof(field="note")
    refuse_personal_numbers(note=receipt.note)
    until = last_day(receipt.on, item.days) if item.at_once is None else None
    session.execute(update(BreachRow).where(BreachRow.id == item.id).values(
        received_on=receipt.on, received_how=receipt.how.value, received_note=receipt.note.strip() or None, rectify_by=until,
        arose_at=now, told_at=None, next_at=now if until else None))
    session.expire_all()
    note(session, item, "received", now=now, by=by, party=party_id, on=receipt.on.isoformat(), how=receipt.how.value,
         note=receipt.note.strip() or None)
    other = item.notified_by if party_id == item.against else item.against
    tell(session, get_item(session, item.id), "breach_answered", now=now, to=TO_ONE, named=other, rung="received", facts={
        "answer": "received", "received_on": receipt.on.isoformat(), "text": None, "done_on": None})


def reply(session: Session, breach_id: int, given: Reply, *, party_id: int, author: str, now: datetime, by: str) -> None:
    """Answer the notice for the party it is about; an answer shows that the notice was received."""
    item = _open(session, breach_id)
    if party_id != item.against:
        raise NotTheAccused
    state = BREACH.after(item.state, STEPS[given.answer])
    if given.done_on is not None and given.done_on > local_day(now):
        raise DayToCome(day=given.done_on, field="done_on")
    refuse_personal_numbers(body=given.body)
    if item.received_on is None:
        receive(session, item.id, Receipt(on=local_day(now), how=How.ANSWERED), party_id=party_id, now=now, by=by)
        withdraw(session, item.subject, names=("breach_answered",))
        item = get_item(session, item.id)
    done_on = given.done_on if given.answer is Answer.RECTIFIED else None
    session.add(ReplyRow(breach_id=item.id, answer=given.answer.value, body=given.body, done_on=done_on,
                         evidence=json.dumps(list(given.evidence)), author=author, written_at=now))
    session.flush()
    _move(session, item, STEPS[given.answer], state, now=now, by=by, values={}, body={"party": party_id, "note": given.body})
    number = session.scalars(select(func.count()).select_from(ReplyRow).where(ReplyRow.breach_id == item.id)).one()
    tell(session, item, "breach_answered", now=now, to=TO_ONE, named=item.notified_by, rung=f"reply {number}", facts={
        "answer": given.answer.value, "received_on": item.received_on.isoformat() if item.received_on else None,
        "text": given.body, "done_on": done_on.isoformat() if done_on else None})


def accept(session: Session, breach_id: int, text: str, *, party_id: int, now: datetime, by: str) -> None:
    """Accept, for the party that gave notice, that the breach is rectified."""
    _settle(session, breach_id, Step.ACCEPT, text, party_id=party_id, now=now, by=by)


def take_back(session: Session, breach_id: int, text: str, *, party_id: int, now: datetime, by: str) -> None:
    """Withdraw the notice."""
    _settle(session, breach_id, Step.WITHDRAW, text, party_id=party_id, now=now, by=by)


def _settle(session: Session, breach_id: int, step: Step, text: str, *, party_id: int, now: datetime, by: str) -> None:
    item = get_item(session, breach_id)
    if party_id != item.notified_by:
        raise NotTheNotifier
    refuse_personal_numbers(text=text)
    state = _over(session, item, step, text.strip() or None, now=now, by=by)
    tell(session, item, "breach_over", now=now, to=TO_ALL, facts={"outcome": state.value, "text": text.strip() or None})


def rescind(session: Session, breach_id: int, text: str, *, party_id: int, now: datetime, by: str) -> Item:
    """Settle a breach by rescission, where that is allowed now; return it as it was."""
    item = get_item(session, breach_id)
    check_rescission(item, party_id, local_day(now))
    _over(session, item, Step.RESCIND, text, now=now, by=by)
    return item


def end_all(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Close what is open, for the agreement has ended."""
    for number in open_ones(session, agreement_id):
        item = get_item(session, number)
        state = _over(session, item, Step.END, None, now=now, by=by)
        tell(session, item, "breach_over", now=now, to=TO_ALL, facts={"outcome": state.value, "text": None})


def _open(session: Session, breach_id: int) -> Item:
    item = get_item(session, breach_id)
    if item.state not in OPEN:
        raise Over
    return item


def _over(session: Session, item: Item, step: Step, text: str | None, *, now: datetime, by: str) -> State:
    state = BREACH.after(item.state, step)
    _move(session, item, step, state, now=now, by=by, values={"ended_at": now, "next_at": None, "reason": text},
          body={"note": text} if text else {})
    withdraw(session, item.subject)
    return state


def _move(session: Session, item: Item, step: Step, state: State, *, now: datetime, by: str, values: Mapping[str, Any],
          body: Mapping[str, Any]) -> None:
    move(session, BreachRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=state, event=step, values=values,
        body=body)], now=now, by=by)
    session.expire_all()


def note(session: Session, item: Item, event: str, *, now: datetime, by: str, **body: Any) -> None:
    """Record what happened to a breach without a step of its life."""
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event,
                            body={name: value for name, value in body.items() if value is not None})])


def tell(
    session: Session, item: Item, name: str, *, now: datetime, to: Audience, named: int | None = None, rung: str = "now",
    facts: Mapping[str, Any],
) -> None:
    """Write to those concerned what just happened."""
    brief, cast = briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id)
    owe(session, [at_once(name, item, brief, cast, to=to, now=now, named=() if named is None else (named,), rung=rung, facts=facts)],
        now=now)
