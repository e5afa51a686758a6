"""Migrations: up, down and up again with rows; the schema is what the tables say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from service import schema
from service.db import Database
from service.history.record import Record, append
from service.tables import HistoryRow, metadata

NOW = datetime(2025, 2, 1, tzinfo=UTC)


def happened(database: Database, event: str = "began") -> None:
    with database.write() as session:
        append(session, [Record(chain=1, at=NOW, actor="clock", subject="agreement 1", event=event)])


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(schema._config()).get_heads()) == 1


def test_up_down_up_with_rows(database: Database) -> None:
    happened(database)
    schema.migrate(database, "base")
    assert sa.inspect(database.engine).get_table_names() == ["alembic_version"]
    assert schema.current(database) is None
    with pytest.raises(schema.OldSchema):
        schema.ensure_current(database)
    schema.migrate(database)
    schema.ensure_current(database)
    happened(database)
    with database.read() as session:
        assert session.scalars(sa.select(HistoryRow.seq)).all() == [1]


def test_migrating_twice_changes_nothing(database: Database) -> None:
    happened(database)
    schema.migrate(database)
    with database.read() as session:
        assert session.scalars(sa.select(HistoryRow.seq)).all() == [1]


def test_schema_is_what_the_tables_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("statement", ["UPDATE history SET actor = 'x'", "DELETE FROM history"])
def test_history_cannot_be_changed(database: Database, statement: str) -> None:
    happened(database)
    with pytest.raises(sa.exc.DBAPIError, match="history is append-only"), database.write() as session:
        session.execute(sa.text(statement))
