"""When nobody coordinates is kept as people come and go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from sqlalchemy import select

from service.db import Database
from service.history.record import Record, append
from service.parties.changes import end, give
from service.parties.tables import FunctionRow, VacancyRow
from service.parties.vacancies import differing, gaps
from tests.web.world import BY, NOW, signed

A, B, C, D = date(2026, 1, 1), date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31)


def test_gaps() -> None:
    assert gaps([]) == [(None, None)]
    assert gaps([(None, None), (A, B)]) == []
    assert gaps([(C, D), (A, B)]) == [(None, date(2025, 12, 31)), (date(2026, 2, 1), date(2026, 2, 28)), (date(2026, 4, 1), None)]
    assert gaps([(None, B), (date(2026, 2, 1), None)]) == []
    assert gaps([(None, D), (A, B)]) == [(date(2026, 4, 1), None)]


def test_they_follow_the_functions(database: Database) -> None:
    number = signed(database)

    def kept() -> list[tuple[date | None, date | None]]:
        with database.read() as session:
            assert differing(session) == []
            return [(row.from_on, row.to_on) for row in session.scalars(select(VacancyRow).where(VacancyRow.agreement_id == number))]

    assert kept() == []
    with database.write() as session:
        row = session.scalars(select(FunctionRow).where(FunctionRow.function == "coordinator").order_by(FunctionRow.id)).first()
        assert row is not None
        party, person = row.party_id, row.person_id
        end(session, row, date(2026, 3, 1))
    assert kept() == [(date(2026, 3, 1), None)]
    with database.write() as session:
        give(session, number, party, person, "coordinator", from_on=date(2026, 4, 1))
    assert kept() == [(date(2026, 3, 1), date(2026, 3, 31))]


def test_two_who_go_at_once_leave_a_vacancy(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        first = session.scalars(select(FunctionRow).where(FunctionRow.function == "coordinator").order_by(FunctionRow.id)).first()
        other = session.scalars(select(FunctionRow.person_id).where(
            FunctionRow.party_id == first.party_id, FunctionRow.person_id != first.person_id)).first() if first else None
        assert first is not None and other is not None
        party = first.party_id
        give(session, number, party, other, "coordinator", from_on=date(2026, 1, 1))
    with database.read() as session:
        seats = session.scalars(select(FunctionRow.id).where(
            FunctionRow.function == "coordinator", FunctionRow.party_id == party)).all()
    assert len(seats) == 2
    together = Barrier(2)

    def go(seat: int) -> None:
        together.wait()
        with database.write() as session:
            end(session, session.get_one(FunctionRow, seat), date(2026, 12, 1))
            append(session, [Record(chain=number, at=NOW, actor=BY, subject=f"agreement {number}", event="ended")])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, seats))
    with database.read() as session:
        assert differing(session) == []
        assert session.scalars(select(VacancyRow.from_on).where(VacancyRow.party_id == party)).all() == [date(2026, 12, 1)]
