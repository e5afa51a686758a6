"""The database: engine, sessions, column types. The one place that commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from types import ModuleType
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Engine,
    Executable,
    Integer,
    MetaData,
    Select,
    Text,
    bindparam,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import DateTime, TypeDecorator, TypeEngine

from service.kernel import clock

try:
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:
    import sqlite3 as sqlite_module

# Between 3.7.0 and 3.51.2 two connections that write and checkpoint at once can corrupt a WAL.
SAFE_WAL = (3, 51, 3)
WRITES = "overens_writes"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def due_by(query: Select[*tuple[Any, ...]], row: Any, now: datetime, limit: int) -> Select[*tuple[Any, ...]]:
    """Return `query` for at most `limit` rows that are due, the longest waiting first, claimed; what others have claimed is left.

    `row` is the table with `next_at`; what is joined to it is read without a lock.
    """
    due = query.where(row.next_at <= now).order_by(row.next_at).limit(limit)
    return due.with_for_update(key_share=True, of=row, skip_locked=True)


def among(column: Any) -> ColumnElement[bool]:
    """Return the condition that a column is one of the `ids` that are given when a statement, made once, is executed."""
    return cast("ColumnElement[bool]", column.in_(bindparam("ids", expanding=True)))


@lru_cache(maxsize=4096)
def stored_text(moment: datetime) -> str:
    """Return an aware moment as SQLite keeps it: UTC, so wide always that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Moment(TypeDecorator[datetime]):
    """A point in time: refuses naive values, comes back as aware UTC on every database."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        return stored_text(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


Id = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: Moment(), str: Text()}


class ForMany:
    """One statement for many rows: compiled once for each kind of database, then the driver's own.

    The rows give every bound name. Only numbers, texts, booleans and moments pass this way.
    """

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        self._compiled: dict[str, tuple[str, list[str] | None]] = {}

    def run(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> int:
        """Execute for each row; return how many rows of the table were touched."""
        connection = session.connection()
        sql, order = self._for(connection.dialect)
        if order is None:
            return connection.exec_driver_sql(sql, [dict(row) for row in rows]).rowcount
        given = [
            tuple([stored_text(value) if isinstance(value := row[name], datetime) else value for name in order])
            for row in rows
        ]
        return connection.exec_driver_sql(sql, given).rowcount

    def _for(self, dialect: Dialect) -> tuple[str, list[str] | None]:
        if dialect.name not in self._compiled:
            made: Any = self.statement.compile(dialect=dialect)  # type: ignore[attr-defined]
            self._compiled[dialect.name] = (str(made), list(made.positiontup) if made.positional else None)
        return self._compiled[dialect.name]


class Database:
    """One database, SQLite or PostgreSQL, and the only way to a transaction."""

    def __init__(self, url: str | URL, *, busy_seconds: float = 10.0, pool_size: int = 5, scratch: bool = False) -> None:
        """Open the database at `url`; a `scratch` one may be lost with its process, so nothing waits for the disk."""
        self.url = make_url(url)
        self.sqlite_version: tuple[int, ...] | None = None
        if self.url.get_backend_name() == "sqlite":
            self.engine = self._sqlite(busy_seconds, scratch)
        else:
            self.engine = create_engine(
                self.url.set(drivername="postgresql+psycopg"), pool_size=pool_size, pool_pre_ping=True, hide_parameters=True
            )
        # A transaction of PostgreSQL's usual kind sees what is newest statement by statement, as those do that are in none: pages are
        # spared its beginning and its end. SQLite's sees all of one moment.
        self._apart = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is SQLite."""
        return self.engine.dialect.name == "sqlite"

    def _sqlite(self, busy_seconds: float, scratch: bool) -> Engine:
        module: ModuleType = sqlite_module
        self.sqlite_version = tuple(module.sqlite_version_info)
        wal = self.sqlite_version >= SAFE_WAL
        engine = create_engine(
            self.url.set(drivername="sqlite"),
            module=module,
            # What people wrote, and digests of what they keep secret, must not reach the log with a fault.
            hide_parameters=True,
            connect_args={"timeout": busy_seconds, "check_same_thread": False},
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: Any, _record: Any) -> None:
            connection.isolation_level = None
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
            cursor.execute(f"PRAGMA synchronous = {'OFF' if scratch else 'FULL'}")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute("PRAGMA cache_size = -32000")
            cursor.close()

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # A transaction that turns from reading to writing fails at once in spite of the busy
            # timeout, so writers say so from the start.
            writes = connection.get_execution_options().get(WRITES)
            # Not by the driver's own cursor: whoever waits for a locked database is to be told as of any other statement.
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        return engine

    @contextmanager
    def read(self, *, apart: bool = False) -> Iterator[Session]:
        """Open a session that leaves nothing behind; `apart` spares PostgreSQL a transaction around its statements."""
        with Session(self._apart if apart else self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session whose work is committed whole, or undone whole."""
        engine = self.engine.execution_options(**{WRITES: True})
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def change_schema(self) -> Iterator[Connection]:
        """Open a connection for a migration; one at a time, whole or not at all."""
        with self.engine.connect().execution_options(**{WRITES: True}) as connection:
            if self.is_sqlite:
                # Outside the transaction, where alone SQLite heeds it: tables are rebuilt by name.
                raw = connection.connection.cursor()
                raw.execute("PRAGMA foreign_keys = OFF")
            else:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7385)")
            yield connection
            connection.commit()
            if self.is_sqlite:
                raw.execute("PRAGMA foreign_keys = ON")

    def now(self) -> datetime:
        """Return this moment by the clock that all processes on this database share."""
        if self.is_sqlite:
            return clock.now()
        with self._apart.connect() as connection:
            told: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return told.astimezone(UTC)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
