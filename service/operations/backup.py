"""Copies of the database, made while it runs and looked through before they count."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import URL, Engine

from service.db import Database
from service.kernel.errors import Refusal
from service.settings import Settings

MARK = "overens-"
STAMP = "%Y%m%dT%H%M%S%fZ"
PATIENCE = 600


class NoTool(Refusal):
    """PostgreSQL's own program pg_dump is missing here; install it, or copy with what your database host offers."""

    sv = "PostgreSQL:s eget program pg_dump finns inte här; installera det, eller kopiera med det som er databasvärd erbjuder."
    status = 409


class NotCopied(Refusal):
    """The copy could not be made: {why}"""

    sv = "Kopian kunde inte göras: {why}"
    status = 409


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy on the disk."""

    name: str
    size: int
    made_at: datetime


def copies(settings: Settings) -> list[Copy]:
    """Return the copies there are, the latest first."""
    folder = Path(settings.backup_folder)
    found = []
    for one in sorted(folder.glob(f"{MARK}*"), reverse=True) if folder.is_dir() else []:
        try:
            made_at = datetime.strptime(one.stem.removeprefix(MARK), STAMP).replace(tzinfo=UTC)
        except ValueError:
            # Begun and not finished, or put there by hand: none of ours.
            continue
        found.append(Copy(one.name, one.stat().st_size, made_at))
    return found


def back_up(database: Database, settings: Settings, now: datetime) -> Copy:
    """Make a copy, look it through, and return it; nothing is left behind of one that failed."""
    folder = Path(settings.backup_folder)
    suffix = "sqlite" if database.is_sqlite else "dump"
    target = folder / f"{MARK}{now.astimezone(UTC):{STAMP}}.{suffix}"
    part = target.with_name(target.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if database.is_sqlite:
            _sqlite(database, part)
        else:
            _postgresql(database, part)
        part.chmod(0o600)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise NotCopied(why=str(error)) from None
    finally:
        if part.exists():
            part.unlink()
    return Copy(target.name, target.stat().st_size, now)


def _sqlite(database: Database, part: Path) -> None:
    connection = database.engine.raw_connection()
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
    finally:
        connection.close()
    made = create_engine(URL.create("sqlite", database=str(part)))
    try:
        _look_through(database.engine, made)
    finally:
        made.dispose()


def _look_through(original: Engine, made: Engine) -> None:
    with made.connect() as copy, original.connect() as source:
        told = copy.execute(text("PRAGMA integrity_check")).scalar_one()
        if told != "ok":
            raise NotCopied(why=str(told))
        if inspect(copy).get_table_names() != inspect(source).get_table_names():
            raise NotCopied(why="tables are missing")
        newest = "SELECT version_num FROM alembic_version"
        if copy.execute(text(newest)).scalar_one() != source.execute(text(newest)).scalar_one():
            raise NotCopied(why="the schema differs")


def _postgresql(database: Database, part: Path) -> None:
    tool = shutil.which("pg_dump")
    if tool is None:
        raise NoTool
    url = database.engine.url.set(drivername="postgresql")
    # The password goes by the environment: arguments can be read by everyone on the machine.
    env = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    shown = url.set(password=None).render_as_string(hide_password=False)
    told = subprocess.run([tool, "--format=custom", f"--file={part}", f"--dbname={shown}"], env=env, capture_output=True,
                          text=True, timeout=PATIENCE, check=False)
    if told.returncode != 0:
        raise NotCopied(why=told.stderr.strip().splitlines()[-1] if told.stderr.strip() else f"pg_dump {told.returncode}")
