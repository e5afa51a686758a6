"""Those who may log in: one operator at least, and what they keep secret stays out of faults."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from service.accounts.tables import UserRow
from service.accounts.users import (
    OPERATOR,
    READER,
    LastOperator,
    TakenAddress,
    change_address,
    close,
    create_user,
    reopen,
    set_role,
)
from service.db import Database
from service.notices.tables import OutboxRow
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


def test_one_address_for_two_at_once_is_refused_to_the_slower(database: Database) -> None:
    both = [operator(database, name) for name in ("eva", "bo")]

    def moving(number: int) -> str:
        with database.write() as session:
            change_address(session, session.get_one(UserRow, number), "ny@staden.example", now=NOW, by=BY)
        return "done"

    assert at_once(*(lambda number=number: moving(number) for number in both)) == [TakenAddress.__name__, "done"]
    assert at_once(*[lambda: str(operator(database, "kim") > 0)] * 2) == [TakenAddress.__name__, "True"]


def test_the_owner_is_told_of_the_role_and_of_being_shut_out(database: Database) -> None:
    operator(database, "eva")
    number = operator(database, "bo")
    with database.write() as session:
        row = session.get_one(UserRow, number)
        for role in (READER, READER, OPERATOR):
            set_role(session, row, role, now=NOW, by=BY)
        for change in (close, close, reopen, reopen):
            change(session, row, now=NOW, by=BY)
    with database.read() as session:
        told = session.execute(select(OutboxRow.to_email, OutboxRow.payload).order_by(OutboxRow.id)).all()
    assert [(to, json.loads(payload)["what"]) for to, payload in told] == [
        ("bo@staden.example", what) for what in ("no_operator", "operator", "closed", "reopened")]
