"""What those who are called answer: by their own link, or put down by the convenor."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.meetings.actions import Scene, scene
from service.meetings.notices import SUGGESTED, at_once, convenors
from service.meetings.states import State
from service.meetings.store import Guest
from service.meetings.tables import SeatRow
from service.notices.owe import owe
from service.obligations.reminders.letters import addressees
from service.parties.model import Audience, Function, recipients


class BadLink(Refusal):
    """This link is no longer valid; ask the convenor for the meeting's details."""

    sv = "Länken gäller inte längre; fråga den som kallar om mötet."
    status = 404


class NotCalled(Refusal):
    """That person is not called to this meeting."""

    sv = "Den personen är inte kallad till det här mötet."
    status = 422


class TooLateToAnswer(Refusal):
    """The meeting is {state}, so no answer is needed any more."""

    sv = "Mötet är {state}, så inget svar behövs längre."


def reply(
    session: Session, *, seat_id: int, nonce: str, answer: str, suggested_on: date | None, comment: str | None,
    now: datetime,
) -> None:
    """Record the answer of one who was called, and tell the convenor unless it is a plain yes."""
    meeting_id = session.scalars(select(SeatRow.meeting_id).where(SeatRow.id == seat_id)).one_or_none()
    if meeting_id is None:
        raise BadLink
    at, seat = _seated(session, meeting_id, seat_id)
    if seat is None or seat.nonce != nonce:
        raise BadLink
    guest = next(one for one in at.guests if one.id == seat_id)
    _seat_answer(session, at, seat, answer, suggested_on, comment, now=now, by=guest.name)
    if answer != "accepted":
        _tell_convenor(session, at, guest, answer, seat.suggested_on, comment, now)


def answer_for(
    session: Session, meeting_id: int, seat_id: int, *, answer: str, suggested_on: date | None, comment: str | None,
    now: datetime, by: str,
) -> None:
    """Record an answer that someone has given the convenor in another way; history says who put it down."""
    at, seat = _seated(session, meeting_id, seat_id)
    if seat is None:
        raise NotCalled(field="seat")
    guest = next(one for one in at.guests if one.id == seat_id)
    _seat_answer(session, at, seat, answer, suggested_on, comment, now=now, by=by, who=guest.name)


def _seated(session: Session, meeting_id: int, seat_id: int) -> tuple[Scene, SeatRow | None]:
    """Return a meeting and one of its seats, both locked: the meeting first, as by everyone who moves or strikes."""
    at = scene(session, meeting_id)
    query = select(SeatRow).where(SeatRow.id == seat_id, SeatRow.meeting_id == meeting_id).with_for_update(key_share=True)
    return at, session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _seat_answer(
    session: Session, at: Scene, seat: SeatRow, answer: str, suggested_on: date | None, comment: str | None, *,
    now: datetime, by: str, who: str | None = None,
) -> None:
    if at.item.state is not State.CALLED or now >= at.item.starts_at:
        raise TooLateToAnswer(state=at.item.state.value)
    seat.answer, seat.comment, seat.answered_at = answer, comment, now
    seat.suggested_on = suggested_on if answer == SUGGESTED else None
    append(session, [Record(
        chain=at.item.agreement_id, at=now, actor=by, subject=at.item.subject, event="answered",
        body={"answer": answer, "suggested_on": suggested_on.isoformat() if suggested_on else None,
              **({"who": who} if who else {})},
    )])


def _tell_convenor(
    session: Session, at: Scene, guest: Guest, answer: str, suggested_on: date | None, comment: str | None, now: datetime
) -> None:
    chosen = [party.id for party in convenors(at.cast, at.terms)]
    people = recipients(at.cast, Audience((Function.COORDINATOR,), "named"), local_day(now), named=chosen)
    party = next((one.name for one in at.cast.every if one.id == guest.party_id), "")
    owe(session, [at_once(
        "reply_received", at.item, at.brief, at.cast, at.terms, (), now=now, to=addressees(people),
        rung=f"{guest.id}@{now.isoformat()}",
        facts={"who": guest.name, "who_party": party, "answer": answer, "comment": comment,
               "suggested_on": suggested_on.isoformat() if suggested_on else None,
               "reply_to": {"name": guest.name, "email": guest.email}},
    )], now=now)
