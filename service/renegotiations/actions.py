"""What is done to a renegotiation: asked for, answered, talked over, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from service.agreements.store import briefs, terms_of
from service.history.door import move
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.life import Moved
from service.notices.owe import owe, withdraw
from service.parties.model import Audience
from service.parties.store import cast as cast_of
from service.renegotiations.model import Provision, clause_of
from service.renegotiations.notices import at_once
from service.renegotiations.rules import ALL_LEADING, ASKED, Item
from service.renegotiations.states import RENEGOTIATION, State, Step
from service.renegotiations.store import get_item, open_ones
from service.renegotiations.tables import ConsentRow, RenegotiationRow, TalkRow


class NotAsked(Refusal):
    """This party is not waited for: it asked itself, or has already answered."""

    sv = "Den här partens svar väntar ingen på: den har själv påkallat omförhandlingen, eller redan svarat."


class NotInDialogue(Refusal):
    """Notes are taken while the parties are in dialogue about this, and they are not."""

    sv = "Anteckningar förs medan parterna för dialog om detta, och det gör de inte."


class DayToCome(Refusal):
    """That day has not come; give the day when you talked."""

    sv = "Den dagen har inte kommit än; ange dagen då ni talades vid."
    status = 422


class DayGone(Refusal):
    """That day has passed; give today or a later day, or none."""

    sv = "Den dagen har passerat; ange i dag eller en senare dag, eller ingen."
    status = 422


class NotTheAsker(Refusal):
    """Only the party that asked for the renegotiation can withdraw it; close it without a result instead."""

    sv = "Bara den part som påkallade omförhandlingen kan återta den; avsluta den utan resultat i stället."
    status = 403


class NothingToAmend(Refusal):
    """An amendment is drawn up once, from a renegotiation in which the parties have agreed."""

    sv = "Ett tillägg skrivs en gång, från en omförhandling där parterna har kommit överens."


def ask(
    session: Session, agreement_id: int, *, asked_by: int, provision: Provision, about: str, why: str, now: datetime, by: str,
) -> int:
    """Ask the other parties to renegotiate a provision; return the renegotiation's id."""
    made = _open(session, agreement_id, now=now, asked_by=asked_by, provision=provision, about=about, why=why)
    _note(session, made, "asked", now=now, by=by, party=asked_by, note=about)
    _tell(session, made, "renegotiation_asked", now=now, to=ASKED, named=made.waiting)
    return made.id


def open_decided(session: Session, agreement_id: int, decision_id: int, *, now: datetime, by: str) -> int:
    """Open the renegotiation that all parties have decided on, already in dialogue; return its id."""
    made = _open(session, agreement_id, now=now, decision_id=decision_id, provision=Provision.WHOLE)
    _note(session, made, "asked", now=now, by=by)
    _begin(session, made, now=now, by=by)
    return made.id


def _open(session: Session, agreement_id: int, *, now: datetime, provision: Provision, **columns: Any) -> Item:
    today = local_day(now)
    row = RenegotiationRow(
        agreement_id=agreement_id, provision=provision.value, clause=clause_of(terms_of(session, agreement_id), provision),
        state=State.ASKED.value, asked_on=today, day=today, arose_at=now, next_at=now, **columns)
    session.add(row)
    session.flush()
    return get_item(session, row.id)


def answer(
    session: Session, renegotiation_id: int, party_id: int, *, when_on: date | None, message: str | None, author: str,
    now: datetime, by: str,
) -> bool:
    """Record that a party takes part; return whether the dialogue has begun, which is when all have answered."""
    item = get_item(session, renegotiation_id)
    RENEGOTIATION.after(item.state, Step.ANSWER)
    if party_id not in item.waiting:
        raise NotAsked
    if when_on is not None and when_on < local_day(now):
        raise DayGone(field="when_on")
    session.add(ConsentRow(renegotiation_id=item.id, party_id=party_id, when_on=when_on, message=message, author=author,
                           answered_at=now))
    session.flush()
    _note(session, item, "answered", now=now, by=by, party=party_id, note=message, on=when_on and when_on.isoformat())
    withdraw(session, item.subject, party_id=party_id)
    begins = item.waiting == (party_id,)
    if begins:
        _begin(session, item, now=now, by=by)
    return begins


def _begin(session: Session, item: Item, *, now: datetime, by: str) -> None:
    _step(session, item, Step.ANSWER, now=now, by=by, values={
        "day": local_day(now), "next_at": now, "told_at": None, "arose_at": now})
    withdraw(session, item.subject)
    begun = get_item(session, item.id)
    names = {party.id: party.name for party in cast_of(session, item.agreement_id).every}
    given = session.execute(select(ConsentRow.party_id, ConsentRow.when_on, ConsentRow.message).where(
        ConsentRow.renegotiation_id == item.id).order_by(ConsentRow.id))
    answers = [{"party": names[party_id], "on": when.isoformat() if when else None, "message": message}
               for party_id, when, message in given]
    _tell(session, begun, "renegotiation_begun", now=now, to=ALL_LEADING, facts={"answers": answers})


def note(
    session: Session, renegotiation_id: int, *, party_id: int | None, day: date, who: str, body: str, author: str,
    now: datetime, by: str,
) -> None:
    """Note what was said on a day; the silence is counted anew."""
    item = get_item(session, renegotiation_id)
    if item.state is not State.IN_DIALOGUE:
        raise NotInDialogue
    if day > local_day(now):
        raise DayToCome(field="day")
    session.add(TalkRow(renegotiation_id=item.id, party_id=party_id, day=day, who=who, body=body, author=author, written_at=now))
    session.execute(update(RenegotiationRow).where(RenegotiationRow.id == item.id).values(
        day=local_day(now), arose_at=now, told_at=None, next_at=now))
    session.flush()
    _note(session, item, "noted", now=now, by=by, party=party_id, on=day.isoformat())
    withdraw(session, item.subject, names=("renegotiation_silent",))


def agree(session: Session, renegotiation_id: int, text: str, *, party: str, now: datetime, by: str) -> None:
    """End the renegotiation with what was agreed; it has effect only as a signed amendment."""
    _end(session, get_item(session, renegotiation_id), Step.AGREE, text, party=party, now=now, by=by)


def close(session: Session, renegotiation_id: int, reason: str, *, party: str, now: datetime, by: str) -> None:
    """End the renegotiation without a result."""
    _end(session, get_item(session, renegotiation_id), Step.CLOSE, reason, party=party, now=now, by=by)


def take_back(session: Session, renegotiation_id: int, party_id: int, reason: str, *, party: str, now: datetime, by: str) -> None:
    """Withdraw what a party has asked for."""
    item = get_item(session, renegotiation_id)
    if item.asked_by != party_id:
        raise NotTheAsker
    _end(session, item, Step.WITHDRAW, reason, party=party, now=now, by=by)


def lead_to(session: Session, renegotiation_id: int, amendment_id: int, *, now: datetime, by: str) -> None:
    """Keep which amendment was drawn up from what was agreed."""
    item = get_item(session, renegotiation_id)
    free = RenegotiationRow.amendment_id.is_(None)
    done = session.execute(update(RenegotiationRow).where(
        RenegotiationRow.id == item.id, RenegotiationRow.state == State.AGREED, free).values(amendment_id=amendment_id))
    if cast(CursorResult[Any], done).rowcount != 1:
        raise NothingToAmend
    _note(session, item, "amendment_begun", now=now, by=by, amendment=amendment_id)


def go_on_without(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Let the dialogue begin where nobody is waited for any more: who had not answered is no longer a party."""
    for item in [get_item(session, one) for one in open_ones(session, agreement_id)]:
        if item.state is State.ASKED and not item.waiting:
            _begin(session, item, now=now, by=by)


def end_all(session: Session, agreement_id: int, *, now: datetime, by: str) -> list[str]:
    """Close what is open, for the agreement has ended; return the subjects."""
    items = [get_item(session, one) for one in open_ones(session, agreement_id)]
    for item in items:
        _end(session, item, Step.END, None, party=None, now=now, by=by)
    return [item.subject for item in items]


def _end(session: Session, item: Item, taken: Step, text: str | None, *, party: str | None, now: datetime, by: str) -> None:
    state = _step(session, item, taken, now=now, by=by, body={"note": text} if text else {},
                  values={"outcome": text, "ended_at": now, "next_at": None})
    withdraw(session, item.subject)
    _tell(session, item, "renegotiation_over", now=now, to=ALL_LEADING,
          facts={"outcome": state.value, "text": text, "by": party})


def _step(session: Session, item: Item, taken: Step, *, now: datetime, by: str, values: Mapping[str, Any],
          body: Mapping[str, Any] | None = None) -> State:
    state = RENEGOTIATION.after(item.state, taken)
    move(session, RenegotiationRow, [Moved(
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
