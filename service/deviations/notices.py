"""Notices about a deviation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from service.agreements.store import Brief
from service.deviations.rules import Item
from service.kernel.clock import local_day
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date, facts: Mapping[str, Any] | None = None) -> Letter:
    """Return the letter that a notice about the deviation comes to."""
    names = {party.id: party.name for party in cast.every}
    told = {
        "deviation_id": item.id, "kind": item.kind, "post": item.post, "what": item.what, "why": item.why,
        "sek": _plain(item.sek), "percent": _plain(item.percent), "changes_on": item.changes_on.isoformat(),
        "reported_by": names.get(item.reported_by) if item.reported_by is not None else None,
        "reported_on": item.reported_on.isoformat(), "passed": today >= item.changes_on,
        "waiting_for": [names[one] for one in item.waiting if one in names],
    }
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.changes_on, clause=item.clause,
                  link=f"/deviations/{item.id}", today=today, facts={**told, **(facts or {})})


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, now: datetime, named: Sequence[int] = (),
    facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the deviation."""
    owed = Owed(name=name, to=to, rung="now", given_on=local_day(now), named=tuple(named))
    return compose(item, owed, brief, cast, today=local_day(now), facts=facts)


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}".removesuffix(".00")
