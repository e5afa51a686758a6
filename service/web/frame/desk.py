"""What every page stands on: settings, database and clock of the application that serves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app, g

from service.db import Database
from service.kernel.clock import local_day
from service.settings import Settings

NAME = "overens"


@dataclass(frozen=True)
class Desk:
    """One application's settings, database and clock."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime]


def desk() -> Desk:
    """Return the desk of the application that serves this request."""
    found: Desk = current_app.extensions[NAME]
    return found


def now() -> datetime:
    """Return the moment of this request: read once, the same throughout it."""
    if "now" not in g:
        g.now = desk().clock()
    moment: datetime = g.now
    return moment


def today() -> date:
    """Return the day of this request in Stockholm."""
    return local_day(now())
