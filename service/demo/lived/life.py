"""Living an agreement through: the real sweep on a clock of its own, and people who do their part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.db import Database
from service.demo.lived.between import do_tasks, talk
from service.demo.lived.followup import deliver, lead, log_shifts, reader, tell_at_meeting
from service.demo.lived.minuted import minutes
from service.economy.invoices.store import next_day_of
from service.kernel.clock import local_day, moment
from service.lifecycle.money.usual import go_the_usual_way
from service.meetings import actions as meetings
from service.meetings.calling import answers
from service.meetings.minutes import finish
from service.meetings.notices import ACCEPTED, DECLINED
from service.meetings.states import State as Meeting
from service.meetings.store import Outcome, Present
from service.meetings.tables import MeetingRow, OutcomeRow, SeatRow
from service.obligations.model import OWN_LIFE
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.parties.model import Function
from service.parties.store import cast as cast_of
from service.parties.tables import PersonRow
from service.scheduler.jobs import JOBS
from service.scheduler.sweep import sweep

BY = "demo"


def live_through(database: Database, agreement_ids: Sequence[int], start: datetime, until: datetime) -> None:
    """Let everything happen that is due between two moments, on time."""
    now: datetime | None = start
    while now is not None and now <= until:
        at = now
        _sweep(database, at)
        with database.write() as session:
            for agreement_id in agreement_ids:
                _people(session, agreement_id, at)
        _sweep(database, at)
        now = _next(database, agreement_ids, at)
    with database.write() as session:
        for agreement_id in agreement_ids:
            log_shifts(session, agreement_id, cast_of(session, agreement_id), now=until, every=1)


def _sweep(database: Database, at: datetime) -> None:
    sweep(database, now=lambda: at)


def _next(database: Database, agreement_ids: Sequence[int], now: datetime) -> datetime | None:
    with database.read() as session:
        due = [
            session.scalars(select(table.c.next_at).where(table.c.next_at > now).order_by(table.c.next_at).limit(1)).first()
            for table in (job.table.__table__ for job in JOBS)
        ]
        due += session.scalars(select(MeetingRow.ends_at).where(
            MeetingRow.agreement_id.in_(agreement_ids), MeetingRow.state == Meeting.CALLED, MeetingRow.ends_at > now)).all()
        due += [moment(day, 15) for day in session.scalars(select(ObligationRow.day).where(
            ObligationRow.agreement_id.in_(agreement_ids), ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN)),
            ObligationRow.kind.not_in(OWN_LIFE), ObligationRow.day > local_day(now)))]
        due += [moment(day, 15) for one in agreement_ids if (day := next_day_of(session, one, after=local_day(now))) is not None]
        due += [moment(day, 14) for day in session.scalars(select(OutcomeRow.due_on).where(
            OutcomeRow.agreement_id.in_(agreement_ids), OutcomeRow.done_on.is_(None), OutcomeRow.due_on > local_day(now))) if day]
    return min((one for one in due if one is not None), default=None)


def _people(session: Session, agreement_id: int, now: datetime) -> None:
    """Answer calls, hold and minute meetings, hand in what is owed."""
    rows = session.scalars(select(MeetingRow).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == Meeting.CALLED).order_by(MeetingRow.day)).all()
    for row in rows:
        if row.ends_at <= now:
            number = session.query(MeetingRow).filter(
                MeetingRow.agreement_id == agreement_id, MeetingRow.state == Meeting.MINUTED).count()
            _write_up(session, row, number, now)
        elif row.called_at is not None and now < row.starts_at:
            _answer(session, row, now)
    cast = cast_of(session, agreement_id)
    log_shifts(session, agreement_id, cast, now=now)
    deliver(session, agreement_id, cast, ahead=2, now=now)
    go_the_usual_way(session, agreement_id, now=now, by=BY, ahead=2)
    do_tasks(session, agreement_id, now=now, by=lead(cast))


def _write_up(session: Session, row: MeetingRow, number: int, now: datetime) -> None:
    """Hold and minute a meeting with those who said yes, a decision and a task; tick off the task of the one before."""
    cast = cast_of(session, row.agreement_id)
    names = {party.id: party.name for party in cast.every}
    there = session.execute(select(PersonRow.name, SeatRow.party_id).join(PersonRow, PersonRow.id == SeatRow.person_id).where(
        SeatRow.meeting_id == row.id, SeatRow.answer == ACCEPTED).order_by(SeatRow.id)).all()
    by = reader(cast)
    meetings.hold(session, row.id, now=now, by=by, present=[Present(name, names[party]) for name, party in there])
    text, decision, task = minutes(terms_of(session, row.agreement_id), number)
    who = next((seat.name for seat in cast.seats if seat.role == "civil" and seat.function == Function.OPERATIONS), None)
    meetings.minute(session, row.id, text, now=now, by=by, outcomes=(
        Outcome(kind="decision", body=decision),
        Outcome(kind="task", body=task, who=who, due_on=row.day + timedelta(days=45))))
    before = session.scalars(select(OutcomeRow).where(
        OutcomeRow.agreement_id == row.agreement_id, OutcomeRow.meeting_id != row.id, OutcomeRow.kind == "task",
        OutcomeRow.done_on.is_(None))).all()
    for one in before:
        finish(session, one.meeting_id, one.id, on=local_day(now), now=now, by=lead(cast))
    tell_at_meeting(session, row.agreement_id, row.id, number, cast, now=now)
    talk(session, row.agreement_id, number, cast, now=now)


def _answer(session: Session, row: MeetingRow, now: datetime) -> None:
    seats = session.scalars(select(SeatRow).where(
        SeatRow.meeting_id == row.id, SeatRow.answered_at.is_(None)).order_by(SeatRow.id)).all()
    for number, seat in enumerate(seats):
        if number == len(seats) - 1:
            continue
        answer = DECLINED if (row.id + number) % 7 == 0 else ACCEPTED
        answers.reply(session, seat_id=seat.id, nonce=seat.nonce, answer=answer, suggested_on=None,
                       comment="Är på tjänsteresa den dagen." if answer == DECLINED else None, now=now)
