"""What meetings gave someone to do, followed until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.meetings.tables import MeetingRow, OutcomeRow

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task or a decision of a meeting; `on` is the day of the meeting."""

    id: int
    meeting_id: int
    on: date
    kind: str
    body: str
    who: str | None
    due_on: date | None
    done_on: date | None
    done_note: str | None
    done_by: str | None

    def late(self, today: date) -> bool:
        """Say whether its day has passed and it is not done."""
        return self.done_on is None and self.due_on is not None and self.due_on < today


def tasks_of(session: Session, agreement_id: int) -> Sequence[Task]:
    """Return every task of an agreement's meetings: those to do by their day, then those done, the latest first."""
    found = _of(session, agreement_id, "task")
    undone = sorted((one for one in found if one.done_on is None), key=lambda one: (one.due_on or date.max, one.id))
    done = sorted((one for one in found if one.done_on is not None), key=lambda one: (one.done_on or date.min, one.id), reverse=True)
    return [*undone, *done]


def decisions_of(session: Session, agreement_id: int) -> Sequence[Task]:
    """Return what the agreement's meetings have decided, the latest first."""
    return _of(session, agreement_id, "decision")


def _of(session: Session, agreement_id: int, kind: str) -> list[Task]:
    query = select(
        OutcomeRow.id, OutcomeRow.meeting_id, MeetingRow.held_on, MeetingRow.day, OutcomeRow.kind, OutcomeRow.body, OutcomeRow.who,
        OutcomeRow.due_on, OutcomeRow.done_on, OutcomeRow.done_note, OutcomeRow.done_by,
    ).join(MeetingRow, MeetingRow.id == OutcomeRow.meeting_id).where(
        OutcomeRow.agreement_id == agreement_id, OutcomeRow.kind == kind).order_by(MeetingRow.day.desc(), OutcomeRow.id).limit(MOST)
    return [Task(id=row.id, meeting_id=row.meeting_id, on=row.held_on or row.day, kind=row.kind, body=row.body, who=row.who,
                 due_on=row.due_on, done_on=row.done_on, done_note=row.done_note, done_by=row.done_by)
            for row in session.execute(query)]
