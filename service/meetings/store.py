"""Finding meetings and the seats of those called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.db import due_by
from service.kernel.errors import Refusal
from service.kernel.unreadable import Unreadable, read_each
from service.meetings.rules import Item, Point
from service.meetings.states import State
from service.meetings.tables import GuestRow, MeetingRow, OutcomeRow, PointRow, SeatRow
from service.obligations.tables import ObligationRow
from service.parties.tables import PersonRow


class NoSuchMeeting(Refusal):
    """There is no meeting {id}."""

    sv = "Det finns inget möte {id}."
    status = 404


@dataclass(frozen=True, slots=True)
class Guest:
    """One person called to a meeting."""

    id: int
    meeting_id: int
    party_id: int
    person_id: int
    name: str
    email: str
    language: str
    nonce: str
    answer: str
    suggested_on: date | None
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """One who was at a meeting, and for which party."""

    name: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a meeting came to: a decision, or a task (who does what by when); `id` is of one put down before."""

    kind: Literal["decision", "task"]
    body: str
    who: str | None = None
    due_on: date | None = None
    id: int | None = None

    def told(self) -> dict[str, str | None]:
        """Return it as notices and history tell it."""
        return {"kind": self.kind, "body": self.body, "who": self.who,
                "due": self.due_on.isoformat() if self.due_on else None}


_TASKS = (
    select(MeetingRow.id, OutcomeRow.body, OutcomeRow.who)
    .join(OutcomeRow, OutcomeRow.agreement_id == MeetingRow.agreement_id)
    .where(MeetingRow.id.in_(bindparam("meetings", expanding=True)), MeetingRow.state.in_((State.PLANNED, State.CALLED)),
           OutcomeRow.kind == "task", OutcomeRow.done_on.is_(None), OutcomeRow.meeting_id != MeetingRow.id)
    .order_by(OutcomeRow.due_on, OutcomeRow.id)
)
_DUE = (
    select(
        MeetingRow.id, MeetingRow.agreement_id, MeetingRow.obligation_id, MeetingRow.key, MeetingRow.day,
        MeetingRow.starts_at, MeetingRow.ends_at, MeetingRow.first, MeetingRow.last, MeetingRow.place,
        MeetingRow.video, MeetingRow.lead_days, MeetingRow.state, MeetingRow.uid, MeetingRow.revision,
        MeetingRow.stamped_at, MeetingRow.arose_at, MeetingRow.told_at, ObligationRow.clause, AgreementRow.ladders,
        AgreementRow.paused_at.is_not(None).label("paused"),
    )
    .join(ObligationRow, ObligationRow.id == MeetingRow.obligation_id)
    .join(AgreementRow, AgreementRow.id == MeetingRow.agreement_id)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` meetings that are due, the longest waiting first."""
    query = due_by(_DUE, MeetingRow, now, limit)
    rows = session.execute(query).all()
    points = points_of(session, [row.id for row in rows])
    return read_each(rows, "meeting", lambda row: _item(row, points.get(row.id, ())))


def get_item(session: Session, meeting_id: int) -> Item:
    """Return one meeting as the clock sees it, locked; raise NoSuchMeeting."""
    query = _DUE.where(MeetingRow.id == meeting_id).with_for_update(key_share=True, of=MeetingRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NoSuchMeeting(id=meeting_id)
    return _item(found, points_of(session, [meeting_id]).get(meeting_id, ()))


def upcoming(session: Session, agreement_id: int) -> list[Item]:
    """Return the meetings of an agreement that are planned or called, locked, in order of day."""
    query = (
        _DUE.where(MeetingRow.agreement_id == agreement_id, MeetingRow.earlier.is_(False),
                   MeetingRow.state.in_((State.PLANNED, State.CALLED)))
        .order_by(MeetingRow.day).with_for_update(key_share=True, of=MeetingRow)
    )
    return [_item(row) for row in session.execute(query)]


def _item(row: Any, points: Sequence[Point] = ()) -> Item:
    values = dict(row._mapping)
    values["state"] = State(values["state"])
    return Item(**values, points=tuple(points))


def points_of(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[Point]]:
    """Return what people have put on the agenda of each meeting, in the order it was written.

    Tasks of earlier meetings that are not done stand there too, until they are, as long as the meeting is to come.
    """
    if not meeting_ids:
        return {}
    found: dict[int, list[Point]] = defaultdict(list)
    query = select(PointRow.meeting_id, PointRow.code, PointRow.body).where(PointRow.meeting_id.in_(meeting_ids))
    for meeting_id, code, body in session.connection().execute(query.order_by(PointRow.id)):
        found[meeting_id].append(Point(code, body))
    for meeting_id, body, who in session.connection().execute(_TASKS, {"meetings": list(meeting_ids)}):
        found[meeting_id].append(Point("task", f"{body} ({who})" if who else body))
    return found


def guests(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[Guest]]:
    """Return those called to each meeting."""
    query = (
        select(
            SeatRow.id, SeatRow.meeting_id, SeatRow.party_id, PersonRow.id, PersonRow.name, PersonRow.email,
            PersonRow.language, SeatRow.nonce, SeatRow.answer, SeatRow.suggested_on,
            PersonRow.digest,
        )
        .join(PersonRow, PersonRow.id == SeatRow.person_id)
        .where(SeatRow.meeting_id.in_(meeting_ids)).order_by(SeatRow.id)
    )
    found: dict[int, list[Guest]] = defaultdict(list)
    for guest in (Guest(*row) for row in session.execute(query).all()):
        found[guest.meeting_id].append(guest)
    return found


def guest_list(session: Session, meeting_id: int) -> dict[int, bool]:
    """Return whom the convenor has added to a meeting or struck from it: by person, whether called."""
    query = select(GuestRow.person_id, GuestRow.called).where(GuestRow.meeting_id == meeting_id)
    return {person_id: called for person_id, called in session.execute(query)}


def outcomes_of(session: Session, meeting_id: int) -> list[Outcome]:
    """Return what a meeting came to, in the order it was put down."""
    rows = session.scalars(select(OutcomeRow).where(OutcomeRow.meeting_id == meeting_id).order_by(OutcomeRow.id))
    return [Outcome(kind="task" if row.kind == "task" else "decision", body=row.body, who=row.who, due_on=row.due_on,
                    id=row.id) for row in rows]


def write_outcomes(session: Session, item: Item, outcomes: Sequence[Outcome]) -> None:
    """Put down what a meeting came to: those known before keep whether they are done, those left out are dropped."""
    rows = {row.id: row for row in session.scalars(select(OutcomeRow).where(OutcomeRow.meeting_id == item.id))}
    for one in outcomes:
        row = rows.pop(one.id, None) if one.id is not None else None
        if row is None:
            row = OutcomeRow(agreement_id=item.agreement_id, meeting_id=item.id)
            session.add(row)
        row.kind, row.body, row.who, row.due_on = one.kind, one.body, one.who, one.due_on
    for left in rows.values():
        session.delete(left)
    session.flush()
