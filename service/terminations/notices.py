"""Notices about a notice of termination."""

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
from service.terminations.rules import Item, reckon
from service.terminations.words import explained


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date, facts: Mapping[str, Any] | None = None) -> Letter:
    """Return the letter; before the notice was received its last day is what it would be if that were today."""
    names = {party.id: party.name for party in cast.every}
    found = reckon(item.received_on or today, item.right)
    told = {
        "termination_id": item.id, "by": names.get(item.party_id), "signer": item.signer, "given_on_day": item.given_on.isoformat(),
        "received": item.received_on.isoformat() if item.received_on else None, "last": found.last.isoformat(),
        "explained": {"sv": explained(found, "sv"), "en": explained(found, "en")},
        "waiting_for": [names[one] for one in item.waiting if one in names], "reason": item.withdraw_reason,
    }
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.day, clause=item.clause,
                  link=f"/uppsagningar/{item.id}", today=today, facts={**told, **(facts or {})})


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, now: datetime, named: Sequence[int] = (),
    facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the notice."""
    owed = Owed(name=name, to=to, rung="now", given_on=local_day(now), named=tuple(named))
    return compose(item, owed, brief, cast, today=local_day(now), facts=facts)
