"""Bringing the database to the schema that this version needs."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from service.db import Database
from service.kernel.errors import Refusal


class OldSchema(Refusal):
    """The database is not at this version's schema; run: overens migrate"""

    sv = "Databasen har inte den här versionens tabeller; kör: overens migrate"
    status = 500


def _config() -> Config:
    config = Config()
    with as_file(files("migrations")) as folder:
        config.set_main_option("script_location", str(folder))
    return config


@lru_cache(maxsize=1)
def head() -> str:
    """Return the newest revision, looked up once: the files do not change while a process runs."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None
    return newest


def current(database: Database) -> str | None:
    """Return the revision the database is at, None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(database: Database, target: str = "head") -> None:
    """Move the database to revision `target`, up or down, in one transaction."""
    config = _config()
    with database.change_schema() as connection:
        config.attributes["connection"] = connection
        now_at = MigrationContext.configure(connection).get_current_revision()
        down = target == "base" or (target != "head" and now_at is not None and target < now_at)
        (command.downgrade if down else command.upgrade)(config, target)


def ensure_current(database: Database) -> None:
    """Refuse to work on a database of another version."""
    if current(database) != head():
        raise OldSchema
