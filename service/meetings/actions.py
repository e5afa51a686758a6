"""What is done to a meeting: called, moved, held, minuted, cancelled."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.agreements.store import Brief, briefs, terms_of
from service.agreements.terms import Terms
from service.history.door import move
from service.history.record import CLOCK
from service.kernel.calendar import is_working_day
from service.kernel.clock import local, local_day, moment, stamp
from service.kernel.errors import Refusal
from service.kernel.ids import new_nonce
from service.kernel.life import Moved
from service.meetings.agenda import carry_on
from service.meetings.notices import NO_ANSWER, at_once, guest_addressees, invitation, meeting_facts
from service.meetings.rules import Item, call_moment, participants
from service.meetings.states import MEETING, OBLIGATION_STATE, State, Step
from service.meetings.store import Guest, Outcome, Present, get_item, guest_list, guests, write_outcomes
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.owe import owe, withdraw
from service.notices.writing.invitation import uninvite
from service.obligations import store as obligations
from service.obligations.reminders.letters import addressees
from service.obligations.states import State as Owed
from service.parties.model import Cast
from service.parties.store import cast as cast_of


class PastDay(Refusal):
    """A meeting cannot be moved to {day}: that time has passed."""

    sv = "Mötet kan inte flyttas till {day}: den tiden har passerat."
    status = 422


class MovedMeanwhile(Refusal):
    """Somebody else has moved the meeting meanwhile; it is now on {day} at {hour}. Move it again if your day is to hold."""

    sv = "Någon annan har flyttat mötet under tiden; nu är det {day} kl. {hour}. Flytta det igen om din dag ska gälla."


class OutsideAgreement(Refusal):
    """The meeting must lie within the agreement, {first} to {last}."""

    sv = "Mötet måste ligga inom överenskommelsens tid, {first} till {last}."
    status = 422


class Unmoved(Refusal):
    """That is when and where the meeting already is; nothing was changed."""

    sv = "Det är redan då och där mötet är; inget ändrades."
    status = 422


class NotHeldYet(Refusal):
    """The meeting has not begun yet; it is on {day}."""

    sv = "Mötet har inte börjat än; det är den {day}."


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a meeting is: a place, a link to a video meeting, or both."""

    place: str | None
    video: str | None


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
    if state in (State.HELD, State.MISSED, State.CANCELLED):
        carry_on(session, item, now=now)
    return state


def call(session: Session, meeting_id: int, *, now: datetime, by: str) -> None:
    """Call everyone: seats are laid, the invitation goes out in the convenor's name."""
    at = scene(session, meeting_id)
    today = local_day(now)
    # Who will hold the functions on the day of the meeting: someone may leave or begin in between.
    wanted = participants(at.cast, guest_list(session, meeting_id), at.item.day)
    invited = [one for one in wanted if one.person_id is not None]
    session.add_all([
        SeatRow(meeting_id=meeting_id, party_id=one.party_id, person_id=one.person_id, nonce=new_nonce(), answer=NO_ANSWER)
        for one in invited
    ])
    session.flush()
    seated = guests(session, [meeting_id]).get(meeting_id, [])
    _move(session, at.item, Step.CALL, now=now, by=by, values={"called_at": now, "stamped_at": now})
    unreachable = [one for one in wanted if one.person_id is None]
    late = today > local_day(call_moment(at.item))
    owe(session, [at_once(
        "meeting_call", replace(at.item, stamped_at=now), at.brief, at.cast, at.terms, seated, now=now,
        to=[*guest_addressees(seated), *addressees(unreachable)], facts={}, method="REQUEST", late=late,
    )], now=now)


def shift(
    session: Session, meeting_id: int, to: date, *, now: datetime, by: str, starts: time | None = None,
    spot: Spot | None = None, seen: datetime | None = None,
) -> list[str]:
    """Move the meeting to the day `to`, at the same hour and place unless others are given; `seen` is when it was thought to be.

    Return codes of what is unusual about that day. Answers hold good as long as day and hour do. What the clock
    moves goes on following the terms; what a person moves is arranged.
    """
    at = scene(session, meeting_id)
    item = at.item
    if seen is not None and seen != item.starts_at:
        raise MovedMeanwhile(day=item.day, hour=f"{local(item.starts_at):%H:%M}")
    length = item.ends_at - item.starts_at
    hour = starts or local(item.starts_at).time()
    begins = moment(to, hour.hour, hour.minute)
    if begins <= now:
        raise PastDay(day=to, field="day")
    if to < at.brief.starts_on or (at.brief.ends_on is not None and to > at.brief.ends_on):
        raise OutsideAgreement(first=at.brief.starts_on, last=at.brief.ends_on or "–", field="day")
    called = item.state is State.CALLED
    place, video = (spot.place, spot.video) if spot is not None else (item.place, item.video)
    retimed = begins != item.starts_at
    if called and not retimed and (place, video) == (item.place, item.video):
        raise Unmoved(field="day")
    times: dict[str, Any] = {"day": to, "starts_at": begins, "ends_at": begins + length, "place": place, "video": video}
    revised: dict[str, Any] = {"revision": item.revision + 1, "stamped_at": now} if called else {}
    arranged = {} if by == CLOCK else {"arranged": True}
    _move(session, item, Step.MOVE, now=now, by=by, values={**times, **revised, **arranged},
          body={"day": to.isoformat(), "was": item.day.isoformat()})
    if called:
        withdraw(session, item.subject)
        if retimed:
            session.query(SeatRow).filter(SeatRow.meeting_id == item.id).update(
                {"answer": NO_ANSWER, "suggested_on": None, "comment": None, "answered_at": None})
        moved = replace(item, **times, **revised)
        _reseat(session, at, moved, now)
        seated = guests(session, [item.id]).get(item.id, [])
        owe(session, [at_once(
            "meeting_moved", moved, at.brief, at.cast, at.terms, seated, now=now, to=guest_addressees(seated),
            facts={"old_starts": stamp(item.starts_at)}, method="REQUEST",
        )], now=now)
    else:
        withdraw(session, item.subject)
    return [] if is_working_day(to) else ["not_a_working_day"]


def _reseat(session: Session, at: Scene, moved: Item, now: datetime) -> None:
    """Let those who will have left by the day of the meeting give their places to who has come instead."""
    staying = {seat.person_id for seat in at.cast.seats if seat.holds(moved.day)}
    seated = {one.person_id for one in at.guests}
    coming = [one for one in participants(at.cast, guest_list(session, moved.id), moved.day)
              if one.person_id is not None and one.person_id not in seated]
    for gone in at.guests:
        heir = next((one for one in coming if one.party_id == gone.party_id), None)
        if gone.person_id in staying or heir is None:
            continue
        coming.remove(heir)
        session.query(SeatRow).filter(SeatRow.id == gone.id).update(
            {"person_id": heir.person_id, "nonce": new_nonce(), "answer": NO_ANSWER, "suggested_on": None, "comment": None,
             "answered_at": None})
        facts = meeting_facts(moved, at.cast, at.terms, local_day(now))
        calendar = invitation(moved, at.brief, facts, [gone], method="CANCEL", at=now)
        owe(session, [at_once(
            "meeting_cancelled", moved, at.brief, at.cast, at.terms, [gone], now=now, rung="struck",
            to=guest_addressees([gone]),
            facts={"reason": None, "only_you": True, "calendar": uninvite(calendar, [gone.email], sequence=moved.revision)},
        )], now=now)


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


def drop(session: Session, meeting_id: int, *, now: datetime) -> None:
    """Cancel a meeting that the terms no longer ask for; it comes back if they do again."""
    cancel(session, meeting_id, now=now, by=CLOCK)
    obligations.follow(session, [(get_item(session, meeting_id).obligation_id, Owed.DROPPED)])


def plan_again(session: Session, meeting_id: int, *, now: datetime) -> None:
    """Plan a meeting anew that was dropped; whoever was called before is called again, in a later revision."""
    item = get_item(session, meeting_id)
    called = item.stamped_at is not None
    session.execute(delete(SeatRow).where(SeatRow.meeting_id == meeting_id))
    _move(session, item, Step.PLAN, now=now, by=CLOCK, values={
        "revision": item.revision + 1 if called else item.revision, "stamped_at": None, "called_at": None,
        "arranged": False,
    })


def hold(
    session: Session, meeting_id: int, *, now: datetime, by: str, on: date | None = None,
    present: Sequence[Present] | None = None,
) -> None:
    """Record that the meeting was held, and who was there if that is known."""
    item = get_item(session, meeting_id)
    held_on = on or item.day
    if held_on > local_day(now):
        raise NotHeldYet(day=held_on, field="day")
    there = None if present is None else [{"name": one.name, "party": one.party} for one in present]
    _move(session, item, Step.HOLD, now=now, by=by, body={"on": held_on.isoformat()},
          values={"held_on": held_on, "arose_at": item.arose_at,
                  "present": None if there is None else json.dumps(there, ensure_ascii=False)})
    withdraw(session, item.subject, names=("meeting_reminder", "meeting_missed"))


def minute(
    session: Session, meeting_id: int, text: str, *, now: datetime, by: str, outcomes: Sequence[Outcome] = (),
) -> None:
    """Put down the minutes with what was decided and who does what, and tell everyone who was called."""
    at = scene(session, meeting_id)
    _move(session, at.item, Step.MINUTE, now=now, by=by, values={"minutes": text})
    write_outcomes(session, at.item, outcomes)
    withdraw(session, at.item.subject, names=("minutes_wanted",))
    tell_minutes(session, at, text, outcomes, now=now)


def tell_minutes(
    session: Session, at: Scene, text: str, outcomes: Sequence[Outcome], *, now: datetime, version: int = 1,
) -> None:
    """Send the minutes to those who were called; `version` tells a corrected text from the first."""
    today = local_day(now)
    people = participants(at.cast, guest_list(session, at.item.id), today)
    # Whoever was called and has left since gets nothing more; who has come in that place does.
    staying = [one for one in at.guests if any(seat.person_id == one.person_id and seat.holds(today) for seat in at.cast.seats)]
    known = {one.email for one in staying}
    others = people if len(staying) < len(at.guests) or not staying else []
    owe(session, [at_once(
        "minutes_ready", at.item, at.brief, at.cast, at.terms, at.guests, now=now,
        to=[*guest_addressees(staying), *addressees([one for one in others if one.email not in known])],
        rung="now" if version == 1 else f"v{version}",
        facts={"minutes": text, "outcomes": [one.told() for one in outcomes], "version": version},
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
