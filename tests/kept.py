"""Worlds made once a worker: what a function has filled a database with is put back as it was, not lived through again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import service.tables  # noqa: F401
from service.db import Base, Database
from tests.databases import ANEW

P = ParamSpec("P")
T = TypeVar("T")

FULL = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in Base.metadata.tables)
COUNTERS = "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL"


def kept(fill: Callable[Concatenate[Database, P], T]) -> Callable[Concatenate[Database, P], T]:
    """Let `fill` run once for each content it begins with and what it is given; afterwards put its rows back and return what it returned.

    It must return plain values and depend on nothing but what it is given.
    """
    remembered: dict[tuple[str, str], tuple[Callable[[Database], None], T]] = {}

    @wraps(fill)
    def filled(database: Database, /, *given: P.args, **named: P.kwargs) -> T:
        key = (_digest(database), repr((given, sorted(named.items()))))
        if key not in remembered:
            told = fill(database, *given, **named)
            remembered[key] = (image(database), deepcopy(told))
            return told
        put_back, told = remembered[key]
        put_back(database)
        return deepcopy(told)

    return filled


def image(database: Database) -> Callable[[Database], None]:
    """Return what makes a database of the same kind, at the same schema, hold what this one holds now."""
    return (_sqlite if database.is_sqlite else _postgres)(database)


def _digest(database: Database) -> str:
    """Return what tells this content from every other."""
    with database.engine.connect() as connection:
        full = [str(row[0]) for row in connection.exec_driver_sql(FULL)]
        rows = [(name, sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}")))) for name in full]
    return hashlib.sha256(repr((database.engine.dialect.name, rows)).encode()).hexdigest()


def _sqlite(database: Database) -> Callable[[Database], None]:
    with _driver(database) as live:
        copied = type(live)(":memory:", check_same_thread=False)
        live.backup(copied)

    def put_back(to: Database) -> None:
        with _driver(to) as live:
            copied.backup(live)

    return put_back


def _postgres(database: Database) -> Callable[[Database], None]:
    with _driver(database) as live:
        rows: list[tuple[str, bytes]] = []
        for (name,) in live.execute(FULL).fetchall():
            with live.cursor().copy(f"COPY {name} TO STDOUT") as out:
                rows.append((name, b"".join(out)))
        counters = live.execute(COUNTERS).fetchall()

    def put_back(to: Database) -> None:
        # Neither triggers nor references are asked: they were when these rows were written.
        with _driver(to) as live:
            live.execute("SET LOCAL session_replication_role = replica")
            for (name,) in live.execute(FULL).fetchall():
                live.execute(f"DELETE FROM {name}")
            for name, written in rows:
                with live.cursor().copy(f"COPY {name} FROM STDIN") as into:
                    into.write(written)
            live.execute(ANEW)
            for name, last in counters:
                live.execute("SELECT setval(%s, %s)", (name, last))
            live.commit()

    return put_back


@contextmanager
def _driver(database: Database) -> Iterator[Any]:
    """Lend a connection of the driver's own."""
    lent = database.engine.raw_connection()
    try:
        yield lent.driver_connection
    finally:
        lent.close()
