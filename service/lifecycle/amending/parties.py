"""Parties that join and leave by an amendment: named with the draft, bound once all have signed, moved on its day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.accounts.ties import tie, user_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Party
from service.amendments.changes import from_json
from service.amendments.parties import Moves, NobodySignsForIt, moves
from service.amendments.states import State
from service.amendments.store import held, signed_ahead
from service.amendments.tables import AmendmentRow
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import NotAStep, Unknown
from service.meetings.calling.guests import call_in, call_off
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.notices.owe import take_back
from service.notices.tables import OutboxRow, Post
from service.parties.changes import end, give, person_at
from service.parties.model import Cast, Function, Standing
from service.parties.organisations import tie_parties
from service.parties.tables import FunctionRow, PartyRow
from service.parties.vacancies import recount
from service.renewal.states import State as Decision
from service.renewal.store import current
from service.renewal.tables import AnswerRow

ONE_DAY = timedelta(days=1)
UNSENT = (Post.WAITING, Post.SENDING, Post.UNDELIVERABLE, Post.GATHERED)


def party_moves(row: AmendmentRow) -> Moves | None:
    """Return which parties an amendment moves, None where it is not about them."""
    change = next((one for one in from_json(row.changes) if one.path == "parties"), None)
    return None if change is None else moves(*(
        [Party.model_validate(one) for one in side] for side in (change.before, change.after)))


def _after(row: AmendmentRow) -> list[Party]:
    change = next(one for one in from_json(row.changes) if one.path == "parties")
    return [Party.model_validate(one) for one in change.after]


def _rows(session: Session, agreement_id: int) -> list[PartyRow]:
    return list(session.scalars(select(PartyRow).where(PartyRow.agreement_id == agreement_id).order_by(PartyRow.position)))


def _joining(rows: Sequence[PartyRow], amendment_id: int) -> list[PartyRow]:
    return [one for one in rows if one.standing == Standing.JOINING and one.joins_by == amendment_id]


def _to_be(session: Session, rows: Sequence[PartyRow], row: AmendmentRow) -> list[PartyRow]:
    """Return the parties in the order of the terms that an amendment changes: those of now, as what is signed before moves them."""
    parties = [one for one in rows if one.standing == Standing.PARTY]
    for ahead in signed_ahead(session, row.agreement_id):
        found = party_moves(ahead)
        if found is None or ahead.version is None or row.version is None or ahead.version >= row.version:
            continue
        placed = {place: parties[was] for was, place in found.stay} | dict(zip(found.joins, _joining(rows, ahead.id), strict=True))
        parties = [placed[place] for place in sorted(placed)]
    return parties


def name_joining(session: Session, row: AmendmentRow) -> None:
    """Let there be a row for each party that a draft lets join, so that its people can be named; what is struck goes."""
    found = party_moves(row)
    wanted = [_after(row)[place] for place in found.joins] if found is not None else []
    rows = _rows(session, row.agreement_id)
    kept, places = _joining(rows, row.id), max(one.position for one in rows) + 1
    chosen: list[PartyRow] = []
    for party in wanted:
        one = next((each for each in kept if each.role == party.role and each.name.casefold() == party.name.casefold()), None)
        if one is None:
            one = next((each for each in kept if each.role == party.role and each.org_number == party.org_number), None)
        if one is None:
            one = PartyRow(agreement_id=row.agreement_id, standing=Standing.JOINING, joins_by=row.id)
            session.add(one)
        else:
            kept.remove(one)
        chosen.append(one)
    for gone in kept:
        session.execute(delete(FunctionRow).where(FunctionRow.party_id == gone.id))
        session.delete(gone)
    for place, (one, party) in enumerate(zip(chosen, wanted, strict=True), places):
        one.position, one.role, one.name, one.org_number = place, party.role, party.name, party.org_number
    session.flush()


def name_person(
    session: Session, amendment_id: int, party_id: int, *, name: str, email: str, language: str, functions: Sequence[Function],
    now: datetime, by: str,
) -> int:
    """Name someone who acts for a party that is to join; return the person's id.

    Before the party is one, that person is told of the amendment alone, and sees nothing else of the agreement.
    """
    row = held(session, amendment_id)
    if row.state not in (State.DRAFT, State.IN_SIGNATURE):
        raise NotAStep(life="amendment", state=row.state, step="name")
    party = next((one for one in _joining(_rows(session, row.agreement_id), row.id) if one.id == party_id), None)
    if party is None:
        raise Unknown(what="party", id=party_id)
    person = person_at(session, name=name, email=email, language=language)
    if user_of(session, person.id) is None:
        tie(session, person.id, person.email)
    for function in dict.fromkeys(functions):
        give(session, row.agreement_id, party.id, person.id, function, from_on=None, waiting=True)
    append(session, [Record(chain=row.agreement_id, at=now, actor=by, subject=f"amendment {row.id}", event="joiner_named", body={
        "name": person.name, "for_party": party.name, "functions": [one.value for one in dict.fromkeys(functions)]})])
    return person.id


def unmanned(cast: Cast, amendment_id: int) -> tuple[str, ...]:
    """Return the parties that an amendment lets join and for which nobody signs."""
    return tuple(
        one.name for one in cast.others if one.standing == Standing.JOINING and one.joins_by == amendment_id
        and not any(seat.party_id == one.id and seat.function == Function.SIGNATORY for seat in cast.seats))


def ensure_manned(cast: Cast, amendment_id: int) -> None:
    """Raise NobodySignsForIt for a party that is to join without a signatory."""
    for name in unmanned(cast, amendment_id):
        raise NobodySignsForIt(party=name, field="changes")


def bind(session: Session, row: AmendmentRow, from_on: date) -> bool:
    """Note from which day the parties move, now that all have signed; return whether any do."""
    found = party_moves(row)
    if found is None or not (found.joins or found.leaves):
        return False
    rows = _rows(session, row.agreement_id)
    parties = _to_be(session, rows, row)
    for place in found.leaves:
        parties[place].to_on = from_on - ONE_DAY
    for one in _joining(rows, row.id):
        one.from_on = from_on
    session.flush()
    return True


def loosen(session: Session, row: AmendmentRow) -> None:
    """Let the parties be as they were: the amendment fell, and who was to join never will by it."""
    found = party_moves(row)
    if found is None:
        return
    rows = _rows(session, row.agreement_id)
    if row.from_on is not None and found.leaves:
        # By the day, not by the place: what was signed before it, and moved places, may have fallen already.
        for one in rows:
            if one.standing != Standing.LEFT and one.to_on == row.from_on - ONE_DAY:
                one.to_on = None
    for one in _joining(rows, row.id):
        session.execute(delete(FunctionRow).where(FunctionRow.party_id == one.id))
        one.standing, one.from_on = Standing.NEVER, None
    session.flush()


def move_parties(session: Session, agreement: AgreementRow, row: AmendmentRow) -> Moves | None:
    """Let the parties be those of the amendment that comes into force, with its names and numbers; return who moved."""
    found = party_moves(row)
    if found is None:
        return None
    rows, after = _rows(session, agreement.id), _after(row)
    parties, joining = [one for one in rows if one.standing == Standing.PARTY], _joining(rows, row.id)
    assert row.from_on is not None
    placed = {place: parties[was] for was, place in found.stay} | dict(zip(found.joins, joining, strict=True))
    for place in found.leaves:
        _leave(session, parties[place], row.from_on)
    for one in joining:
        _join(session, one, row.from_on)
    rest = [one for one in rows if one not in placed.values()]
    for number, one in enumerate(rows, 1):
        # Out of the way first: no two parties of an agreement may stand in one place, not even in passing.
        one.position = -number
    session.flush()
    for place, one in placed.items():
        one.position, one.name, one.org_number = place, after[place].name, after[place].org_number
    for number, one in enumerate(rest, len(placed)):
        one.position = number
    session.flush()
    tie_parties(session, [placed[place] for place in sorted(placed)])
    return found


def _leave(session: Session, party: PartyRow, day: date) -> None:
    party.standing, party.to_on = Standing.LEFT, day - ONE_DAY
    for one in list(session.scalars(select(FunctionRow).where(FunctionRow.party_id == party.id))):
        if one.to_on is None or one.to_on >= day:
            end(session, one, day)


def _join(session: Session, party: PartyRow, day: date) -> None:
    party.standing, party.from_on = Standing.PARTY, day
    for one in list(session.scalars(select(FunctionRow).where(FunctionRow.party_id == party.id))):
        first = max(one.from_on or day, day)
        if one.to_on is not None and one.to_on < first:
            session.delete(one)
            continue
        one.waiting, one.from_on = False, first
    session.flush()
    recount(session, party.agreement_id)


def pass_calls(session: Session, row: AmendmentRow, gone: Sequence[int], *, now: datetime, by: str) -> None:
    """Call off the people of parties that left from meetings to come, and call those of parties that joined."""
    assert row.from_on is not None
    come = [one.id for one in _rows(session, row.agreement_id) if one.joins_by == row.id and one.standing == Standing.PARTY]
    query = select(MeetingRow.id).where(
        MeetingRow.agreement_id == row.agreement_id, MeetingRow.day >= row.from_on, MeetingRow.starts_at > now,
        MeetingRow.state.in_((Meeting.PLANNED, Meeting.CALLED))).order_by(MeetingRow.id)
    for number in session.scalars(query).all():
        for party_id in come:
            call_in(session, number, party_id, now=now, by=by)
        for party_id in gone:
            call_off(session, number, party_id, now=now, by=by)


def stop_mail(session: Session, row: AmendmentRow, gone: Sequence[int]) -> None:
    """Take back what has not gone out to a party that left and is about the time after."""
    assert row.from_on is not None
    query = select(OutboxRow).where(
        OutboxRow.agreement_id == row.agreement_id, OutboxRow.party_id.in_(gone), OutboxRow.state.in_(UNSENT),
        OutboxRow.name.not_in(("meeting_cancelled", "party_left"))).order_by(OutboxRow.id).with_for_update(key_share=True)
    take_back(session, [one.id for one in session.scalars(query.execution_options(populate_existing=True)).all()
                        if json.loads(one.payload).get("day", "") >= row.from_on.isoformat()])


def ask_anew(session: Session, agreement_id: int, *, now: datetime, by: str) -> None:
    """Let answers on renewal fall that were given while others were parties; a decision that was taken stands."""
    row = current(session, agreement_id)
    if row is None or row.state in (Decision.DECIDED, Decision.VOID):
        return
    found = session.execute(delete(AnswerRow).where(AnswerRow.decision_id == row.id).returning(AnswerRow.id)).all()
    if found:
        append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"decision {row.id}", event="asked_anew",
                                body={"answers": len(found), "on": local_day(now).isoformat()})])
    row.next_at = now
    session.flush()
