"""How the meetings of an agreement are held in practice, and what a change of that does to those not yet called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Habits
from service.history.record import Record, append
from service.kernel.clock import stamp
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.plan import apply_plan, held_as, in_practice
from service.lifecycle.settings.ground import locked
from service.lifecycle.settings.notices import tell_changed
from service.meetings.rules import planned_times
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.obligations.model import Kind
from service.obligations.versions import schedule_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What becomes of one planned meeting; `stays` if it cannot follow, for the new time has already passed."""

    meeting_id: int
    key: str
    was: datetime
    becomes: datetime
    lead_days: int
    stays: bool


def habits_of(session: Session, row: AgreementRow) -> Habits:
    """Return how meetings are held in practice."""
    return in_practice(row, terms_of(session, row.id)).meetings.habits


def foresee(session: Session, row: AgreementRow, habits: Habits, *, now: datetime) -> list[Effect]:
    """Return what a change of habits would do to each meeting that is planned and not called."""
    versions = [replace(one, terms=held_as(one.terms, habits)) for one in versions_of(session, row.id)]
    plan = schedule_over(versions, known=row.known_at or now, ends=row.ends_on, until=row.planned_until)
    days: dict[str, date] = {one.key: one.day for one in plan.obligations if one.kind is Kind.MEETING}
    made = []
    for meeting in _movable(session, row.id, now):
        day = days.get(meeting.key, meeting.day)
        starts, _ = planned_times(day, habits.starts.hour, habits.starts.minute, habits.minutes)
        made.append(Effect(meeting_id=meeting.id, key=meeting.key, was=meeting.starts_at, becomes=starts,
                           lead_days=habits.lead_days, stays=starts <= now))
    return made


def _movable(session: Session, agreement_id: int, now: datetime) -> Sequence[MeetingRow]:
    return session.scalars(select(MeetingRow).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.state == Meeting.PLANNED, MeetingRow.earlier.is_(False),
        MeetingRow.arranged.is_(False), MeetingRow.starts_at > now).order_by(MeetingRow.day)).all()


def change_habits(
    session: Session, agreement_id: int, habits: Habits, *, revision: int, party_id: int | None, now: datetime, by: str,
) -> None:
    """Hold meetings otherwise from now on, and tell the parties but the one that does it (None: all).

    Those called or arranged by someone stay as they are.
    """
    row = locked(session, agreement_id, revision)
    before, effects = habits_of(session, row), foresee(session, row, habits, now=now)
    for one in effects:
        if one.stays:
            session.get_one(MeetingRow, one.meeting_id).arranged = True
    row.habits = habits.model_dump_json()
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="habits_changed",
                            body={**habits.model_dump(mode="json"), "before": before.model_dump(mode="json")})])
    session.flush()
    apply_plan(session, row, now=now, live=True)
    if habits != before:
        tell_changed(
            session, row, "habits", party_id=party_id, now=now, by=by, before=_told(before), after=_told(habits),
            moved=[{"was": stamp(one.was), "becomes": stamp(one.becomes)} for one in effects
                   if not one.stays and one.was != one.becomes])


def _told(habits: Habits) -> dict[str, Any]:
    return {**habits.model_dump(mode="json"), "starts": f"{habits.starts:%H:%M}"}
