"""An agreement with lists, and shifts to tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from service.db import Database
from service.followup.shifts.actions import log
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind, Told
from service.kernel.clock import moment
from tests.web.world import BY, signed

NOW = moment(date(2026, 9, 21), 9)
FRIDAY = date(2026, 9, 18)


@dataclass(frozen=True)
class Bus:
    """An agreement and its words by name."""

    id: int
    words: dict[str, int]

    def told(self, **changed: Any) -> Told:
        """Return a Friday night at the square, with what is changed."""
        usual: dict[str, Any] = {"day": FRIDAY, "start": time(20), "end": time(2), "staff": 4, "places": (self.words["Järntorget"],)}
        return Told(**{**usual, **changed})


def bus(database: Database) -> Bus:
    """Sign an agreement and set up its lists."""
    number = signed(database)
    words: dict[str, int] = {}
    with database.write() as session:
        for kind, names in ((Kind.PLACE, ("Järntorget", "Majorna")), (Kind.EVENT, ("Samtal", "Bråk")), (Kind.GROUP, ("Unga 13–17", "Vuxna"))):
            words |= dict(zip(names, add(session, number, kind, names, now=NOW, by=BY), strict=True))
    return Bus(number, words)


def kept(database: Database, agreement: int, told: Told, *, now: datetime = NOW, **more: Any) -> int:
    """Log a shift."""
    with database.write() as session:
        return log(session, agreement, told, author="Maria Holm", now=now, by=BY, **more)
