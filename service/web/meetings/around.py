"""What lies around a meeting for the one who looks: one's own seat, one's other meetings at the time, the minutes before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.meetings.rules import PARTICIPANTS
from service.meetings.states import State
from service.meetings.tables import MeetingRow, SeatRow
from service.parties.tables import FunctionRow

AHEAD = (State.PLANNED, State.CALLED)
MOST = 5


@dataclass(frozen=True, slots=True)
class Other:
    """Another meeting of one's own, in another agreement, at the same time."""

    id: int
    agreement: str


def own_seat(session: Session, meeting_id: int, person_id: int | None) -> SeatRow | None:
    """Return the seat that someone is called to, None if not called."""
    if person_id is None:
        return None
    return session.scalars(select(SeatRow).where(SeatRow.meeting_id == meeting_id, SeatRow.person_id == person_id)).first()


def elsewhere(
    session: Session, meeting_id: int, person_id: int | None, starts: datetime, ends: datetime, today: date,
) -> list[Other]:
    """Return the meetings of other agreements that someone is to be at while another is held."""
    if person_id is None:
        return []
    mine = select(FunctionRow.agreement_id).where(
        FunctionRow.person_id == person_id, FunctionRow.function.in_(PARTICIPANTS.functions), FunctionRow.waiting.is_(False),
        or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= today),
        or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= today))
    rows = session.execute(
        select(MeetingRow.id, AgreementRow.title).join(AgreementRow, AgreementRow.id == MeetingRow.agreement_id)
        .where(MeetingRow.id != meeting_id, MeetingRow.state.in_(AHEAD), MeetingRow.starts_at < ends, MeetingRow.ends_at > starts,
               MeetingRow.agreement_id.in_(mine)).order_by(MeetingRow.starts_at, MeetingRow.id).limit(MOST))
    return [Other(number, title) for number, title in rows]


def minuted_before(session: Session, row: MeetingRow) -> MeetingRow | None:
    """Return the meeting before one that has minutes, None if there is none."""
    return session.scalars(select(MeetingRow).where(
        MeetingRow.agreement_id == row.agreement_id, MeetingRow.state == State.MINUTED, MeetingRow.starts_at < row.starts_at,
    ).order_by(MeetingRow.starts_at.desc()).limit(1)).first()
