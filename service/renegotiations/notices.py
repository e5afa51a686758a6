"""Notices about a renegotiation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.agreements.store import Brief
from service.kernel.clock import local_day
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast
from service.renegotiations.rules import Item


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date, facts: Mapping[str, Any] | None = None) -> Letter:
    """Return the letter that a notice about the renegotiation comes to."""
    names = {party.id: party.name for party in cast.every}
    told = {
        "renegotiation_id": item.id, "about": item.about, "why": item.why, "provision": item.provision,
        "asked_by": names.get(item.asked_by) if item.asked_by is not None else None, "asked_on": item.asked_on.isoformat(),
        "waiting_for": [names[one] for one in item.waiting if one in names],
    }
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.day, clause=item.clause,
                  link=f"/renegotiations/{item.id}", today=today, facts={**told, **(facts or {})})


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, now: datetime, named: Sequence[int] = (),
    facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the renegotiation."""
    owed = Owed(name=name, to=to, rung="now", given_on=local_day(now), named=tuple(named))
    return compose(item, owed, brief, cast, today=local_day(now), facts=facts)
