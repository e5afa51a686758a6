"""What is done to a notice of termination; what that does to the agreement is decided above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.agreements.store import briefs
from service.agreements.terms import NoticeRight
from service.history.door import move
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.notices.owe import owe, withdraw
from service.parties.model import Audience
from service.parties.store import cast as cast_of
from service.terminations.model import Given, Receipt
from service.terminations.notices import at_once
from service.terminations.refusals import AskedAlready, NotAsked, NotTheGiver
from service.terminations.rules import EVERYONE, NAMED, Item, reckon
from service.terminations.states import TERMINATION, State, Step
from service.terminations.store import get_item
from service.terminations.tables import TerminationRow, WithdrawalRow


def give(
    session: Session, agreement_id: int, given: Given, right: NoticeRight, *, signer: str, clause: str, now: datetime, by: str,
) -> Item:
    """Give notice: the other parties are told at once."""
    row = TerminationRow(
        agreement_id=agreement_id, party_id=given.party_id, person_id=given.person_id, signer=signer, authority=given.authority,
        reason=given.reason, state=State.GIVEN.value, given_on=given.given_on, months=right.months, to_month_end=right.to_month_end,
        clause=clause, arose_at=now, next_at=now)
    session.add(row)
    session.flush()
    item = get_item(session, row.id)
    _note(session, item, "given", now=now, by=by, party=given.party_id, who=signer, capacity=given.authority,
          on=given.given_on.isoformat(), reason=given.reason or None)
    others = [one.id for one in cast_of(session, agreement_id).parties if one.id != given.party_id]
    _tell(session, item, "termination_given", now=now, to=NAMED, named=others)
    return item


def keep_letter(session: Session, item: Item, document_id: int) -> None:
    """Keep which document is the letter."""
    session.execute(update(TerminationRow).where(TerminationRow.id == item.id).values(document_id=document_id))


def receive(
    session: Session, item: Item, receipt: Receipt, *, otherwise_on: date | None, party_id: int, author: str, now: datetime, by: str,
) -> Item:
    """Record when and how the notice was received: from that day it runs."""
    last = reckon(receipt.on, item.right).last
    _step(session, item, Step.RECEIVE, now=now, by=by, values={
        "received_on": receipt.on, "received_how": receipt.how.value, "received_note": receipt.note, "received_by": author,
        "last_on": last, "otherwise_on": otherwise_on, "arose_at": now, "told_at": None, "next_at": now,
    }, body={"party": party_id, "on": receipt.on.isoformat(), "how": receipt.how.value, "last": last.isoformat(),
             **({"note": receipt.note} if receipt.note else {})})
    withdraw(session, item.subject)
    running = get_item(session, item.id)
    _tell(session, running, "termination_running", now=now, to=EVERYONE,
          facts={"otherwise": otherwise_on.isoformat() if otherwise_on else None})
    return running


def ask_back(session: Session, item: Item, party_id: int, reason: str, *, now: datetime, by: str) -> None:
    """Ask the other parties whether the notice may be withdrawn."""
    TERMINATION.after(item.state, Step.WITHDRAW)
    if item.party_id != party_id:
        raise NotTheGiver
    if item.withdraw_asked_on is not None:
        raise AskedAlready
    session.execute(update(TerminationRow).where(TerminationRow.id == item.id).values(
        withdraw_asked_on=local_day(now), withdraw_reason=reason, arose_at=now, told_at=None, next_at=now))
    session.expire_all()
    withdraw(session, item.subject, names=("termination_unreceived",))
    _note(session, item, "withdrawal_asked", now=now, by=by, party=party_id, reason=reason)
    asked = get_item(session, item.id)
    _tell(session, asked, "termination_withdrawal_asked", now=now, to=NAMED, named=asked.waiting)


def consent(session: Session, item: Item, party_id: int, *, author: str, now: datetime, by: str) -> bool:
    """Record that a party lets the notice be withdrawn; return whether all have, and it is."""
    TERMINATION.after(item.state, Step.WITHDRAW)
    if party_id not in item.waiting:
        raise NotAsked
    session.add(WithdrawalRow(termination_id=item.id, party_id=party_id, author=author, given_at=now))
    session.flush()
    _note(session, item, "consented", now=now, by=by, party=party_id)
    withdraw(session, item.subject, party_id=party_id)
    if item.waiting != (party_id,):
        return False
    _end(session, item, Step.WITHDRAW, now=now, by=by)
    return True


def take_effect(session: Session, item: Item, *, now: datetime, by: str) -> None:
    """Let the notice have ended the agreement; everyone is told by the agreement's own letter."""
    _step(session, item, Step.TAKE_EFFECT, now=now, by=by, values={"ended_at": now, "next_at": None})
    withdraw(session, item.subject)


def overtake(session: Session, item: Item, *, ends: date | None, now: datetime, by: str) -> None:
    """Let the notice fall, for the agreement ends otherwise, on `ends`."""
    _end(session, item, Step.OVERTAKE, now=now, by=by, ends=ends)


def _end(session: Session, item: Item, taken: Step, *, now: datetime, by: str, ends: date | None = None) -> None:
    state = _step(session, item, taken, now=now, by=by, values={"ended_at": now, "next_at": None})
    withdraw(session, item.subject)
    _tell(session, item, "termination_over", now=now, to=EVERYONE,
          facts={"outcome": state.value, "ends": ends.isoformat() if ends else None})


def _step(session: Session, item: Item, taken: Step, *, now: datetime, by: str, values: Mapping[str, Any],
          body: Mapping[str, Any] | None = None) -> State:
    state = TERMINATION.after(item.state, taken)
    move(session, TerminationRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=state, event=taken,
        values=values, body=body or {})], now=now, by=by)
    session.expire_all()
    return state


def _note(session: Session, item: Item, event: str, *, now: datetime, by: str, **body: Any) -> None:
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event,
                            body={name: value for name, value in body.items() if value is not None})])


def _tell(
    session: Session, item: Item, name: str, *, now: datetime, to: Audience, named: Sequence[int] = (),
    facts: Mapping[str, Any] | None = None,
) -> None:
    brief, people = briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id)
    owe(session, [at_once(name, item, brief, people, to=to, now=now, named=named, facts=facts)], now=now)
