"""Notices about a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.agreements.store import Brief
from service.followup.reports.rules import Item, is_noted
from service.kernel.clock import local_day
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date, facts: Mapping[str, Any] | None = None,
            revision: int | None = None) -> Letter:
    """Return the letter that a notice about the report comes to."""
    names = {party.id: party.name for party in cast.parties}
    told = {
        "report_id": item.id, "kind": item.kind, "first": item.first.isoformat(), "last": item.last.isoformat(),
        "owed_by": [names[one] for one in item.owing if one in names], "delivered_on": item.since.isoformat() if item.since else None,
        "too_late": item.late, "noted": is_noted(item.kind), "days_left": (item.day - today).days, "comment": item.comment,
        "again": False,
    }
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.day, clause=item.clause,
                  link=f"/reports/{item.id}", today=today, facts={**told, **(facts or {})}, revision=revision)


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, named: Sequence[int], now: datetime, revision: int,
    facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the report; `revision` counts its deliveries."""
    owed = Owed(name=name, to=to, rung="now", given_on=local_day(now), named=tuple(named))
    return compose(item, owed, brief, cast, today=local_day(now), facts=facts, revision=revision)
