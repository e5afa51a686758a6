"""The points that people put on a meeting's agenda besides the standing ones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.history.record import Record, append
from service.kernel.errors import Refusal
from service.meetings.rules import Item
from service.meetings.states import State
from service.meetings.store import get_item
from service.meetings.tables import MeetingRow, PointRow

COMING = (State.PLANNED, State.CALLED)


class AgendaClosed(Refusal):
    """The meeting has begun or is over, so its agenda can no longer be changed."""

    sv = "Mötet har börjat eller är över, så dagordningen går inte att ändra längre."


class NotYourPoint(Refusal):
    """Only whoever put the point on the agenda can take it away."""

    sv = "Bara den som lade till punkten kan ta bort den."
    status = 403


class NoSuchPoint(Refusal):
    """That point is no longer on the agenda."""

    sv = "Den punkten finns inte kvar på dagordningen."
    status = 404


def open_for_points(item: Item, now: datetime) -> bool:
    """Say whether points can still be added and taken away."""
    return item.state in (State.PLANNED, State.CALLED) and now < item.starts_at


def add_point(
    session: Session, meeting_id: int, body: str, *, author: str, party_id: int | None, now: datetime, by: str,
) -> None:
    """Put a point on the agenda; mail that goes out from now on names it."""
    item = get_item(session, meeting_id)
    if not open_for_points(item, now):
        raise AgendaClosed
    session.add(PointRow(meeting_id=meeting_id, party_id=party_id, body=body, author=author, written_at=now))
    _tell(session, item, "point_added", body, now=now, by=by)


def drop_point(
    session: Session, meeting_id: int, point_id: int, *, author: str, parties: Collection[int], now: datetime, by: str,
) -> None:
    """Take away a point that `author` put there for one of `parties`."""
    item = get_item(session, meeting_id)
    row = session.scalars(select(PointRow).where(
        PointRow.id == point_id, PointRow.meeting_id == meeting_id).with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise NoSuchPoint
    if row.author != author or row.party_id not in parties:
        raise NotYourPoint
    if not open_for_points(item, now):
        raise AgendaClosed
    session.delete(row)
    _tell(session, item, "point_dropped", row.body, now=now, by=by)


def put_matter(
    session: Session, agreement_id: int, subject: str, body: str, *, author: str, party_id: int | None, now: datetime,
) -> None:
    """Put a matter that has arisen ("renegotiation 3") on the agenda of the next meeting; it goes on until it is dropped."""
    following = next_of(session, agreement_id, now)
    if following is not None:
        session.add(PointRow(
            meeting_id=following, party_id=party_id, body=body, author=author, written_at=now, code=subject.partition(" ")[0],
            subject=subject))
        session.flush()


def drop_matter(session: Session, agreement_id: int, subject: str, *, now: datetime) -> None:
    """Take a matter that is over off the agendas to come; where it has been talked about it stays, and goes on no more."""
    meetings = select(MeetingRow.id).where(MeetingRow.agreement_id == agreement_id)
    to_come = meetings.where(MeetingRow.starts_at > now, MeetingRow.state.in_(COMING))
    session.execute(delete(PointRow).where(PointRow.subject == subject, PointRow.meeting_id.in_(to_come)))
    session.execute(update(PointRow).where(PointRow.subject == subject, PointRow.meeting_id.in_(meetings)).values(subject=None))


def carry_on(session: Session, item: Item, *, now: datetime) -> None:
    """Put the matters of a meeting that is over, and that are not, on the agenda of the next."""
    open_ = session.scalars(select(PointRow).where(PointRow.meeting_id == item.id, PointRow.subject.is_not(None))).all()
    following = next_of(session, item.agreement_id, now) if open_ else None
    if following is None:
        return
    for row in open_:
        session.add(PointRow(meeting_id=following, party_id=row.party_id, body=row.body, author=row.author,
                             written_at=now, code=row.code, subject=row.subject))
        row.subject = None
    session.flush()


def next_of(session: Session, agreement_id: int, now: datetime) -> int | None:
    """Return the next meeting of an agreement, if one is planned or called."""
    return session.scalars(select(MeetingRow.id).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.earlier.is_(False), MeetingRow.state.in_(COMING),
        MeetingRow.starts_at > now).order_by(MeetingRow.starts_at).limit(1)).first()


def _tell(session: Session, item: Item, event: str, body: str, *, now: datetime, by: str) -> None:
    session.flush()
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event,
                            body={"note": body})])
