"""Who acts in an agreement: functions given and ended, one person in the place of another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from service.accounts.ties import tie, user_of
from service.agreements.store import Brief, briefs, get_agreement
from service.agreements.tables import AgreementRow
from service.breaches.tables import BreachRow
from service.deviations.tables import DeviationRow
from service.disputes.tables import DisputeRow
from service.kernel.clock import local_day
from service.kernel.errors import Refusal, Unknown
from service.lifecycle.acts.contacts import ensure_handled, note
from service.meetings.calling.guests import leave, pass_on
from service.meetings.rules import BEFOREHAND
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.notices.owe import Addressee, Letter, owe, take_back
from service.notices.tables import OutboxRow, Post
from service.obligations.tables import ObligationRow
from service.parties.changes import AlreadyHeld, Passed, end, give, hand_over, person_at, person_of
from service.parties.model import Seat
from service.parties.store import cast as cast_of
from service.parties.tables import FunctionRow, PersonRow
from service.renegotiations.tables import RenegotiationRow
from service.renewal.tables import DecisionRow
from service.repayments.tables import RepaymentRow
from service.rescissions.tables import RescissionRow
from service.signatures.heirs import pass_signers_on
from service.signatures.tables import SignatureRow
from service.terminations.tables import TerminationRow

# Claimed by the clock in this order: what it has begun to write is there to be passed on, what it begins later sees the change.
CLAIMED = (AgreementRow, SignatureRow, DecisionRow, MeetingRow, ObligationRow, RenegotiationRow, DeviationRow, BreachRow,
           RescissionRow, RepaymentRow, DisputeRow, TerminationRow)
UNSENT = (Post.WAITING, Post.SENDING, Post.UNDELIVERABLE, Post.GATHERED)
# A meeting taken out of a calendar concerns whoever has it there.
STAYS = ("meeting_cancelled",)


class DayGone(Refusal):
    """Choose today or a later day."""

    sv = "Välj i dag eller en senare dag."
    status = 422


class SamePerson(Refusal):
    """{name} cannot take over from {name}; choose someone else."""

    sv = "{name} kan inte ta över efter {name}; välj någon annan."
    status = 422


class EndsBefore(Refusal):
    """The function ends earlier than that already, on {day}."""

    sv = "Funktionen slutar redan tidigare, {day}."
    status = 422


class HoldsNothing(Refusal):
    """{name} has no function here from that day on, so there is nothing to take over."""

    sv = "{name} har ingen funktion här från den dagen, så det finns inget att ta över."
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Someone by name and address; who is known by the address keeps name and language."""

    name: str
    email: str
    language: str


def _ensure_to_come(day: date, now: datetime) -> None:
    if day < local_day(now):
        raise DayGone(field="day")


def _tied(session: Session, newcomer: Newcomer) -> PersonRow:
    person = person_at(session, name=newcomer.name, email=newcomer.email, language=newcomer.language)
    if user_of(session, person.id) is None:
        tie(session, person.id, person.email)
    return person


def _claim(session: Session, agreement_id: int) -> None:
    for table in CLAIMED:
        rows = cast(Table, table.__table__)
        mine = rows.c.id if table is AgreementRow else rows.c.agreement_id
        session.execute(select(rows.c.id).where(mine == agreement_id).order_by(rows.c.id).with_for_update(key_share=True))


def give_functions(
    session: Session, agreement_id: int, newcomer: Newcomer, party_id: int, functions: Sequence[str], day: date | None, *,
    now: datetime, by: str, may: frozenset[int] | None = None,
) -> int:
    """Give a person functions for a party from a day (None is from the beginning); return the person's id.

    `may`, here and below, are the parties whose contacts whoever does this may change, None is all.
    """
    get_agreement(session, agreement_id)
    party = next((one for one in cast_of(session, agreement_id).parties if one.id == party_id), None)
    if party is None:
        raise Unknown(what="party", id=party_id)
    ensure_handled(session, [party_id], may)
    if day is not None:
        _ensure_to_come(day, now)
    person = _tied(session, newcomer)
    given = [one for one in dict.fromkeys(functions) if give(session, agreement_id, party_id, person.id, one, from_on=day)]
    if not given:
        raise AlreadyHeld(name=person.name, field="functions")
    note(session, agreement_id, "function_given", now=now, by=by, who=person.name, functions=given, for_party=party.name,
          day=day.isoformat() if day else None)
    return person.id


def end_function(
    session: Session, agreement_id: int, function_id: int, day: date, *, now: datetime, by: str, may: frozenset[int] | None = None,
) -> None:
    """Let a function be held no more from a day on, never longer than it was.

    Meetings that someone is called to and who acts for nobody on that day leave their calendar.
    """
    _ensure_to_come(day, now)
    _claim(session, agreement_id)
    get_agreement(session, agreement_id)
    row = session.scalars(select(FunctionRow).where(
        FunctionRow.id == function_id, FunctionRow.agreement_id == agreement_id).with_for_update(key_share=True)).one_or_none()
    if row is None or (row.to_on is not None and row.to_on < local_day(now)):
        raise Unknown(what="function", id=function_id)
    ensure_handled(session, [row.party_id], may)
    if row.to_on is not None and day > row.to_on:
        raise EndsBefore(day=row.to_on, field="day")
    person, function = person_of(session, row.person_id), row.function
    end(session, row, day)
    note(session, agreement_id, "function_ended", now=now, by=by, who=person.name, functions=[function], day=day.isoformat())
    held = [seat for seat in cast_of(session, agreement_id).seats if seat.person_id == person.id]
    for meeting_id, on in _to_come(session, agreement_id, day, now):
        if not any(seat.holds(on) for seat in held):
            leave(session, meeting_id, person.id, now=now, by=by)


def _to_come(session: Session, agreement_id: int, day: date, now: datetime) -> list[tuple[int, date]]:
    """Return the meetings to come from a day on, and when they are."""
    query = select(MeetingRow.id, MeetingRow.day).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.day >= day, MeetingRow.starts_at > now,
        MeetingRow.state.in_((Meeting.PLANNED, Meeting.CALLED))).order_by(MeetingRow.id)
    return [(number, on) for number, on in session.execute(query)]


def replace_person(
    session: Session, agreement_ids: Sequence[int], leaver_id: int, heir: Newcomer, day: date, *, now: datetime, by: str,
    may: frozenset[int] | None = None,
) -> int:
    """Let someone take over all that another does in these agreements from a day; return the heir's id.

    Functions end and begin, calls are exchanged, and mail that has not gone out follows.
    """
    _ensure_to_come(day, now)
    for agreement_id in sorted(agreement_ids):
        _claim(session, agreement_id)
    leaver = person_of(session, leaver_id)
    person = _tied(session, heir)
    if person.id == leaver.id:
        raise SamePerson(name=leaver.name, field="email")
    for agreement_id, brief in sorted(briefs(session, list(agreement_ids)).items()):
        passed = hand_over(session, agreement_id, leaver.id, person.id, day)
        if not passed:
            raise HoldsNothing(name=leaver.name, field="day")
        ensure_handled(session, {one.party_id for one in passed}, may)
        pass_signers_on(session, agreement_id, (leaver.id, leaver.name), (person.id, person.name), day, now=now, by=by)
        exchanged = _exchange_calls(session, agreement_id, leaver, person, passed, day, now=now, by=by)
        _pass_mail_on(session, brief, leaver, person, day, exchanged, now=now)
        note(session, agreement_id, "person_replaced", now=now, by=by, who=person.name, instead_of=leaver.name,
              day=day.isoformat(), functions=list(dict.fromkeys(one.function for one in passed)))
    return person.id


def _exchange_calls(
    session: Session, agreement_id: int, leaver: PersonRow, heir: PersonRow, passed: Sequence[Passed], day: date, *,
    now: datetime, by: str,
) -> frozenset[str]:
    roles = {one.id: one.role for one in cast_of(session, agreement_id).parties}
    # Who is to join is called to nothing before its day.
    first = next((one for one in passed if one.party_id in roles), None)
    if first is None:
        return frozenset()
    seat = Seat(first.party_id, roles[first.party_id], heir.id, heir.name, heir.email, heir.language, first.function,
                digest=heir.digest)
    return frozenset(f"meeting {number}" for number, _ in _to_come(session, agreement_id, day, now)
                     if pass_on(session, number, leaver.id, seat, now=now, by=by))


def _pass_mail_on(
    session: Session, brief: Brief, leaver: PersonRow, heir: PersonRow, day: date, exchanged: frozenset[str], *, now: datetime,
) -> None:
    """Take back what has not gone out to the leaver and concerns the time after; owe it to the heir."""
    today = local_day(now)
    query = select(OutboxRow).where(
        OutboxRow.agreement_id == brief.id, OutboxRow.person_id == leaver.id, OutboxRow.state.in_(UNSENT),
        OutboxRow.name.not_in(STAYS)).order_by(OutboxRow.id).with_for_update(key_share=True)
    letters, taken = [], []
    for row in session.scalars(query.execution_options(populate_existing=True)).all():
        payload = json.loads(row.payload)
        about = payload.get("day", "")
        if day > today and about < day.isoformat():
            continue
        taken.append(row.id)
        over = row.name in BEFOREHAND and about < today.isoformat()
        if not over and row.subject not in exchanged:
            letters.append(Letter(
                key=row.key.partition(">")[0], name=row.name, agreement_id=brief.id, uid=brief.uid, subject=row.subject,
                payload=payload, sample=brief.sample,
                to=[Addressee(row.party_id, heir.id, heir.name, heir.email, heir.language, digest=heir.digest)]))
    take_back(session, taken)
    owe(session, letters, now=now)
