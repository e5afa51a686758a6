"""Changing who does what for whom: giving a function, ending it, handing all over to another person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.kernel.errors import Refusal, Unknown
from service.parties.tables import FunctionRow, PersonRow
from service.parties.vacancies import recount

NEXT_DAY = timedelta(days=1)


class AlreadyHeld(Refusal):
    """{name} already has that function from that day."""

    sv = "{name} har redan den funktionen från den dagen."
    status = 422


@dataclass(frozen=True, slots=True)
class Passed:
    """A function that has passed on, and for which party."""

    party_id: int
    function: str


def person_of(session: Session, person_id: int) -> PersonRow:
    """Return a person, locked; raise Unknown."""
    row = session.scalars(select(PersonRow).where(PersonRow.id == person_id).with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise Unknown(what="person", id=person_id)
    return row


def person_at(session: Session, *, name: str, email: str, language: str) -> PersonRow:
    """Return who has the address, taken in if nobody has; who is known keeps name and language."""
    by_address = select(PersonRow).where(PersonRow.email == email)
    if (known := session.scalars(by_address).one_or_none()) is not None:
        return known
    row = PersonRow(name=name, email=email, language=language)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        # Taken in by somebody else at once, who was faster.
        return session.scalars(by_address).one()
    return row


def held_from(session: Session, agreement_id: int, person_id: int, day: date) -> list[FunctionRow]:
    """Return the functions that someone holds on a day or later, locked."""
    query = (
        select(FunctionRow)
        .where(FunctionRow.agreement_id == agreement_id, FunctionRow.person_id == person_id,
               or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= day))
        .order_by(FunctionRow.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    )
    return list(session.scalars(query))


def give(
    session: Session, agreement_id: int, party_id: int, person_id: int, function: str, *, from_on: date | None,
    to_on: date | None = None, waiting: bool = False,
) -> bool:
    """Let someone hold a function between two days, joined with what that person holds already; say if it is new.

    It is `waiting` for a party that has yet to join.
    """
    query = select(FunctionRow).where(
        FunctionRow.agreement_id == agreement_id, FunctionRow.party_id == party_id, FunctionRow.person_id == person_id,
        FunctionRow.function == function).order_by(FunctionRow.id).with_for_update(key_share=True)
    first, last = from_on or date.min, to_on or date.max
    near = [one for one in session.scalars(query) if _meet(one, first, last)]
    if any((one.from_on or date.min) <= first and (one.to_on or date.max) >= last for one in near):
        return False
    first = min([first, *(one.from_on or date.min for one in near)])
    last = max([last, *(one.to_on or date.max for one in near)])
    row = near[0] if near else FunctionRow(
        agreement_id=agreement_id, party_id=party_id, person_id=person_id, function=function, waiting=waiting)
    row.from_on = None if first == date.min else first
    row.to_on = None if last == date.max else last
    for double in near[1:]:
        session.delete(double)
    if not near:
        session.add(row)
    recount(session, agreement_id)
    return True


def _meet(row: FunctionRow, first: date, last: date) -> bool:
    """Say whether a row overlaps or borders on a stretch of days."""
    begins, ends = row.from_on or date.min, row.to_on or date.max
    after = ends + NEXT_DAY if ends < date.max else ends
    following = last + NEXT_DAY if last < date.max else last
    return begins <= following and after >= first


def end(session: Session, row: FunctionRow, day: date) -> None:
    """Let a function be held no more from a day on; one that had not begun by then never was."""
    agreement_id = row.agreement_id
    if row.from_on is not None and row.from_on >= day:
        session.delete(row)
    else:
        row.to_on = day - NEXT_DAY
    recount(session, agreement_id)


def hand_over(session: Session, agreement_id: int, leaver_id: int, successor_id: int, day: date) -> list[Passed]:
    """Pass all that someone does in an agreement on to another person from a day; return what."""
    passed = []
    for row in held_from(session, agreement_id, leaver_id, day):
        party_id, function, last, waiting = row.party_id, row.function, row.to_on, row.waiting
        first = max(row.from_on, day) if row.from_on is not None else day
        end(session, row, day)
        give(session, agreement_id, party_id, successor_id, function, from_on=first, to_on=last, waiting=waiting)
        passed.append(Passed(party_id, function))
    return list(dict.fromkeys(passed))
