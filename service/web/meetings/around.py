"""What lies around a meeting for the one who looks: one's own seat, one's other meetings at the time, the minutes before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.kernel.clock import local, moment
from service.meetings.hours import Booked, Clash, clashes, free_hour
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
    rows = session.execute(
        select(MeetingRow.id, AgreementRow.title).join(AgreementRow, AgreementRow.id == MeetingRow.agreement_id)
        .where(MeetingRow.id != meeting_id, MeetingRow.state.in_(AHEAD), MeetingRow.starts_at < ends, MeetingRow.ends_at > starts,
               MeetingRow.agreement_id.in_(_takes_part(person_id, today))).order_by(MeetingRow.starts_at, MeetingRow.id).limit(MOST))
    return [Other(number, title) for number, title in rows]


def _takes_part(person_id: int, today: date) -> Select[int]:
    return select(FunctionRow.agreement_id).where(
        FunctionRow.person_id == person_id, FunctionRow.function.in_(PARTICIPANTS.functions), FunctionRow.waiting.is_(False),
        or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= today),
        or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= today))


@dataclass(frozen=True, slots=True)
class Crowded:
    """Meetings that would lie at the same time as others of one's own; `free` is an hour free on all the days."""

    clashes: Sequence[Clash]
    free: datetime | None


def crowded(
    session: Session, person_id: int | None, days: Sequence[date], starts: time, minutes: int, today: date, *, but: int | None = None,
) -> Crowded | None:
    """Return where meetings held at `starts` on `days` clash with those that someone is to be at; None if nowhere.

    `but` is the agreement whose meetings they are, if it is taken in.
    """
    ahead = [day for day in days if day >= today]
    if person_id is None or not ahead:
        return None
    rows = session.execute(
        select(AgreementRow.title, MeetingRow.starts_at, MeetingRow.ends_at)
        .join(AgreementRow, AgreementRow.id == MeetingRow.agreement_id)
        .where(MeetingRow.day.in_(ahead), MeetingRow.state.in_(AHEAD), MeetingRow.agreement_id.in_(_takes_part(person_id, today)),
               MeetingRow.agreement_id != but if but is not None else true())
        .order_by(MeetingRow.starts_at, MeetingRow.id))
    booked = [Booked(*row) for row in rows]
    found = clashes(ahead, starts, minutes, booked)
    if not found:
        return None
    free = free_hour(ahead, starts, minutes, booked)
    return Crowded(found, None if free is None else local(moment(ahead[0], free.hour)))


def minuted_before(session: Session, row: MeetingRow) -> MeetingRow | None:
    """Return the meeting before one that has minutes, None if there is none."""
    return session.scalars(select(MeetingRow).where(
        MeetingRow.agreement_id == row.agreement_id, MeetingRow.state == State.MINUTED, MeetingRow.starts_at < row.starts_at,
    ).order_by(MeetingRow.starts_at.desc()).limit(1)).first()
