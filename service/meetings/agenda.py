"""The points that people put on a meeting's agenda besides the standing ones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.history.record import Record, append
from service.kernel.errors import Refusal
from service.meetings.rules import Item
from service.meetings.states import State
from service.meetings.store import get_item
from service.meetings.tables import PointRow


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
    row = session.scalars(
        select(PointRow).where(PointRow.id == point_id, PointRow.meeting_id == meeting_id).with_for_update()).one_or_none()
    if row is None:
        raise NoSuchPoint
    if row.author != author or row.party_id not in parties:
        raise NotYourPoint
    if not open_for_points(item, now):
        raise AgendaClosed
    session.delete(row)
    _tell(session, item, "point_dropped", row.body, now=now, by=by)


def _tell(session: Session, item: Item, event: str, body: str, *, now: datetime, by: str) -> None:
    session.flush()
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event=event,
                            body={"note": body})])
