"""When nobody coordinates is kept as people come and go."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from service.db import Database
from service.parties.changes import end, give
from service.parties.tables import FunctionRow, VacancyRow
from service.parties.vacancies import differing, gaps
from tests.web.world import signed

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
