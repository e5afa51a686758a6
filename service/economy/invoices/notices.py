"""Notices about an invoice or payout."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from service.agreements.store import Brief
from service.economy.invoices.rules import Item
from service.kernel.clock import local_day
from service.kernel.money import sek
from service.notices.owe import Letter
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast

TO_PAY = ("payment_due", "payment_overdue")


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, today: date, facts: Mapping[str, Any] | None = None) -> Letter:
    """Return the letter that a notice about the invoice comes to; its day is by when it is to be handed in, or paid."""
    pays = owed.name in TO_PAY and item.due_on is not None
    told = {
        "invoice_id": item.id, "kind": item.kind, "first": item.first.isoformat(), "last": item.last.isoformat(),
        "number": item.number, "amount": plain(item.net_ore + item.vat_ore - item.credited_vat_ore) if item.ore is not None else None,
        "expected": plain(item.expected_ore), "left": plain(item.to_pay_ore) if item.ore is not None else None,
        "approved": item.state in ("approved", "paid"), "handed_in": item.ore is not None,
        "due_on": item.due_on.isoformat() if item.due_on else None,
        "payer": _name(cast, "public"), "payee": _name(cast, "civil", item.party_id),
    }
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.due_on if pays and item.due_on else item.day,
                  clause=item.clause, link=f"/fakturor/{item.id}", today=today, facts={**told, **(facts or {})})


def at_once(
    name: str, item: Item, brief: Brief, cast: Cast, *, to: Audience, now: datetime, rung: str,
    facts: Mapping[str, Any] | None = None,
) -> Letter:
    """Return a letter about what just happened to the invoice; `rung` tells those of the same kind apart."""
    owed = Owed(name=name, to=to, rung=rung, given_on=local_day(now))
    return compose(item, owed, brief, cast, today=local_day(now), facts=facts)


def plain(ore: int | None) -> str | None:
    """Return öre as SEK in digits, without decimals where there are none."""
    return None if ore is None else f"{sek(ore):.2f}".removesuffix(".00")


def _name(cast: Cast, role: str, party_id: int | None = None) -> str:
    mine = [one for one in cast.parties if one.role == role]
    return next((one.name for one in mine if one.id == party_id), mine[0].name if mine else "")
