"""Notices about a dispute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.agreements.store import Brief
from service.disputes.rules import Item
from service.kernel.clock import local_day
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date, facts: Mapping[str, Any] | None = None) -> Letter:
    """Return the letter that a notice about the dispute comes to."""
    names = {party.id: party.name for party in cast.every}
    told = {
        "dispute_id": item.id, "about": item.about, "why": item.why, "opened_by": names.get(item.opened_by, ""),
        "opened_on": item.opened_on.isoformat(), "forum": item.forum, "stated": item.stated,
        "waiting_for": [names[one] for one in item.waiting if one in names],
    }
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.day, clause=item.clause,
                  link=f"/disputes/{item.id}", today=today, facts={**told, **(facts or {})})


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, now: datetime, rung: str, named: Sequence[int] = (),
    facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the dispute; `rung` tells those of the same kind apart."""
    owed = Owed(name=name, to=to, rung=rung, given_on=local_day(now), named=tuple(named))
    return compose(item, owed, brief, cast, today=local_day(now), facts=facts)
