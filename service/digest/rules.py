"""When the weekly mail goes, and what it is made of; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from service.kernel.calendar import sent_after
from service.kernel.clock import local_day
from service.obligations.reminders.ladders import Act, Owed
from service.parties.model import Audience

NAME = "weekly"
# More than this is a list that nobody reads: the rest is counted.
MOST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A person whose weekly mail is due; `wanted` is False for who has asked for single ones since."""

    id: int
    name: str
    email: str
    language: str
    wanted: bool
    agreement_id: int = 0

    @property
    def subject(self) -> str:
        """What troubles are noted under."""
        return f"person {self.id}"


def next_weekly(now: datetime) -> datetime:
    """Return when the next weekly mail goes: Monday 08:00, or the working day after a Monday that is a holiday."""
    monday = local_day(now) - timedelta(days=local_day(now).weekday())
    while sent_after(monday) <= now:
        monday += timedelta(days=7)
    return sent_after(monday)


def act(item: Item, now: datetime) -> Act:
    """Return the weekly mail that is owed now, and when the next is due."""
    today = local_day(now)
    return Act(next_at=next_weekly(now) if item.wanted else None,
               owed=(Owed(name=NAME, to=Audience(()), rung=str(today), given_on=today),))
