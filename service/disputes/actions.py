"""What is done to a dispute: opened, talked over, resolved in words, taken further, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.agreements.store import briefs
from service.disputes import refusals
from service.disputes.model import Forum
from service.disputes.notices import at_once
from service.disputes.rules import ALL_LEADING, CONFIRMING, OTHERS, Item
from service.disputes.states import DISPUTE, OPEN, State, Step
from service.disputes.store import get_item
from service.disputes.tables import DisputeNoteRow, DisputeRow, DisputeWordRow
from service.history.door import move
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.notices.owe import owe, withdraw
from service.parties.model import Audience
from service.parties.store import cast as cast_of

FORUMS = {Forum.NEGOTIATION: "förhandling", Forum.MEDIATION: "medling", Forum.ARBITRATION: "skiljeförfarande",
          Forum.COURT: "domstol"}


def open_one(
    session: Session, agreement_id: int, *, opened_by: int, matter: str, clause: str, about: str, why: str, now: datetime, by: str,
) -> int:
    """Open a dispute; return its id."""
    today = local_day(now)
    row = DisputeRow(
        agreement_id=agreement_id, opened_by=opened_by, matter=matter, clause=clause, about=about, why=why, statement=0,
        state=State.OPENED.value, opened_on=today, day=today, arose_at=now, next_at=now)
    session.add(row)
    session.flush()
    made = get_item(session, row.id)
    _note(session, made, "opened", now=now, by=by, party=opened_by, note=about, matter=matter or None)
    others = [one.id for one in cast_of(session, agreement_id).parties if one.id != opened_by]
    _tell(session, made, "dispute_opened", to=OTHERS, named=others, now=now, rung="now")
    return row.id


def note(
    session: Session, dispute_id: int, *, party_id: int | None, day: date, who: str, body: str, author: str, now: datetime, by: str,
) -> None:
    """Note what was said on a day; the first note begins the dialogue, and the silence is counted anew."""
    item = get_item(session, dispute_id)
    if item.state not in OPEN:
        raise refusals.NotOpen
    if day > local_day(now):
        raise refusals.DayAhead(field="day")
    session.add(DisputeNoteRow(dispute_id=item.id, party_id=party_id, day=day, who=who, body=body, author=author, written_at=now))
    session.flush()
    _note(session, item, "noted", now=now, by=by, party=party_id, on=day.isoformat())
    if item.state is State.OPENED:
        _step(session, item, Step.TALK, now=now, by=by, values={})
    if item.stated is None:
        _anew(session, item, now=now)


def state_outcome(session: Session, dispute_id: int, text: str, *, party_id: int, party: str, author: str, now: datetime,
                  by: str) -> bool:
    """Write how it was resolved; return whether it thereby is.

    In dialogue the other parties confirm the same words; what was decided elsewhere is noted by one, and the others are told.
    """
    item = get_item(session, dispute_id)
    _talked(item)
    DISPUTE.after(item.state, Step.RESOLVE)
    session.execute(update(DisputeRow).where(DisputeRow.id == item.id).values(
        stated=text, stated_by=party_id, statement=item.statement + 1))
    session.add(DisputeWordRow(dispute_id=item.id, statement=item.statement + 1, party_id=party_id, author=author, confirmed_at=now))
    session.flush()
    _note(session, item, "stated", now=now, by=by, party=party_id, note=text)
    if item.state is State.ESCALATED:
        _end(session, get_item(session, item.id), Step.RESOLVE, text, party=party, now=now, by=by)
        return True
    _anew(session, item, now=now)
    found = get_item(session, item.id)
    _tell(session, found, "dispute_stated", to=CONFIRMING, named=found.waiting, now=now, rung=f"stated{found.statement}",
          facts={"by": party})
    return False


def confirm(session: Session, dispute_id: int, *, party_id: int, party: str, author: str, now: datetime, by: str) -> bool:
    """Stand behind the words that were stated; return whether all do, and the dispute is resolved."""
    item = get_item(session, dispute_id)
    if item.state is not State.IN_DIALOGUE or item.stated is None:
        raise refusals.NothingStated
    if party_id not in item.waiting:
        raise refusals.AlreadyConfirmed
    session.add(DisputeWordRow(dispute_id=item.id, statement=item.statement, party_id=party_id, author=author, confirmed_at=now))
    session.flush()
    _note(session, item, "confirmed", now=now, by=by, party=party_id)
    withdraw(session, item.subject, party_id=party_id)
    if item.waiting != (party_id,):
        return False
    _end(session, item, Step.RESOLVE, item.stated, party=party, now=now, by=by)
    return True


def escalate(
    session: Session, dispute_id: int, forum: Forum, *, named: Forum, reference: str, on: date, party: str, now: datetime, by: str,
) -> None:
    """Take it to what the terms name, `named`, once a dialogue is noted."""
    item = get_item(session, dispute_id)
    _talked(item)
    if forum is not named:
        raise refusals.OtherForum(forum=named.value, forum_sv=FORUMS[named], field="forum")
    if on > local_day(now):
        raise refusals.DayAhead(field="on")
    _step(session, item, Step.ESCALATE, now=now, by=by, values={
        "forum": forum.value, "reference": reference, "escalated_on": on, "stated": None, "stated_by": None},
        body={"forum": forum.value, "on": on.isoformat(), "note": reference})
    _anew(session, item, now=now)
    _tell(session, get_item(session, item.id), "dispute_escalated", to=ALL_LEADING, now=now, rung="now",
          facts={"by": party, "reference": reference})


def take_back(session: Session, dispute_id: int, party_id: int, reason: str, *, party: str, now: datetime, by: str) -> None:
    """Withdraw what a party has opened."""
    item = get_item(session, dispute_id)
    if item.opened_by != party_id:
        raise refusals.NotTheOpener
    _end(session, item, Step.WITHDRAW, reason, party=party, now=now, by=by)


def _talked(item: Item) -> None:
    if item.state is State.OPENED:
        raise refusals.DialogueFirst


def _end(session: Session, item: Item, taken: Step, text: str, *, party: str, now: datetime, by: str) -> None:
    state = _step(session, item, taken, now=now, by=by, body={"note": text},
                  values={"outcome": text, "ended_at": now, "next_at": None})
    withdraw(session, item.subject)
    _tell(session, item, "dispute_over", to=ALL_LEADING, now=now, rung="now",
          facts={"outcome": state.value, "text": text, "by": party, "elsewhere": item.state is State.ESCALATED})


def _step(session: Session, item: Item, taken: Step, *, now: datetime, by: str, values: Mapping[str, Any],
          body: Mapping[str, Any] | None = None) -> State:
    state = DISPUTE.after(item.state, taken)
    move(session, DisputeRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=state, event=taken,
        values=values, body=body or {})], now=now, by=by)
    session.expire_all()
    return state


def _anew(session: Session, item: Item, *, now: datetime) -> None:
    """Let reminders count from today; those written before are for nothing."""
    session.execute(update(DisputeRow).where(DisputeRow.id == item.id).values(
        day=local_day(now), arose_at=now, told_at=None, next_at=now))
    withdraw(session, item.subject)


def _note(session: Session, item: Item, event: str, *, now: datetime, by: str, **body: Any) -> None:
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event,
                            body={name: value for name, value in body.items() if value is not None})])


def _tell(
    session: Session, item: Item, name: str, *, to: Audience, now: datetime, rung: str, named: Sequence[int] = (),
    facts: Mapping[str, Any] | None = None,
) -> None:
    brief, people = briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id)
    owe(session, [at_once(name, item, brief, people, to=to, now=now, rung=rung, named=named, facts=facts)], now=now)
