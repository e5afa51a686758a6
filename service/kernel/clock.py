"""The one place that reads the clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from functools import lru_cache
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Return seconds on a clock that never goes back; for measuring durations only."""
    return time.monotonic()


@lru_cache(maxsize=65536)
def moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return the moment when Stockholm's clocks show `hour`:`minute` on `day`, in UTC.

    In the spring gap the later reading is taken, in the autumn fold the first.
    """
    return datetime.combine(day, time_of_day(hour, minute), STOCKHOLM).astimezone(UTC)


def local_day(at: datetime) -> date:
    """Return the day it is in Stockholm at the moment `at`."""
    return at.astimezone(STOCKHOLM).date()


def local(at: datetime) -> datetime:
    """Return `at` as Stockholm's clocks show it."""
    return at.astimezone(STOCKHOLM)


def stamp(at: datetime) -> str:
    """Return `at` as ISO 8601 to the second with Stockholm's offset."""
    return at.astimezone(STOCKHOLM).replace(microsecond=0).isoformat()
