"""Those who may log in: one operator at least, and what they keep secret stays out of faults."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from service.accounts.tables import UserRow
from service.accounts.users import OPERATOR, READER, LastOperator, create_user, set_role
from service.db import Database
from tests.talks.test_together import at_once
from tests.web.world import BY, NOW


def operator(database: Database, name: str) -> int:
    with database.write() as session:
        return create_user(session, email=f"{name}@staden.example", name=name, role=OPERATOR, language="sv", now=NOW, by=BY)


def test_two_operators_cannot_take_the_role_from_each_other_at_once(database: Database) -> None:
    both = [operator(database, name) for name in ("eva", "bo")]

    def demoting(number: int) -> str:
        with database.write() as session:
            set_role(session, session.get_one(UserRow, number), READER, now=NOW, by=BY)
        return "done"

    assert at_once(*(lambda number=number: demoting(number) for number in both)) == [LastOperator.__name__, "done"]
    with database.read() as session:
        assert sorted(session.scalars(select(UserRow.role))) == [OPERATOR, READER]


def test_a_fault_of_the_database_says_nothing_of_what_was_written(database: Database) -> None:
    eva = {"email": "eva@staden.example", "name": "Eva Hemlig", "role": READER, "language": "sv", "created_at": NOW}
    with pytest.raises(IntegrityError) as fault, database.write() as session:
        session.execute(insert(UserRow), [{**eva, "password": "hemligt"}, {**eva, "password": "hemligt"}])
    assert "hemlig" not in str(fault.value).lower()
