"""Notices about a claim of repayment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.agreements.store import Brief
from service.kernel.clock import local_day
from service.kernel.money import sek
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast
from service.repayments.rules import Item


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date, facts: Mapping[str, Any] | None = None) -> Letter:
    """Return the letter that a notice about the claim comes to."""
    names = {party.id: party.name for party in cast.every}
    part = item.next_part
    told = {
        "repayment_id": item.id, "ground": item.ground, "amount": plain(item.ore), "left": plain(item.left_ore),
        "waived": plain(item.waived_ore) if item.waived_ore else None, "why": item.why,
        "claimed_by": names.get(item.claimed_by, ""), "owed_by": names.get(item.against, ""),
        "claimed_on": item.claimed_on.isoformat(), "due_on": part.due_on.isoformat() if part else None,
        "due_amount": plain(part.ore) if part else None,
        "parts": [{"due_on": one.due_on.isoformat(), "amount": plain(one.ore)} for one in item.instalments],
    }
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.day, clause=item.clause,
                  link=f"/repayments/{item.id}", today=today, facts={**told, **(facts or {})})


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, named: Sequence[int], now: datetime, rung: str,
    facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the claim; `rung` tells those of the same kind apart."""
    owed = Owed(name=name, to=to, rung=rung, given_on=local_day(now), named=tuple(named))
    return compose(item, owed, brief, cast, today=local_day(now), facts=facts)


def plain(ore: int) -> str:
    """Return öre as SEK in digits, without decimals where there are none."""
    return f"{sek(ore):.2f}".removesuffix(".00")
