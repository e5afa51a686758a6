"""Notices about a breach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.agreements.store import Brief
from service.breaches.rules import Item
from service.kernel.clock import local_day
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date, facts: Mapping[str, Any] | None = None) -> Letter:
    """Return the letter that a notice about the breach comes to."""
    names = {party.id: party.name for party in cast.parties}
    told = {
        "breach_id": item.id, "notified_by": names.get(item.notified_by, ""), "against": names.get(item.against, ""),
        "notified_on": item.notified_on.isoformat(), "undertaking": item.undertaking, "what": item.what,
        "since": item.since.isoformat(), "days": item.days, "at_once": item.at_once,
        "rectify_by": item.rectify_by.isoformat() if item.rectify_by else None,
    }
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.rectify_by or item.notified_on, clause=item.clause,
                  link=f"/breaches/{item.id}", today=today, facts={**told, **(facts or {})})


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, now: datetime, named: Sequence[int] = (), rung: str = "now",
    facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the breach."""
    owed = Owed(name=name, to=to, rung=rung, given_on=local_day(now), named=tuple(named))
    return compose(item, owed, brief, cast, today=local_day(now), facts=facts)
