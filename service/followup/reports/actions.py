"""What is done to a report: delivered, accepted, returned, waived; dropped and planned anew as the terms change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from service.agreements.store import briefs
from service.followup.reports.notices import at_once
from service.followup.reports.refusals import DayToCome, NothingHandedIn, NotYours, SayWhy, YourOwn
from service.followup.reports.rules import ESCALATED, OWING, Item, followed, is_late
from service.followup.reports.states import REPORT, State, Step
from service.followup.reports.store import get_item, newest_delivery
from service.followup.reports.tables import DeliveryRow, ReportRow
from service.history.door import move
from service.history.record import CLOCK
from service.kernel.clock import local_day
from service.kernel.life import Moved
from service.kernel.text.personal import refuse_personal_numbers
from service.notices.owe import owe, withdraw
from service.obligations.states import SETTLED
from service.obligations.store import follow_with
from service.parties.model import Audience
from service.parties.store import cast as cast_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is handed in, on which day: a version of a document, or where the report is."""

    on: date
    note: str = ""
    document_id: int | None = None
    version: int | None = None


def deliver(session: Session, report_id: int, handed: Handed, *, party_id: int, author: str, now: datetime, by: str) -> int:
    """Deliver a report, for the first time or again; return the number of the delivery. The first day alone says if it is late."""
    item = get_item(session, report_id)
    REPORT.after(item.state, Step.DELIVER)
    if party_id not in item.owing:
        raise NotYours
    if handed.on > local_day(now):
        raise DayToCome(day=handed.on, field="day")
    if handed.document_id is None and not handed.note.strip():
        raise NothingHandedIn(field="file")
    refuse_personal_numbers(note=handed.note)
    row, before = session.get_one(ReportRow, report_id), newest_delivery(session, report_id)
    first = row.delivered_on is None
    delivered_on = handed.on if row.delivered_on is None else row.delivered_on
    late = row.late or (first and is_late(handed.on, item.day))
    number = 1 if before is None else before.number + 1
    session.add(DeliveryRow(
        report_id=report_id, number=number, party_id=party_id, delivered_on=handed.on, document_version=handed.version,
        note=handed.note.strip(), author=author, recorded_at=now))
    _step(session, item, Step.DELIVER, now=now, by=by, met_on=handed.on, late=late, note=handed.note.strip() or None, values={
        "late": late, "delivered_on": delivered_on, "since": handed.on, "document_id": handed.document_id or row.document_id,
        "comment": None}, body={"on": handed.on.isoformat(), "number": number, "late": late})
    _tell(session, report_id, "report_delivered", to=ESCALATED, named=item.receiving, now=now, revision=number,
          facts={"again": number > 1})
    return number


def accept(session: Session, report_id: int, comment: str, *, party_id: int, author: str, now: datetime, by: str) -> None:
    """Accept a report, or take note of it, with what one wants to say."""
    _verdict(session, report_id, Step.ACCEPT, comment, party_id=party_id, author=author, now=now, by=by)


def give_back(session: Session, report_id: int, comment: str, *, party_id: int, author: str, now: datetime, by: str) -> None:
    """Return a report, saying what is missing; it is owed again."""
    if not comment.strip():
        raise SayWhy(field="comment")
    _verdict(session, report_id, Step.RETURN, comment, party_id=party_id, author=author, now=now, by=by)


def _verdict(
    session: Session, report_id: int, step: Step, comment: str, *, party_id: int, author: str, now: datetime, by: str,
) -> None:
    item = get_item(session, report_id)
    state = REPORT.after(item.state, step)
    if party_id not in item.receiving:
        raise YourOwn
    refuse_personal_numbers(comment=comment)
    said = comment.strip() or None
    delivery = newest_delivery(session, report_id)
    if delivery is not None:
        delivery.verdict, delivery.verdict_by, delivery.verdict_author = state.value, party_id, author
        delivery.verdict_at, delivery.comment = now, said
    session.flush()
    returned = step is Step.RETURN
    _step(session, item, step, now=now, by=by, late=item.late, met_on=None if returned else item.since, values={
        "comment": said, "since": local_day(now) if returned else item.since}, body={"note": said} if said else {})
    name = "report_returned" if returned else "report_accepted"
    _tell(session, report_id, name, to=OWING, named=item.owing, now=now, revision=delivery.number if delivery is not None else 0)


def release(session: Session, report_id: int, step: Step, reason: str | None, *, now: datetime, by: str, on: date) -> State:
    """Waive or cancel a report that is owed; return its new state."""
    item = get_item(session, report_id)
    return _step(session, item, step, now=now, by=by, late=item.late, met_on=None, note=reason, values={"comment": reason},
                 body={"on": on.isoformat()} | ({"note": reason} if reason else {}))


def drop(session: Session, report_id: int, *, now: datetime) -> None:
    """Drop a report that the terms no longer ask for; what has been delivered stays. Its obligation is dropped by the plan."""
    item = get_item(session, report_id)
    if Step.DROP in REPORT.steps_from(item.state):
        _move(session, item, Step.DROP, now=now, by=CLOCK, values={"next_at": None})


def plan_again(session: Session, report_id: int, *, now: datetime) -> None:
    """Ask for a report again that was dropped."""
    _move(session, get_item(session, report_id), Step.PLAN, now=now, by=CLOCK, values={"arose_at": now, "told_at": None})


def _step(
    session: Session, item: Item, step: Step, *, now: datetime, by: str, late: bool, met_on: date | None,
    values: Mapping[str, Any], body: Mapping[str, Any], note: str | None = None,
) -> State:
    """Take a step that a person takes, let the obligation follow, and take back what lost its point."""
    awaited = step in (Step.DELIVER, Step.RETURN)
    state = _move(session, item, step, now=now, by=by, body=body, values={
        **values, "next_at": now if awaited else None, "arose_at": now, "told_at": None})
    owed = followed(state, late)
    follow_with(session, item.obligation_id, owed, met_on=met_on, note=note, next_at=None if owed in SETTLED else now)
    withdraw(session, item.subject)
    session.expire_all()
    return state


def _move(session: Session, item: Item, step: Step, *, now: datetime, by: str, values: Mapping[str, Any],
          body: Mapping[str, Any] | None = None) -> State:
    state = REPORT.after(item.state, step)
    session.flush()
    move(session, ReportRow, [Moved(id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=state,
                                    event=step, values=values, body=body or {})], now=now, by=by)
    session.expire_all()
    return state


def _tell(session: Session, report_id: int, name: str, *, to: Audience, named: Sequence[int], now: datetime, revision: int,
          facts: Mapping[str, Any] | None = None) -> None:
    item = get_item(session, report_id)
    brief, cast = briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id)
    owe(session, [at_once(name, item, brief, cast, to=to, named=named, now=now, revision=revision, facts=facts)], now=now)
