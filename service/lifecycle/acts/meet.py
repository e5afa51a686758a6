"""A meeting beside those that the terms ask for: people agree to see each other once more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement, terms_of
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.ids import message_id
from service.lifecycle.amending.versions import terms_on
from service.lifecycle.settings.ground import ensure_open
from service.lifecycle.settings.habits import habits_of
from service.meetings.actions import OutsideAgreement, PastDay, Spot
from service.meetings.rules import planned_times
from service.meetings.states import State
from service.meetings.tables import MeetingRow
from service.obligations.model import Kind
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow

AHEAD = (State.PLANNED, State.CALLED)
LETTERS = ("", *"abcdefghijklmnopqrstuvwxyz")


class MetThatDay(Refusal):
    """There is a meeting that day already; move that one, or choose another day."""

    sv = "Det finns redan ett möte den dagen; flytta det, eller välj en annan dag."
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """When and where the parties see each other once more; at their usual hour unless another is told."""

    day: date
    starts: time | None = None
    spot: Spot


def add_meeting(session: Session, agreement_id: int, extra: Extra, *, now: datetime, by: str) -> int:
    """Plan a meeting that the terms do not ask for; it is called as others are, at once where less time is left. Return its id."""
    row = get_agreement(session, agreement_id)
    ensure_open(row)
    habits, day = habits_of(session, row), extra.day
    hour = extra.starts or habits.starts
    starts, ends = planned_times(day, hour.hour, hour.minute, habits.minutes)
    if starts <= now:
        raise PastDay(day=day, field="day")
    if day < row.starts_on or (row.ends_on is not None and day > row.ends_on):
        raise OutsideAgreement(first=row.starts_on, last=row.ends_on or "–", field="day")
    rows = session.scalars(select(MeetingRow).where(MeetingRow.agreement_id == agreement_id)).all()
    if any(one.day == day and one.state in AHEAD for one in rows):
        raise MetThatDay(field="day")
    taken = {one.key for one in rows}
    key = next((one for letter in LETTERS if (one := f"meeting:{day.isoformat()}{letter}") not in taken), None)
    if key is None:
        raise MetThatDay(field="day")
    terms = terms_of(session, agreement_id)
    owed = ObligationRow(
        agreement_id=agreement_id, key=key, kind=Kind.MEETING, day=day, first=day, last=day, owes=terms.meetings.convenor or "public",
        clause=terms.clause("meetings.per_year", "meetings.month", "meetings"), closing=False,
        version=terms_on(session, agreement_id, local_day(now)).number, state=Owed.PLANNED)
    session.add(owed)
    session.flush()
    meeting = MeetingRow(
        agreement_id=agreement_id, obligation_id=owed.id, key=key, state=State.PLANNED, day=day, first=day, last=day,
        starts_at=starts, ends_at=ends, place=extra.spot.place, video=extra.spot.video, lead_days=habits.lead_days,
        uid=message_id(row.uid, key).strip("<>"), revision=0, arranged=True, arose_at=now, next_at=now)
    session.add(meeting)
    session.flush()
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"meeting {meeting.id}", event="added",
                            body={"day": day.isoformat()})])
    return meeting.id
