"""How the installation fares, as whoever runs it needs to know."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import distributions, version
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from service.db import Database
from service.notices.tables import OutboxRow
from service.scheduler.health import Health, health
from service.scheduler.tables import HeartbeatRow, TroubleRow
from service.schema import current, head
from service.settings import Settings

LOW_DISK = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything at one moment; sizes in bytes, `disk_free` None where it cannot be known."""

    health: Health
    beats: list[HeartbeatRow]
    troubles: list[TroubleRow]
    oldest_due: datetime | None
    database: str
    database_size: int
    schema: str | None
    newest_schema: str
    disk_free: int | None
    disk_size: int | None
    version: str
    python: str
    timezones: str

    @property
    def disk_low(self) -> bool:
        """Say whether less than a tenth of the disk is left."""
        return self.disk_free is not None and bool(self.disk_size) and self.disk_free < LOW_DISK * (self.disk_size or 1)


def status(session: Session, database: Database, settings: Settings, now: datetime) -> Status:
    """Look at clock, mail, database and disk."""
    free, size = _disk(settings)
    return Status(
        health=health(session, now, dead_after=timedelta(seconds=settings.dead_after_seconds)),
        beats=list(session.scalars(select(HeartbeatRow).order_by(HeartbeatRow.name))),
        troubles=list(session.scalars(select(TroubleRow).order_by(TroubleRow.at.desc()).limit(50))),
        oldest_due=session.scalars(select(func.min(OutboxRow.next_at)).where(OutboxRow.next_at <= now)).one(),
        database="SQLite" if database.is_sqlite else "PostgreSQL", database_size=_size(session, database),
        schema=current(database), newest_schema=head(), disk_free=free, disk_size=size, version=version("overens"),
        python=platform.python_version(), timezones=version("tzdata"))


def _size(session: Session, database: Database) -> int:
    if database.is_sqlite:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
        return int(pages) * int(session.execute(text("PRAGMA page_size")).scalar_one())
    return int(session.execute(text("SELECT pg_database_size(current_database())")).scalar_one())


def _disk(settings: Settings) -> tuple[int | None, int | None]:
    url = make_url(settings.database_url)
    folder = Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else Path(settings.backup_folder)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        found = shutil.disk_usage(folder)
    except OSError:
        return None, None
    return found.free, found.total


@dataclass(frozen=True, slots=True)
class Library:
    """A library that the service stands on."""

    name: str
    version: str
    licence: str


def libraries() -> list[Library]:
    """Return what is installed, with the licences as the libraries state them."""
    found = {}
    for one in distributions():
        said = one.metadata.get_all
        stated = (line.rpartition(":: ")[2] for line in said("Classifier") or () if line.startswith("License ::"))
        licence = next(iter((*(said("License-Expression") or ()), *stated, *(said("License") or ()), "")))
        name = one.metadata["Name"]
        found[name.lower()] = Library(name, one.version, licence.split("\n")[0][:60])
    return [found[name] for name in sorted(found)]
