"""What commands share: the settings, the database at its right schema, the clock, JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.engine import make_url

from service.cli.words import say
from service.db import Database
from service.kernel.errors import BadInput
from service.schema import ensure_current
from service.settings import Settings, load

OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Office:
    """An open database and the settings it was opened with."""

    settings: Settings
    database: Database

    @property
    def now(self) -> Callable[[], datetime]:
        """Return the clock that all processes on this database share."""
        return self.database.now


def database_of(settings: Settings) -> Database:
    """Open the configured database; make the folder of a SQLite file if it is missing."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return Database(url, busy_seconds=settings.busy_seconds)


@contextmanager
def office(*, schema: bool = True) -> Iterator[Office]:
    """Open the office for a command; refuse a database of another version."""
    settings = load()
    database = database_of(settings)
    try:
        if schema:
            ensure_current(database)
        yield Office(settings, database)
    finally:
        database.close()


def by(party: str | None = None) -> str:
    """Name who acts: the operator, for a party if one is named."""
    return OPERATOR if party is None else f"{OPERATOR} for {party}"


def echo_json(value: Any) -> None:
    """Print JSON, alone, on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def note(sv: str, en: str) -> None:
    """Print a note on standard error."""
    click.echo(say(sv, en), err=True)


def read_text(path: Path) -> str:
    """Return the text of a file; raise BadInput if it cannot be read as UTF-8."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise BadInput(why=f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(why=say(f"{path}: filen är inte text i UTF-8", f"{path}: the file is not text in UTF-8")) from None


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> date:
        """Return the day, or say what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(say(f"{value!r} är ingen dag; skriv den som 2025-10-31.",
                          f"{value!r} is not a day; write it like 2025-10-31."), param, context)


DAY = Day()
