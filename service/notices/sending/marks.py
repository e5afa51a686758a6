"""What became of a row, written down durably at once: one statement, on a connection kept at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Event
from types import TracebackType
from typing import Any, Self, cast

from sqlalchemy import Dialect, Executable, bindparam, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql.compiler import SQLCompiler

from service.db import Database, Moment
from service.kernel import crash
from service.notices.sending.claims import OURS, TABLE, THIS, Claim
from service.notices.tables import Post

COLUMNS = ("state", "sent_at", "attempts", "next_at", "error", "doubt", "token")
AHEAD = TABLE.alias("ahead")
IS_OURS = select(func.count()).where(
    AHEAD.c.id == bindparam("ahead_id"), AHEAD.c.token == bindparam("ahead_token"),
    AHEAD.c.state == Post.SENDING.value,
)
MARK = update(TABLE).where(THIS).values({name: bindparam(f"to_{name}") for name in COLUMNS}).returning(
    IS_OURS.scalar_subquery()
)
RENEW = update(TABLE).where(OURS).values(next_at=bindparam("until")).returning(TABLE.c.id)
# Between attempts to write down what became of a message that has gone; the database's own wait comes on top.
PATIENCE = (0.1, 0.5, 1.0, 2.0, 5.0)


STATEMENTS = {"mark": MARK, "is_ours": IS_OURS, "renew": RENEW}


@dataclass(frozen=True)
class Ready:
    """A statement in a database's own words: its text, the order of its values, and the fixed ones."""

    text: str
    order: tuple[str, ...]
    fixed: Mapping[str, Any]

    @classmethod
    def of(cls, statement: Executable, dialect: Dialect) -> Self:
        """Return the statement for a database."""
        compiled = cast(SQLCompiler, statement.compile(dialect=dialect))  # type: ignore[attr-defined]
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        return cls(str(compiled), tuple(compiled.positiontup or ()), fixed)


@lru_cache(maxsize=4)
def ready_for(dialect: Dialect) -> Mapping[str, Ready]:
    """Return every statement for a database."""
    return {name: Ready.of(one, dialect) for name, one in STATEMENTS.items()}


class Marks:
    """Marks rows, and says in the same breath whether the next row still is ours to send.

    Every message waits for its mark, so this goes past the Session, which would take twice the time
    of the write itself. PostgreSQL commits the one statement by itself; SQLite is told when to.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.dialect = database.engine.dialect
        driver = self.dialect.loaded_dbapi
        self.faults = (driver.OperationalError, driver.InterfaceError)
        self.moment = Moment()
        self.connection: Connection | None = None
        self.sql = ready_for(self.dialect)
        self.cursor: Any = None

    def __enter__(self) -> Self:
        """Return the marks; the connection is taken when first needed."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Give the connection back."""
        self._let_go()

    def mark(self, one: Claim, values: Mapping[str, Any], ahead: Claim | None) -> tuple[bool, bool]:
        """Set `values` and end the claim; return whether the row was ours, and whether `ahead` still is."""
        told = {f"to_{name}": self._plain(values.get(name)) for name in COLUMNS}
        told["to_doubt"], told["to_attempts"] = values.get("doubt", one.doubt), values.get("attempts", one.attempts)
        key = {"of_id": one.mailing.id, "of_token": one.token, **self._ahead(ahead)}
        found, again = self._done("mark", {**told, **key})
        if found:
            return True, found[0] == 1
        # A second try that finds nothing to mark: the first one took, though its answer was lost.
        return again, self.is_ours(ahead)

    def is_ours(self, one: Claim | None) -> bool:
        """Say whether the row still is to be sent by us; it may have been withdrawn, or claimed anew."""
        if one is None:
            return False
        found, _ = self._done("is_ours", self._ahead(one))
        return bool(found and found[0] == 1)

    def renew(self, token: str, until: datetime) -> None:
        """Hold what is left of a claim for longer."""
        self._done("renew", {"of_token": token, "until": self._plain(until)})

    def _ahead(self, one: Claim | None) -> dict[str, Any]:
        return {"ahead_id": one.mailing.id if one else 0, "ahead_token": one.token if one else ""}

    def _plain(self, value: Any) -> Any:
        return self.moment.process_bind_param(value, self.dialect) if isinstance(value, datetime) else value

    def _done(self, name: str, values: Mapping[str, Any]) -> tuple[Any, bool]:
        """Run one statement as a transaction of its own, again if the database was busy or gone for a while."""
        for number, seconds in enumerate((*PATIENCE, None)):
            try:
                return self._run(self.sql[name], values), number > 0
            except self.faults:
                self._let_go(broken=True)
                if seconds is None:
                    raise
                Event().wait(seconds)
        raise AssertionError("unreachable")

    def _run(self, statement: Ready, values: Mapping[str, Any]) -> Any:
        if self.connection is None:
            level: dict[str, Any] = {} if self.database.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
            self.connection = self.database.engine.connect().execution_options(**level)
            # One cursor for all: a new one each time costs a quarter of the statement.
            self.cursor = self.connection.connection.cursor()
        cursor = self.cursor
        given = {**statement.fixed, **values}
        if not self.database.is_sqlite:
            crash.point("delivery.before_mark_commit")
            cursor.execute(statement.text, given)
            return cursor.fetchone()
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(statement.text, tuple(given[name] for name in statement.order))
        found = cursor.fetchone()
        crash.point("delivery.before_mark_commit")
        cursor.execute("COMMIT")
        return found

    def _let_go(self, *, broken: bool = False) -> None:
        if self.connection is not None:
            if broken:
                self.connection.invalidate()
            self.connection.close()
            self.connection = self.cursor = None
