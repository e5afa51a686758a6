"""When a party has nobody who coordinates: kept beside the functions, so that it can be asked of ten thousand agreements at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from service.history.record import hold
from service.parties.model import Function
from service.parties.tables import FunctionRow, PartyRow, VacancyRow

Stretch = tuple[date | None, date | None]
DAY = timedelta(days=1)


def gaps(held: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches of days, None being open, in which nobody holds what is held in those given."""
    found: list[Stretch] = []
    # The first day not yet looked at; None is from the beginning.
    following: date | None = None
    for first, last in sorted(held, key=lambda one: one[0] or date.min):
        if first is not None and (following is None or first > following):
            found.append((following, first - DAY))
        if last is None:
            return found
        following = last + DAY if following is None else max(following, last + DAY)
    return [*found, (following, None)]


def recount(session: Session, agreement_id: int) -> None:
    """Write anew when the parties of an agreement have nobody who coordinates; of two at once the second sees what the first did."""
    session.flush()
    hold(session, agreement_id)
    connection = session.connection()
    wanted = _wanted(session, agreement_id)
    connection.execute(delete(VacancyRow).where(VacancyRow.agreement_id == agreement_id))
    if wanted.get(agreement_id):
        connection.execute(insert(VacancyRow), [
            {"agreement_id": agreement_id, "party_id": party, "from_on": first, "to_on": last}
            for party, first, last in wanted[agreement_id]])


def differing(session: Session) -> list[int]:
    """Return the agreements of which what is kept is not so; it reads every party."""
    kept: dict[int, list[tuple[int, date | None, date | None]]] = defaultdict(list)
    for agreement_id, party, first, last in session.connection().execute(
            select(VacancyRow.agreement_id, VacancyRow.party_id, VacancyRow.from_on, VacancyRow.to_on).order_by(VacancyRow.id)):
        kept[agreement_id].append((party, first, last))
    wanted = _wanted(session)
    return sorted(one for one in {*kept, *wanted} if sorted(kept.get(one, ()), key=repr) != sorted(wanted.get(one, ()), key=repr))


def _wanted(session: Session, agreement_id: int | None = None) -> dict[int, Sequence[tuple[int, date | None, date | None]]]:
    connection = session.connection()
    parties = select(PartyRow.agreement_id, PartyRow.id).order_by(PartyRow.id)
    seats = select(FunctionRow.party_id, FunctionRow.from_on, FunctionRow.to_on).where(
        FunctionRow.function == Function.COORDINATOR.value, FunctionRow.waiting.is_(False))
    if agreement_id is not None:
        parties, seats = parties.where(PartyRow.agreement_id == agreement_id), seats.where(FunctionRow.agreement_id == agreement_id)
    held: dict[int, list[Stretch]] = defaultdict(list)
    for party, first, last in connection.execute(seats):
        held[party].append((first, last))
    found: dict[int, list[tuple[int, date | None, date | None]]] = defaultdict(list)
    for agreement, party in connection.execute(parties):
        found[agreement] += [(party, *one) for one in gaps(held[party])]
    return {one: rows for one, rows in found.items() if rows}
