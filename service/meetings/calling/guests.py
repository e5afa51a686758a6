"""Whom the convenor wants at a meeting besides, or instead of, those whose functions take part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.kernel.ids import new_nonce
from service.meetings.actions import Scene, scene
from service.meetings.calling.answers import NotCalled
from service.meetings.notices import NO_ANSWER, at_once, guest_addressees, invitation, meeting_facts
from service.meetings.rules import participants
from service.meetings.states import State
from service.meetings.store import Guest, guest_list, guests
from service.meetings.tables import GuestRow, MeetingRow, SeatRow
from service.notices.owe import owe, withdraw
from service.notices.writing.invitation import uninvite
from service.parties.model import Seat

CALLS = ("meeting_call", "meeting_moved")


class TooLateToInvite(Refusal):
    """The meeting has begun or is over, so nobody can be added or struck any more."""

    sv = "Mötet har börjat eller är över, så ingen kan läggas till eller tas bort längre."


class NotAmongContacts(Refusal):
    """That person is not a contact of this agreement; add the person there first."""

    sv = "Personen är inte kontaktperson i överenskommelsen; lägg till personen där först."
    status = 422


class AlreadyCalled(Refusal):
    """{name} is already among those called."""

    sv = "{name} är redan bland de kallade."
    status = 422


class NobodyLeft(Refusal):
    """Somebody has to be left at the meeting; cancel it instead."""

    sv = "Någon måste vara kvar på mötet; ställ in det i stället."
    status = 422


def invite(session: Session, meeting_id: int, person_id: int, *, now: datetime, by: str) -> None:
    """Add a contact of the agreement to those called; if the call has gone out, that person gets it at once."""
    at = _open_scene(session, meeting_id, now)
    today = local_day(now)
    contact = next((one for one in at.cast.seats if one.person_id == person_id and one.holds(today)), None)
    if contact is None:
        raise NotAmongContacts(field="person")
    if _is_called(session, at, person_id, now):
        raise AlreadyCalled(name=contact.name, field="person")
    _note(session, at, person_id, contact.party_id, True, contact.name, now=now, by=by)
    if at.item.state is State.CALLED:
        _send_call(session, at, contact, now)


def strike(session: Session, meeting_id: int, person_id: int, *, now: datetime, by: str) -> None:
    """Strike someone from those called; whoever has the call in the calendar gets it taken out there."""
    at = _open_scene(session, meeting_id, now)
    if not _is_called(session, at, person_id, now):
        raise NotCalled(field="person")
    left = participants(at.cast, {**guest_list(session, meeting_id), person_id: False}, local_day(now))
    if not any(one.person_id is not None for one in left):
        raise NobodyLeft(field="person")
    gone = next((one for one in at.guests if one.person_id == person_id), None)
    if gone is not None:
        _note(session, at, person_id, gone.party_id, False, gone.name, now=now, by=by)
        _take_out(session, at, gone, now)
        return
    seat = next(one for one in at.cast.seats if one.person_id == person_id)
    _note(session, at, person_id, seat.party_id, False, seat.name, now=now, by=by)


def pass_on(session: Session, meeting_id: int, leaver_id: int, heir: Seat, *, now: datetime, by: str) -> bool:
    """Let someone take over another's place at a meeting to come; return whether calls had to be exchanged.

    The leaver gets the call taken back, the heir a call of their own, with a link that is theirs alone.
    """
    at = scene(session, meeting_id)
    _inherit(session, meeting_id, leaver_id, heir.person_id)
    gone = next((one for one in at.guests if one.person_id == leaver_id), None)
    if at.item.state is not State.CALLED or now >= at.item.starts_at or gone is None:
        return False
    _take_out(session, at, gone, now)
    after = scene(session, meeting_id)
    if all(one.person_id != heir.person_id for one in after.guests):
        _send_call(session, after, replace(heir, party_id=gone.party_id), now)
    append(session, [Record(chain=at.item.agreement_id, at=now, actor=by, subject=at.item.subject, event="seat_passed_on",
                            body={"who": heir.name, "instead_of": gone.name})])
    return True


def call_in(session: Session, meeting_id: int, party_id: int, *, now: datetime, by: str) -> None:
    """Call the people of a party that has joined to a meeting whose call has gone out."""
    at = scene(session, meeting_id)
    if at.item.state is not State.CALLED:
        return
    there = {one.person_id for one in at.guests}
    wanted = [one for one in participants(at.cast, guest_list(session, meeting_id), local_day(now))
              if one.party_id == party_id and one.person_id is not None and one.person_id not in there]
    for one in wanted:
        seat = next(each for each in at.cast.seats if each.person_id == one.person_id and each.party_id == party_id)
        _send_call(session, at, seat, now)
        append(session, [Record(chain=at.item.agreement_id, at=now, actor=by, subject=at.item.subject, event="invited",
                                body={"who": seat.name})])


def call_off(session: Session, meeting_id: int, party_id: int, *, now: datetime, by: str) -> None:
    """Take a meeting to come out of the calendars of a party that has left."""
    _call_off(session, meeting_id, [one for one in scene(session, meeting_id).guests if one.party_id == party_id], now=now, by=by)


def leave(session: Session, meeting_id: int, person_id: int, *, now: datetime, by: str) -> None:
    """Take a meeting to come out of the calendar of someone who no longer acts for any party; the last one called stays."""
    there = scene(session, meeting_id).guests
    if len(there) > 1:
        _call_off(session, meeting_id, [one for one in there if one.person_id == person_id], now=now, by=by)


def _call_off(session: Session, meeting_id: int, leaving: Sequence[Guest], *, now: datetime, by: str) -> None:
    for gone in leaving:
        at = scene(session, meeting_id)
        if at.item.state is State.CALLED:
            _take_out(session, at, gone, now)
            append(session, [Record(chain=at.item.agreement_id, at=now, actor=by, subject=at.item.subject, event="struck",
                                    body={"who": gone.name})])


def _inherit(session: Session, meeting_id: int, leaver_id: int, heir_id: int) -> None:
    """Whom the convenor wanted there, the heir is; who was struck has left no place to take."""
    rows = {row.person_id: row for row in session.scalars(select(GuestRow).where(
        GuestRow.meeting_id == meeting_id, GuestRow.person_id.in_((leaver_id, heir_id))))}
    wanted, own = rows.get(leaver_id), rows.get(heir_id)
    if wanted is None or not wanted.called:
        return
    if own is None:
        wanted.person_id = heir_id
    else:
        own.called = True
        session.delete(wanted)
    session.flush()


def _open_scene(session: Session, meeting_id: int, now: datetime) -> Scene:
    at = scene(session, meeting_id)
    if at.item.state not in (State.PLANNED, State.CALLED) or now >= at.item.starts_at:
        raise TooLateToInvite
    return at


def _is_called(session: Session, at: Scene, person_id: int, now: datetime) -> bool:
    if at.item.state is State.CALLED:
        return any(one.person_id == person_id for one in at.guests)
    people = participants(at.cast, guest_list(session, at.item.id), local_day(now))
    return any(one.person_id == person_id for one in people)


def _note(
    session: Session, at: Scene, person_id: int, party_id: int, called: bool, name: str, *, now: datetime, by: str,
) -> None:
    row = session.scalars(
        select(GuestRow).where(GuestRow.meeting_id == at.item.id, GuestRow.person_id == person_id)).one_or_none()
    if row is None:
        row = GuestRow(meeting_id=at.item.id, person_id=person_id, party_id=party_id)
        session.add(row)
    row.called = called
    session.flush()
    append(session, [Record(chain=at.item.agreement_id, at=now, actor=by, subject=at.item.subject,
                            event="invited" if called else "struck", body={"who": name})])


def _send_call(session: Session, at: Scene, contact: Seat, now: datetime) -> None:
    session.add(SeatRow(meeting_id=at.item.id, party_id=contact.party_id, person_id=contact.person_id,
                        nonce=new_nonce(), answer=NO_ANSWER))
    session.flush()
    seated = guests(session, [at.item.id])[at.item.id]
    added = [one for one in seated if one.person_id == contact.person_id]
    owe(session, [at_once(
        "meeting_call", at.item, at.brief, at.cast, at.terms, seated, now=now, to=guest_addressees(added), facts={},
        method="REQUEST",
    )], now=now)


def _take_out(session: Session, at: Scene, gone: Guest, now: datetime) -> None:
    item = at.item
    untouched = withdraw(session, item.subject, names=("meeting_call",), person_id=gone.person_id)
    withdraw(session, item.subject, person_id=gone.person_id, names=(*CALLS, "meeting_reminder"))
    session.execute(delete(SeatRow).where(SeatRow.id == gone.id))
    if gone.email in untouched:
        return
    # A cancellation must outrank the call it takes back, and the next call must outrank the cancellation.
    later = replace(item, revision=item.revision + 1, stamped_at=now)
    row = session.get_one(MeetingRow, item.id)
    row.revision, row.stamped_at = later.revision, now
    session.flush()
    facts = meeting_facts(later, at.cast, at.terms, local_day(now))
    calendar = invitation(later, at.brief, facts, at.guests, method="CANCEL", at=now)
    owe(session, [at_once(
        "meeting_cancelled", later, at.brief, at.cast, at.terms, at.guests, now=now, to=guest_addressees([gone]),
        facts={"reason": None, "only_you": True, "calendar": uninvite(calendar, [gone.email], sequence=later.revision)},
        rung="struck",
    )], now=now)
