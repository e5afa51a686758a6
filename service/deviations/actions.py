"""What is done to a deviation: reported or proposed, talked over, approved or rejected by each party, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.agreements.store import briefs, terms_of
from service.agreements.terms import Terms
from service.deviations.model import Kind
from service.deviations.notices import at_once
from service.deviations.refusals import (
    AlreadyDecided,
    BeforeDialogue,
    DayToCome,
    NeedsPost,
    NeedsSum,
    NoDialogueYet,
    NoSuchPost,
    NotTheReporter,
    Over,
)
from service.deviations.rules import ASKED, CONCERNED, LEADING, Item, is_late
from service.deviations.states import DEVIATION, OPEN, State, Step
from service.deviations.store import get_item, open_ones
from service.deviations.tables import DeviationRow, RemarkRow, VerdictRow
from service.history.door import move
from service.history.record import CLOCK, Record, append
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.notices.owe import owe, withdraw
from service.parties.model import Audience
from service.parties.store import cast as cast_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is to be done otherwise than plan or budget say: from which post, how much (SEK, or per cent of it), why, when."""

    kind: Kind
    what: str
    why: str
    changes_on: date
    post: str | None = None
    sek: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided for a party, on which day, and what shows it."""

    decided_by: str
    decided_on: date
    evidence: str
    document_id: int | None = None


def report(session: Session, agreement_id: int, planned: Planned, *, party_id: int, now: datetime, by: str) -> int:
    """Report a deviation to come; return its id."""
    terms = terms_of(session, agreement_id)
    _check(terms, planned)
    return _open(session, agreement_id, planned, terms, party_id=party_id, now=now, by=by)


def propose(session: Session, agreement_id: int, planned: Planned, *, now: datetime) -> int | None:
    """Open a case that nobody has reported, by the clock; None when one about the same post is open."""
    if open_ones(session, agreement_id, planned.post):
        return None
    return _open(session, agreement_id, planned, terms_of(session, agreement_id), party_id=None, now=now, by=CLOCK)


def _check(terms: Terms, planned: Planned) -> None:
    if planned.kind is not Kind.BUDGET:
        return
    posts = [post.name for post in terms.economy.posts]
    if planned.post is None and posts:
        raise NeedsPost(field="post")
    if planned.post is not None and planned.post not in posts:
        raise NoSuchPost(name=planned.post, posts=", ".join(posts) or "–", field="post")
    if planned.sek is None and planned.percent is None:
        raise NeedsSum(field="sek")


def _open(
    session: Session, agreement_id: int, planned: Planned, terms: Terms, *, party_id: int | None, now: datetime, by: str,
) -> int:
    today = local_day(now)
    row = DeviationRow(
        agreement_id=agreement_id, reported_by=party_id, kind=planned.kind.value, what=planned.what, why=planned.why,
        post=planned.post if planned.kind is Kind.BUDGET else None, ore=_hundredths(planned.sek),
        hundredths=_hundredths(planned.percent), changes_on=planned.changes_on, state=State.REPORTED.value,
        clause=terms.clause("approval_before_deviation", "approval_before", "economy.posts", "economy.total"),
        reported_on=today, day=today, arose_at=now, next_at=now)
    session.add(row)
    session.flush()
    item = get_item(session, row.id)
    _note(session, item, "proposed" if party_id is None else "reported", now=now, by=by, party=party_id, note=planned.what,
          on=planned.changes_on.isoformat())
    _tell(session, item, "deviation_reported", now=now, to=LEADING)
    return row.id


def _hundredths(amount: Decimal | None) -> int | None:
    return None if amount is None else int((amount * 100).to_integral_value())


def note(
    session: Session, deviation_id: int, *, party_id: int | None, day: date, who: str, body: str, author: str, now: datetime,
    by: str,
) -> None:
    """Note what was said on a day; the first note begins the dialogue, and the parties are asked to decide."""
    item = get_item(session, deviation_id)
    if item.state not in OPEN:
        raise Over
    if day > local_day(now):
        raise DayToCome(day=day, field="day")
    session.add(RemarkRow(deviation_id=item.id, party_id=party_id, day=day, who=who, body=body, author=author, written_at=now))
    session.flush()
    _note(session, item, "noted", now=now, by=by, party=party_id, on=day.isoformat())
    first = day if item.talked_on is None else min(day, item.talked_on)
    if item.state is State.REPORTED:
        _step(session, item, Step.TALK, now=now, by=by, values={
            "talked_on": first, "day": local_day(now), "arose_at": now, "told_at": None, "next_at": now})
        withdraw(session, item.subject)
        _tell(session, get_item(session, item.id), "deviation_approval_wanted", now=now, to=ASKED, named=item.waiting)
    elif first != item.talked_on:
        session.execute(update(DeviationRow).where(DeviationRow.id == item.id).values(talked_on=first))


def approve(
    session: Session, deviation_id: int, party_id: int, decision: Decision, *, author: str, now: datetime, by: str,
) -> bool:
    """Record that a party approves; return whether all now have. One that comes too late is marked so for ever."""
    item = _undecided(session, deviation_id, party_id, decision, Step.APPROVE, now)
    assert item.talked_on is not None
    if decision.decided_on < item.talked_on:
        raise BeforeDialogue(day=decision.decided_on, first=item.talked_on, field="decided_on")
    late = is_late(decision.decided_on, item.changes_on)
    _decide(session, item, party_id, decision, approved=True, late=late, author=author, now=now, by=by)
    if late:
        session.execute(update(DeviationRow).where(DeviationRow.id == item.id).values(late=True))
    everyone = item.waiting == (party_id,)
    if everyone:
        _end(session, item, Step.APPROVE, now=now, by=by, late=late or item.late)
    return everyone


def reject(
    session: Session, deviation_id: int, party_id: int, decision: Decision, *, party: str, author: str, now: datetime, by: str,
) -> None:
    """Record that a party rejects: then the change may not be made, whatever the others say."""
    item = _undecided(session, deviation_id, party_id, decision, Step.REJECT, now)
    _decide(session, item, party_id, decision, approved=False, late=False, author=author, now=now, by=by)
    _end(session, item, Step.REJECT, now=now, by=by, text=decision.evidence, party=party)


def _undecided(session: Session, deviation_id: int, party_id: int, decision: Decision, taken: Step, now: datetime) -> Item:
    item = get_item(session, deviation_id)
    if item.state is State.REPORTED:
        raise NoDialogueYet
    DEVIATION.after(item.state, taken)
    if party_id not in item.waiting:
        raise AlreadyDecided
    if decision.decided_on > local_day(now):
        raise DayToCome(day=decision.decided_on, field="decided_on")
    return item


def _decide(
    session: Session, item: Item, party_id: int, decision: Decision, *, approved: bool, late: bool, author: str, now: datetime,
    by: str,
) -> None:
    session.add(VerdictRow(
        deviation_id=item.id, party_id=party_id, approved=approved, late=late, decided_by=decision.decided_by,
        decided_on=decision.decided_on, evidence=decision.evidence, document_id=decision.document_id, author=author,
        recorded_at=now))
    session.flush()
    _note(session, item, "party_approved" if approved else "party_rejected", now=now, by=by, party=party_id,
          on=decision.decided_on.isoformat(), decided_by=decision.decided_by, note=decision.evidence, late=late)
    withdraw(session, item.subject, party_id=party_id)


def take_back(session: Session, deviation_id: int, party_id: int, reason: str, *, party: str, now: datetime, by: str) -> None:
    """Withdraw what a party has reported; what the clock proposed any party may withdraw."""
    item = get_item(session, deviation_id)
    if item.reported_by is not None and item.reported_by != party_id:
        raise NotTheReporter
    _end(session, item, Step.WITHDRAW, now=now, by=by, text=reason, party=party)


def go_on_without(session: Session, agreement_id: int, *, now: datetime, by: str) -> list[str]:
    """Let what all that are parties now have approved be approved: who had not decided is one no longer; return the subjects."""
    items = [get_item(session, one) for one in open_ones(session, agreement_id)]
    decided = [item for item in items if item.state is State.IN_DIALOGUE and not item.waiting]
    for item in decided:
        _end(session, item, Step.APPROVE, now=now, by=by, late=item.late)
    return [item.subject for item in decided]


def end_all(session: Session, agreement_id: int, *, now: datetime, by: str) -> list[str]:
    """Close what is open, for the agreement has ended; return the subjects."""
    items = [get_item(session, one) for one in open_ones(session, agreement_id)]
    for item in items:
        _end(session, item, Step.END, now=now, by=by)
    return [item.subject for item in items]


def _end(
    session: Session, item: Item, taken: Step, *, now: datetime, by: str, text: str | None = None, party: str | None = None,
    late: bool = False,
) -> None:
    state = _step(session, item, taken, now=now, by=by, values={"ended_at": now, "next_at": None, "reason": text},
                  body={"note": text} if text else {})
    withdraw(session, item.subject)
    _tell(session, item, "deviation_over", now=now, to=CONCERNED,
          facts={"outcome": state.value, "text": text, "by": party, "too_late": late})


def _step(session: Session, item: Item, taken: Step, *, now: datetime, by: str, values: Mapping[str, Any],
          body: Mapping[str, Any] | None = None) -> State:
    state = DEVIATION.after(item.state, taken)
    move(session, DeviationRow, [Moved(
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
    brief, cast = briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id)
    owe(session, [at_once(name, item, brief, cast, to=to, now=now, named=named, facts=facts)], now=now)
