"""Keeping the plan true to the terms: obligations, meetings and the decision as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import OVER
from service.agreements.tables import AgreementRow
from service.agreements.terms import Expiry, Habits, Terms
from service.followup.reports import actions as report_actions
from service.followup.reports.states import AWAITED
from service.followup.reports.states import State as ReportState
from service.followup.reports.tables import ReportRow
from service.history.door import move
from service.history.record import CLOCK
from service.kernel.calendar import add_months
from service.kernel.clock import local_day, moment
from service.kernel.ids import message_id
from service.kernel.life import Moved
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.money.keeping import drop_invoice, keep_invoices
from service.meetings.actions import Spot, drop, plan_again, shift
from service.meetings.rules import is_extra, planned_times
from service.meetings.states import State as MeetingState
from service.meetings.tables import MeetingRow
from service.notices.owe import withdraw
from service.obligations.model import OWN_LIFE, REPORTS, Kind, Obligation
from service.obligations.states import OBLIGATION, SETTLED, Step
from service.obligations.states import State as Owed
from service.obligations.store import follow
from service.obligations.tables import ObligationRow
from service.obligations.versions import Shift, Version, schedule_over, shifts
from service.renewal.actions import step as end_decision
from service.renewal.states import DECISION
from service.renewal.states import State as DecisionState
from service.renewal.states import Step as DecisionStep
from service.renewal.store import get_item as get_decision
from service.renewal.tables import DecisionRow

UNTOUCHED_MEETING = (MeetingState.PLANNED,)
MONTHS_AHEAD = 24
UNDECIDED = (DecisionState.NOT_DUE, DecisionState.OPEN, DecisionState.OVERDUE)


def apply_plan(session: Session, row: AgreementRow, *, now: datetime, live: bool, amended: bool = False) -> None:
    """Derive the schedule and bring the rows in line with it; nothing is due before the agreement is `live`.

    What people have settled stays; what earlier terms dropped comes back where these ask for it. What lies before
    the service knew of the agreement is marked so. Deriving again from the same terms changes nothing. Only when the
    terms are `amended` are people called off from, or to another day of, a meeting that the clock has called.
    """
    known = row.known_at or now
    versions = [replace(one, terms=in_practice(row, one.terms)) for one in versions_of(session, row.id)]
    until = add_months(local_day(now), MONTHS_AHEAD) if row.ends_on is None else None
    plan = schedule_over(versions, known=known, ends=row.ends_on, until=until)
    row.remarks = json.dumps([asdict(remark) for remark in plan.remarks], ensure_ascii=False)
    row.planned_until = until
    session.flush()
    query = select(ObligationRow).where(ObligationRow.agreement_id == row.id)
    rows = {one.key: one for one in session.scalars(query)}
    # What has been ended by notice is not to be renewed: nobody is asked to decide on that anew.
    wanted = {one.key: one for one in plan.obligations
              if row.terminates_on is None or one.kind is not Kind.RENEWAL_DECISION or one.key in rows}
    for key, owed in wanted.items():
        if key not in rows:
            rows[key] = ObligationRow(agreement_id=row.id, key=key, kind=owed.kind, state=Owed.PLANNED)
            session.add(rows[key])
            _fill(rows[key], owed, live=live, known=known, now=now)
        elif rows[key].state == Owed.DROPPED:
            if owed.kind not in OWN_LIFE:
                _take(session, rows[key], Step.PLAN, now=now)
                session.refresh(rows[key])
            _fill(rows[key], owed, live=live, known=known, now=now)
        elif rows[key].state in (Owed.PLANNED, Owed.OPEN) and owed.kind not in OWN_LIFE:
            _fill(rows[key], owed, live=live, known=known, now=now)
        elif Owed(rows[key].state) not in SETTLED and rows[key].version != owed.version:
            rows[key].version, rows[key].day, rows[key].clause = owed.version, owed.day, owed.clause
    session.flush()
    _meetings(session, row, versions, wanted.values(), rows, live=live, known=known, now=now)
    _decisions(session, row, versions[-1].terms, wanted.values(), rows, live=live, known=known, now=now)
    keep_invoices(session, row, versions, wanted.values(), rows, live=live, known=known, now=now)
    _reports(session, row, wanted.values(), rows, live=live, now=now)
    session.flush()
    if amended:
        _recall(session, row, versions, wanted, now=now)
    _drop(session, row, [one for key, one in rows.items() if key not in wanted and not _added(one, row)], now=now, amended=amended)
    session.expire_all()


def _added(one: ObligationRow, row: AgreementRow) -> bool:
    """Say whether people added a meeting that lies within the agreement's time: the terms neither ask for it nor drop it."""
    return is_extra(one.key) and (row.ends_on is None or one.first <= row.ends_on)


def consequences(
    row: AgreementRow, versions: Sequence[Version], proposed: Version, *, ends: date | None, now: datetime,
) -> tuple[Shift, ...]:
    """Return what a further version of the terms, after which the agreement ends on `ends`, would do to the plan."""
    plans = []
    for every, last in ((versions, row.ends_on), ((*versions, proposed), ends)):
        until = add_months(local_day(now), MONTHS_AHEAD) if last is None else None
        practised = [replace(one, terms=in_practice(row, one.terms)) for one in every]
        plans.append(schedule_over(practised, known=row.known_at or now, ends=last, until=until))
    return shifts(*plans)


def drop_beyond(session: Session, row: AgreementRow, last: date, *, now: datetime) -> None:
    """Drop what is owed for a time wholly after the last day; what was begun before it remains to be done."""
    beyond = session.scalars(select(ObligationRow).where(ObligationRow.agreement_id == row.id, ObligationRow.first > last)).all()
    _drop(session, row, beyond, now=now, amended=True)
    session.flush()


def in_practice(row: AgreementRow, terms: Terms) -> Terms:
    """Return the terms with meetings held as they are in practice."""
    return terms if row.habits is None else held_as(terms, Habits.model_validate_json(row.habits))


def held_as(terms: Terms, habits: Habits) -> Terms:
    """Return the terms with other meeting habits."""
    return terms.model_copy(update={"meetings": terms.meetings.model_copy(update={"habits": habits})})


def _fill(row: ObligationRow, owed: Obligation, *, live: bool, known: datetime, now: datetime) -> None:
    row.day, row.first, row.last = owed.day, owed.first, owed.last
    row.owes, row.clause, row.closing, row.version = owed.owes, owed.clause, owed.closing, owed.version
    row.earlier = live and owed.day < local_day(known)
    row.next_at = now if live and not row.earlier and owed.kind not in OWN_LIFE else None


def _meetings(
    session: Session, row: AgreementRow, versions: Sequence[Version], wanted: Iterable[Obligation],
    owed_rows: dict[str, ObligationRow], *, live: bool, known: datetime, now: datetime,
) -> None:
    query = select(MeetingRow).where(MeetingRow.agreement_id == row.id)
    rows = {one.key: one for one in session.scalars(query)}
    held_as_of = {one.number: one.terms.meetings.habits for one in versions}
    for owed in wanted:
        if owed.kind is not Kind.MEETING:
            continue
        habits = held_as_of[owed.version]
        meeting = rows.get(owed.key)
        fresh = meeting is None
        if meeting is None:
            meeting = MeetingRow(
                agreement_id=row.id, obligation_id=owed_rows[owed.key].id, key=owed.key, state=MeetingState.PLANNED,
                uid=message_id(row.uid, owed.key).strip("<>"), revision=0, arose_at=now, place=habits.place,
                video=habits.video, lead_days=habits.lead_days,
            )
            session.add(meeting)
        elif meeting.state == MeetingState.CANCELLED and owed_rows[owed.key].state == Owed.DROPPED and row.state not in OVER:
            session.flush()
            plan_again(session, meeting.id, now=now)
            session.refresh(meeting)
            fresh = True
        elif meeting.state not in UNTOUCHED_MEETING:
            continue
        if fresh or not meeting.arranged or _outside(row, meeting):
            if not fresh and meeting.day != owed.day:
                withdraw(session, f"meeting {meeting.id}")
                meeting.arose_at, meeting.told_at = now, None
            meeting.day, meeting.arranged = owed.day, False
            meeting.starts_at, meeting.ends_at = planned_times(
                owed.day, habits.starts.hour, habits.starts.minute, habits.minutes)
            meeting.place, meeting.video, meeting.lead_days = habits.place, habits.video, habits.lead_days
        meeting.first, meeting.last = owed.first, owed.last
        meeting.earlier = live and meeting.starts_at < known
        meeting.next_at = now if live and not meeting.earlier else None


def _decisions(
    session: Session, row: AgreementRow, terms: Terms, wanted: Iterable[Obligation],
    owed_rows: dict[str, ObligationRow], *, live: bool, known: datetime, now: datetime,
) -> None:
    query = select(DecisionRow).where(DecisionRow.agreement_id == row.id)
    rows = {one.key: one for one in session.scalars(query)}
    for owed in wanted:
        if owed.kind is not Kind.RENEWAL_DECISION:
            continue
        decision = rows.get(owed.key)
        if decision is None:
            decision = DecisionRow(
                agreement_id=row.id, obligation_id=owed_rows[owed.key].id, key=owed.key, state=DecisionState.NOT_DUE,
                arose_at=now, day=owed.day,
            )
            session.add(decision)
        elif decision.state == DecisionState.VOID and _lasts(row, decision, now):
            _rearm(session, decision, now)
            decision.arose_at, decision.told_at = now, None
        elif decision.state not in UNDECIDED:
            continue
        if decision.day != owed.day:
            decision.arose_at, decision.told_at = now, None
            if decision.state != DecisionState.NOT_DUE:
                _rearm(session, decision, now)
        decision.day, decision.ends_on = owed.day, owed.last
        decision.silence = _silence(row, terms)
        over = moment(owed.last + timedelta(days=1)) <= known
        decision.earlier = live and over
        decision.next_at = now if live and not over else None
        if live and not over and owed.day < local_day(known):
            # Overdue when it became known, and can still be taken: its last reminder counts as missed.
            decision.arose_at = min(decision.arose_at, moment(owed.day))


def _reports(
    session: Session, row: AgreementRow, wanted: Iterable[Obligation], owed_rows: dict[str, ObligationRow], *, live: bool,
    now: datetime,
) -> None:
    """Give each obligation of a report its report; one whose day is another is reminded of anew."""
    query = select(ReportRow).where(ReportRow.agreement_id == row.id)
    rows = {one.obligation_id: one for one in session.scalars(query)}
    for owed in wanted:
        if owed.kind not in REPORTS:
            continue
        obligation = owed_rows[owed.key]
        report = rows.get(obligation.id)
        if report is None:
            report = ReportRow(agreement_id=row.id, obligation_id=obligation.id, kind=owed.kind, state=ReportState.DUE,
                               day=obligation.day, arose_at=now)
            session.add(report)
        elif report.state == ReportState.DROPPED:
            report_actions.plan_again(session, report.id, now=now)
            session.refresh(report)
        elif report.state not in AWAITED:
            continue
        if report.day != obligation.day:
            report.day, report.arose_at, report.told_at = obligation.day, now, None
            withdraw(session, f"report {report.id}")
        report.earlier = obligation.earlier
        report.next_at = now if live and not report.earlier else None


def _lasts(row: AgreementRow, decision: DecisionRow, now: datetime) -> bool:
    """Say whether neither the agreement nor the period that a decision is about is over, or ended by a notice that runs."""
    return decision.ends_on >= local_day(now) and row.state not in OVER and row.terminates_on is None


def _outside(row: AgreementRow, meeting: MeetingRow) -> bool:
    """Say whether a meeting lies after the agreement's last day."""
    return row.ends_on is not None and meeting.day > row.ends_on


def _silence(row: AgreementRow, terms: Terms) -> str | None:
    """Return what silence means for the period now running: once no renewal is left, it ends."""
    if terms.decision is None:
        return None
    return "ends" if row.ending == Expiry.RENEWS and row.renewals >= row.renewals_most else terms.decision.silence


def _rearm(session: Session, row: DecisionRow, now: datetime) -> None:
    session.flush()
    move(session, DecisionRow, [Moved(
        id=row.id, chain=row.agreement_id, subject=f"decision {row.id}", origin=row.state,
        state=DECISION.after(DecisionState(row.state), DecisionStep.REARM), event=DecisionStep.REARM,
    )], now=now, by=CLOCK)
    follow(session, [(row.obligation_id, Owed.PLANNED)])
    withdraw(session, f"decision {row.id}")
    session.refresh(row)


def _recall(
    session: Session, row: AgreementRow, versions: Sequence[Version], wanted: Mapping[str, Obligation], *, now: datetime,
) -> None:
    """Move called meetings that the amended terms put on another day or at another time, unless a person has arranged them."""
    rules = {one.number: one.terms.meetings for one in versions}
    called = session.scalars(select(MeetingRow).where(
        MeetingRow.agreement_id == row.id, MeetingRow.state == MeetingState.CALLED, MeetingRow.starts_at > now)).all()
    for meeting in called:
        owed = wanted.get(meeting.key)
        if owed is None:
            continue
        unchanged = meeting.arranged or owed.version == 1 or rules[owed.version] == rules[owed.version - 1]
        if unchanged and not _outside(row, meeting):
            continue
        habits = rules[owed.version].habits
        starts, _ = planned_times(owed.day, habits.starts.hour, habits.starts.minute, habits.minutes)
        if starts > now and (starts, habits.place, habits.video) != (meeting.starts_at, meeting.place, meeting.video):
            shift(session, meeting.id, owed.day, now=now, by=CLOCK, starts=habits.starts, spot=Spot(habits.place, habits.video))


def _drop(
    session: Session, row: AgreementRow, obsolete: Iterable[ObligationRow], *, now: datetime, amended: bool,
) -> None:
    """Drop what is owed no longer; people called off from a called meeting only when the terms are `amended`."""
    for one in obsolete:
        if Owed(one.state) in SETTLED:
            continue
        meeting = session.scalars(select(MeetingRow).where(MeetingRow.obligation_id == one.id)).one_or_none()
        if meeting is not None:
            called = amended and meeting.state == MeetingState.CALLED and meeting.starts_at > now
            if called or meeting.state == MeetingState.PLANNED:
                drop(session, meeting.id, now=now)
            continue
        decision = session.scalars(select(DecisionRow).where(DecisionRow.obligation_id == one.id)).one_or_none()
        if decision is not None:
            # That of a period gone by keeps its outcome; one no longer to be taken falls, and chases nobody.
            if decision.state in UNDECIDED:
                end_decision(session, get_decision(session, decision.id), DecisionStep.END, now=now, by=CLOCK)
            if _lasts(row, decision, now):
                follow(session, [(one.id, Owed.DROPPED)])
            continue
        report = session.scalars(select(ReportRow.id).where(ReportRow.obligation_id == one.id)).one_or_none()
        if report is not None:
            report_actions.drop(session, report, now=now)
        if not drop_invoice(session, one.id, one.key, row.id, now=now):
            _take(session, one, Step.DROP, now=now)


def _take(session: Session, one: ObligationRow, step: Step, *, now: datetime) -> None:
    session.flush()
    move(session, ObligationRow, [Moved(
        id=one.id, chain=one.agreement_id, subject=f"obligation {one.id}", origin=one.state,
        state=OBLIGATION.after(Owed(one.state), step), event=step, values={"next_at": None},
    )], now=now, by=CLOCK)
