"""What is done to a meeting: called, moved, held, minuted, cancelled, answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import Brief, briefs, terms_of
from service.agreements.terms import Terms
from service.history.door import move
from service.history.record import Record, append
from service.kernel.calendar import is_working_day
from service.kernel.clock import local_day, moment
from service.kernel.errors import Refusal
from service.kernel.ids import new_nonce
from service.kernel.life import Moved
from service.meetings.notices import NO_ANSWER, SUGGESTED, at_once, convenors, guest_addressees
from service.meetings.rules import PARTICIPANTS, Item, call_moment
from service.meetings.states import MEETING, OBLIGATION_STATE, State, Step
from service.meetings.store import Guest, get_item, guests
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.owe import owe, withdraw
from service.obligations import store as obligations
from service.obligations.letters import addressees
from service.parties.model import Audience, Cast, Function, recipients
from service.parties.store import cast as cast_of


class PastDay(Refusal):
    """A meeting cannot be moved to {day}: that time has passed."""

    sv = "Mötet kan inte flyttas till {day}: den tiden har passerat."
    status = 422


class OutsideAgreement(Refusal):
    """The meeting must lie within the agreement, {first} to {last}."""

    sv = "Mötet måste ligga inom överenskommelsens tid, {first} till {last}."
    status = 422


class NotHeldYet(Refusal):
    """The meeting has not begun yet; it is on {day}."""

    sv = "Mötet har inte börjat än; det är den {day}."


class BadLink(Refusal):
    """This link is no longer valid; ask the convenor for the meeting's details."""

    sv = "Länken gäller inte längre; fråga den som kallar om mötet."
    status = 404


class TooLateToAnswer(Refusal):
    """The meeting is {state}, so no answer is needed any more."""

    sv = "Mötet är {state}, så inget svar behövs längre."


@dataclass(frozen=True, slots=True)
class Scene:
    """A meeting with what its letters need."""

    item: Item
    brief: Brief
    cast: Cast
    terms: Terms
    guests: Sequence[Guest]


def scene(session: Session, meeting_id: int) -> Scene:
    """Return the meeting and what surrounds it; the meeting is locked."""
    item = get_item(session, meeting_id)
    return Scene(
        item, briefs(session, [item.agreement_id])[item.agreement_id], cast_of(session, item.agreement_id),
        terms_of(session, item.agreement_id), guests(session, [meeting_id]).get(meeting_id, []),
    )


def _move(
    session: Session, item: Item, step: Step, *, now: datetime, by: str, values: Mapping[str, Any],
    body: Mapping[str, Any] | None = None,
) -> State:
    state = MEETING.after(item.state, step)
    move(session, MeetingRow, [Moved(
        id=item.id, chain=item.agreement_id, subject=item.subject, origin=item.state, state=state,
        event=step, values={"next_at": now, "told_at": None, "arose_at": now, **values}, body=body or {},
    )], now=now, by=by)
    obligations.follow(session, [(item.obligation_id, OBLIGATION_STATE[state])])
    return state


def call(session: Session, meeting_id: int, *, now: datetime, by: str) -> None:
    """Call everyone: seats are laid, the invitation goes out in the convenor's name."""
    at = scene(session, meeting_id)
    today = local_day(now)
    invited = [one for one in recipients(at.cast, PARTICIPANTS, today) if one.person_id is not None]
    session.add_all([
        SeatRow(meeting_id=meeting_id, party_id=one.party_id, person_id=one.person_id, nonce=new_nonce(), answer=NO_ANSWER)
        for one in invited
    ])
    session.flush()
    seated = guests(session, [meeting_id]).get(meeting_id, [])
    _move(session, at.item, Step.CALL, now=now, by=by, values={"called_at": now, "stamped_at": now})
    unreachable = [one for one in recipients(at.cast, PARTICIPANTS, today) if one.person_id is None]
    late = today > local_day(call_moment(at.item))
    owe(session, [at_once(
        "meeting_call", replace(at.item, stamped_at=now), at.brief, at.cast, at.terms, seated, now=now,
        to=[*guest_addressees(seated), *addressees(unreachable)], facts={}, method="REQUEST", late=late,
    )], now=now)


def shift(session: Session, meeting_id: int, to: date, *, now: datetime, by: str) -> list[str]:
    """Move the meeting to the day `to` at the same hour; return codes of what is unusual about that day."""
    at = scene(session, meeting_id)
    item = at.item
    length = item.ends_at - item.starts_at
    habits = at.terms.meetings.habits
    begins = moment(to, habits.starts.hour, habits.starts.minute)
    if begins <= now:
        raise PastDay(day=to)
    if to < at.brief.starts_on or (at.brief.ends_on is not None and to > at.brief.ends_on):
        raise OutsideAgreement(first=at.brief.starts_on, last=at.brief.ends_on or "–")
    called = item.state is State.CALLED
    times: dict[str, Any] = {"day": to, "starts_at": begins, "ends_at": begins + length}
    revised: dict[str, Any] = {"revision": item.revision + 1, "stamped_at": now} if called else {}
    _move(session, item, Step.MOVE, now=now, by=by, values={**times, **revised, "arranged": True},
          body={"day": to.isoformat(), "was": item.day.isoformat()})
    if called:
        withdraw(session, item.subject)
        session.query(SeatRow).filter(SeatRow.meeting_id == item.id).update(
            {"answer": NO_ANSWER, "suggested_on": None, "comment": None, "answered_at": None})
        moved = replace(item, **times, **revised)
        seated = guests(session, [item.id]).get(item.id, [])
        owe(session, [at_once(
            "meeting_moved", moved, at.brief, at.cast, at.terms, seated, now=now, to=guest_addressees(seated),
            facts={"old_starts": item.starts_at.isoformat()}, method="REQUEST",
        )], now=now)
    else:
        withdraw(session, item.subject)
    return [] if is_working_day(to) else ["not_a_working_day"]


def cancel(session: Session, meeting_id: int, *, now: datetime, by: str, reason: str | None = None) -> None:
    """Cancel the meeting; those whose invitation has gone out get it taken out of their calendars."""
    at = scene(session, meeting_id)
    item = at.item
    called = item.state is State.CALLED
    revised: dict[str, Any] = {"revision": item.revision + 1, "stamped_at": now} if called else {}
    _move(session, item, Step.CANCEL, now=now, by=by, values={"reason": reason, **revised},
          body={"reason": reason} if reason else {})
    untouched = withdraw(session, item.subject, names=("meeting_call",)) if item.revision == 0 else set()
    withdraw(session, item.subject)
    told = [one for one in at.guests if one.email not in untouched]
    if called and told:
        cancelled = replace(item, **revised)
        owe(session, [at_once(
            "meeting_cancelled", cancelled, at.brief, at.cast, at.terms, told, now=now, to=guest_addressees(told),
            facts={"reason": reason}, method="CANCEL",
        )], now=now)


def hold(session: Session, meeting_id: int, *, now: datetime, by: str, on: date | None = None) -> None:
    """Record that the meeting was held."""
    item = get_item(session, meeting_id)
    held_on = on or item.day
    if held_on > local_day(now):
        raise NotHeldYet(day=held_on)
    _move(session, item, Step.HOLD, now=now, by=by, values={"held_on": held_on, "arose_at": item.arose_at},
          body={"on": held_on.isoformat()})
    withdraw(session, item.subject, names=("meeting_reminder", "meeting_missed"))


def minute(session: Session, meeting_id: int, text: str, *, now: datetime, by: str) -> None:
    """Put down the minutes and tell everyone who was called."""
    at = scene(session, meeting_id)
    _move(session, at.item, Step.MINUTE, now=now, by=by, values={"minutes": text})
    withdraw(session, at.item.subject, names=("minutes_wanted",))
    owe(session, [at_once(
        "minutes_ready", at.item, at.brief, at.cast, at.terms, at.guests, now=now,
        to=guest_addressees(at.guests) or addressees(recipients(at.cast, PARTICIPANTS, local_day(now))),
        facts={"minutes": text},
    )], now=now)


def not_held(session: Session, meeting_id: int, *, now: datetime, by: str) -> None:
    """Record that a called meeting never took place."""
    item = get_item(session, meeting_id)
    _move(session, item, Step.NOT_HELD, now=now, by=by, values={})
    withdraw(session, item.subject)


def lapse(session: Session, meeting_id: int, *, now: datetime, by: str) -> None:
    """Let a meeting that was never called pass."""
    item = get_item(session, meeting_id)
    _move(session, item, Step.LAPSE, now=now, by=by, values={})
    withdraw(session, item.subject)


def reply(
    session: Session, *, seat_id: int, nonce: str, answer: str, suggested_on: date | None, comment: str | None,
    now: datetime,
) -> None:
    """Record the answer of one who was called, and tell the convenor unless it is a plain yes."""
    seat = session.scalars(select(SeatRow).where(SeatRow.id == seat_id).with_for_update()).one_or_none()
    if seat is None or seat.nonce != nonce:
        raise BadLink
    at = scene(session, seat.meeting_id)
    if at.item.state is not State.CALLED or now >= at.item.starts_at:
        raise TooLateToAnswer(state=at.item.state.value)
    seat.answer, seat.comment, seat.answered_at = answer, comment, now
    seat.suggested_on = suggested_on if answer == SUGGESTED else None
    guest = next(one for one in at.guests if one.id == seat_id)
    append(session, [Record(
        chain=at.item.agreement_id, at=now, actor=guest.name, subject=at.item.subject, event="answered",
        body={"answer": answer, "suggested_on": suggested_on.isoformat() if suggested_on else None},
    )])
    if answer != "accepted":
        _tell_convenor(session, at, guest, answer, seat.suggested_on, comment, now)


def _tell_convenor(
    session: Session, at: Scene, guest: Guest, answer: str, suggested_on: date | None, comment: str | None, now: datetime
) -> None:
    chosen = [party.id for party in convenors(at.cast, at.terms)]
    people = recipients(at.cast, Audience((Function.COORDINATOR,), "named"), local_day(now), named=chosen)
    party = next((one.name for one in at.cast.parties if one.id == guest.party_id), "")
    owe(session, [at_once(
        "reply_received", at.item, at.brief, at.cast, at.terms, (), now=now, to=addressees(people),
        rung=f"{guest.id}@{now.isoformat()}",
        facts={"who": guest.name, "who_party": party, "answer": answer, "comment": comment,
               "suggested_on": suggested_on.isoformat() if suggested_on else None,
               "reply_to": {"name": guest.name, "email": guest.email}},
    )], now=now)
