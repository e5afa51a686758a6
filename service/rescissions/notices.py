"""Notices about a rescission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from service.agreements.store import Brief
from service.kernel.clock import local_day
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast
from service.rescissions.rules import Item


def compose(
    item: Item, owed: Owed, brief: Brief, cast: Cast, *, clause: str, now: datetime, facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return the letter that a notice about the rescission comes to; without facts of its own it asks for an answer."""
    names = {party.id: party.name for party in cast.parties}
    told = {
        "rescission_id": item.id, "party": names.get(item.party_id, ""), "declared_by": item.declared_by,
        "declared_on": item.declared_on.isoformat(), "effective_on": item.effective_on.isoformat(), "reason": item.reason,
        "outside": item.outside, "in_effect": now >= item.from_when,
    }
    asks = {"outcome": "claimed", "text": None}
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.effective_on, clause=clause,
                  link=f"/rescissions/{item.id}", today=local_day(now), facts={**told, **(asks if facts is None else facts)})


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, clause: str, now: datetime, rung: str = "now",
    named: Sequence[int] = (), facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the rescission."""
    owed = Owed(name=name, to=to, rung=rung, given_on=local_day(now), named=tuple(named))
    return compose(item, owed, brief, cast, clause=clause, now=now, facts=facts or {})
