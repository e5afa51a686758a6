"""What became of a row, written down durably at once: one statement, on a connection kept at hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from threading import Event
from types import TracebackType
from typing import Any, Self

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection

from service.db import Database, Moment
from service.kernel import crash
from service.notices.claims import TABLE, THIS, Claim
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
# Between attempts to write down what became of a message that has gone; the database's own wait comes on top.
PATIENCE = (0.1, 0.5, 1.0, 2.0, 5.0)


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
        self.mark_sql, self.mark_order = self._compiled(MARK)
        self.ours_sql, self.ours_order = self._compiled(IS_OURS)

    def __enter__(self) -> Self:
        """Return the marks; the connection is taken when first needed."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Give the connection back."""
        self._let_go()

    def mark(self, one: Claim, values: Mapping[str, Any], ahead: Claim | None) -> tuple[bool, bool]:
        """Set `values` and end the claim; return whether the row was ours, and whether `ahead` still is."""
        told = {f"to_{name}": self._plain(values.get(name)) for name in COLUMNS}
        told["to_doubt"] = values.get("doubt", one.doubt)
        key = {"of_id": one.mailing.id, "of_token": one.token, **self._ahead(ahead)}
        found, again = self._done(self.mark_sql, self.mark_order, {**told, **key})
        if found:
            return True, found[0] == 1
        # A second try that finds nothing to mark: the first one took, though its answer was lost.
        return again, self.is_ours(ahead)

    def is_ours(self, one: Claim | None) -> bool:
        """Say whether the row still is to be sent by us; it may have been withdrawn, or claimed anew."""
        if one is None:
            return False
        found, _ = self._done(self.ours_sql, self.ours_order, self._ahead(one))
        return bool(found and found[0] == 1)

    def _ahead(self, one: Claim | None) -> dict[str, Any]:
        return {"ahead_id": one.mailing.id if one else 0, "ahead_token": one.token if one else ""}

    def _plain(self, value: Any) -> Any:
        return self.moment.process_bind_param(value, self.dialect) if isinstance(value, datetime) else value

    def _compiled(self, statement: Any) -> tuple[str, list[str]]:
        compiled = statement.compile(dialect=self.dialect)
        self.fixed = {name: value for name, value in compiled.params.items() if value is not None}
        return str(compiled), compiled.positiontup or []

    def _done(self, sql: str, order: list[str], values: dict[str, Any]) -> tuple[Any, bool]:
        """Run one statement as a transaction of its own, again if the database was busy or gone for a while."""
        for number, seconds in enumerate((*PATIENCE, None)):
            try:
                return self._run(sql, order, values), number > 0
            except self.faults:
                self._let_go(broken=True)
                if seconds is None:
                    raise
                Event().wait(seconds)
        raise AssertionError("unreachable")

    def _run(self, sql: str, order: list[str], values: dict[str, Any]) -> Any:
        if self.connection is None:
            engine = self.database.engine
            level = {} if self.database.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
            self.connection = engine.execution_options(**level).connect()
        cursor = self.connection.connection.cursor()
        params = {**self.fixed, **values}
        if not self.database.is_sqlite:
            crash.point("delivery.before_mark_commit")
            cursor.execute(sql, params)
            return cursor.fetchone()
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(sql, [params[name] for name in order])
        found = cursor.fetchone()
        crash.point("delivery.before_mark_commit")
        cursor.execute("COMMIT")
        return found

    def _let_go(self, *, broken: bool = False) -> None:
        if self.connection is not None:
            if broken:
                self.connection.invalidate()
            self.connection.close()
            self.connection = None
