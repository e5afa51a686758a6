"""Finding meetings and the seats of those called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.kernel.errors import Refusal
from service.kernel.unreadable import Unreadable, read_each
from service.meetings.rules import Item
from service.meetings.states import State
from service.meetings.tables import MeetingRow, SeatRow
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


_DUE = (
    select(
        MeetingRow.id, MeetingRow.agreement_id, MeetingRow.obligation_id, MeetingRow.key, MeetingRow.day,
        MeetingRow.starts_at, MeetingRow.ends_at, MeetingRow.first, MeetingRow.last, MeetingRow.place,
        MeetingRow.video, MeetingRow.lead_days, MeetingRow.state, MeetingRow.uid, MeetingRow.revision,
        MeetingRow.stamped_at, MeetingRow.arose_at, MeetingRow.told_at, ObligationRow.clause,
    )
    .join(ObligationRow, ObligationRow.id == MeetingRow.obligation_id)
)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` meetings that are due, the longest waiting first."""
    query = (
        _DUE.where(MeetingRow.next_at <= now).order_by(MeetingRow.next_at).limit(limit)
        .with_for_update(of=MeetingRow, skip_locked=True)
    )
    return read_each(session.execute(query), "meeting", _item)


def get_item(session: Session, meeting_id: int) -> Item:
    """Return one meeting as the clock sees it, locked; raise NoSuchMeeting."""
    query = _DUE.where(MeetingRow.id == meeting_id).with_for_update(of=MeetingRow)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NoSuchMeeting(id=meeting_id)
    return _item(found)


def upcoming(session: Session, agreement_id: int) -> list[Item]:
    """Return the meetings of an agreement that are planned or called, locked, in order of day."""
    query = (
        _DUE.where(MeetingRow.agreement_id == agreement_id, MeetingRow.earlier.is_(False),
                   MeetingRow.state.in_((State.PLANNED, State.CALLED)))
        .order_by(MeetingRow.day).with_for_update(of=MeetingRow)
    )
    return [_item(row) for row in session.execute(query)]


def _item(row: Any) -> Item:
    values = dict(row._mapping)
    values["state"] = State(values["state"])
    return Item(**values)


def guests(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[Guest]]:
    """Return those called to each meeting."""
    query = (
        select(
            SeatRow.id, SeatRow.meeting_id, SeatRow.party_id, PersonRow.id, PersonRow.name, PersonRow.email,
            PersonRow.language, SeatRow.nonce, SeatRow.answer, SeatRow.suggested_on,
        )
        .join(PersonRow, PersonRow.id == SeatRow.person_id)
        .where(SeatRow.meeting_id.in_(meeting_ids)).order_by(SeatRow.id)
    )
    found: dict[int, list[Guest]] = defaultdict(list)
    for guest in (Guest(*row) for row in session.execute(query).all()):  # type: ignore[call-arg]
        found[guest.meeting_id].append(guest)
    return found
