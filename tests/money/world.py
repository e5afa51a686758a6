"""An agreement in force, and what its people do about its money: two halves of a frame of 1 275 750 kronor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from service.db import Database
from service.economy.invoices.model import Actor, Credited, Handed, Paid, Settings
from service.economy.invoices.rules import Item
from service.economy.invoices.store import items_of
from service.lifecycle.money import invoices, payouts
from service.lifecycle.money.ground import actor_named
from service.lifecycle.money.settings import settle_economy
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.scheduler.sweep import sweep
from tests.builders import BY, begun_agreement, on

FIRST, SECOND = "invoice:2025-02-01", "invoice:2025-07-01"
NOW = on(2025, 7, 3, 9)
ECONOMIST, MANAGER = "Sofia Ek", "Anders Berg"
CREDITS = count(1)
NAMES = ("invoice", "payment", "paid")


@dataclass
class Money:
    """The agreement, and its invoices by key."""

    database: Database
    agreement: int

    def item(self, key: str = FIRST) -> Item:
        with self.database.read() as session:
            return [one for one in items_of(session, self.agreement) if one.key == key][-1]

    def owed(self, key: str = FIRST) -> str:
        with self.database.read() as session:
            return session.scalars(select(ObligationRow.state).where(
                ObligationRow.agreement_id == self.agreement, ObligationRow.key == key)).one()

    def hand_in(self, key: str = FIRST, now: datetime = NOW, by: Actor | None = None, **changed: Any) -> Item:
        item = self.item(key)
        given = {"number": f"F-{key[-10:]}", "issued_on": now.date(), "received_on": now.date(), "ore": item.expected_ore, **changed}
        with self.database.write() as session:
            return invoices.receive(session, item.id, Handed(**given), actor=by or Actor(person_id=None, name="Maria Holm"), now=now, by=BY)

    def approve(self, name: str = ECONOMIST, key: str = FIRST, now: datetime = NOW, reason: str = "", ore: int | None = None) -> Item:
        item = self.item(key)
        with self.database.write() as session:
            actor = actor_named(session, self.agreement, name, now.date())
            return invoices.approve(session, item.id, actor, reason=reason, ore=ore, now=now, by=name)

    def pay(self, ore: int | None = None, key: str = FIRST, now: datetime = NOW) -> Item:
        item = self.item(key)
        with self.database.write() as session:
            return invoices.pay(session, item.id, Paid(on=now.date(), ore=item.to_pay_ore if ore is None else ore), now=now, by=BY)

    def say(self, act: Any, text: str, key: str = FIRST, now: datetime = NOW) -> Item:
        item = self.item(key)
        with self.database.write() as session:
            made: Item = act(session, item.id, text, now=now, by=BY)
            return made

    def credit(self, ore: int, key: str = FIRST, now: datetime = NOW, number: str = "", vat_ore: int = 0) -> Item:
        item = self.item(key)
        with self.database.write() as session:
            return invoices.credit(session, item.id, Credited(number=number or f"K-{next(CREDITS)}", on=now.date(), ore=ore, vat_ore=vat_ore, reason="Fel antal."),
                                   now=now, by=BY)

    def claim(self, key: str, now: datetime = NOW, manager: bool = False, who: str = "", **changed: Any) -> Item:
        item = self.item(key)
        with self.database.write() as session:
            actor = actor_named(session, self.agreement, who, now.date()) if who else Actor(person_id=None, name="Sofia", manager=manager)
            return payouts.claim(session, item.id, Paid(**{"on": now.date(), "ore": item.expected_ore, **changed}), actor=actor, now=now,
                                 by=BY)

    def settle(self, *, manager: bool = False, **given: Any) -> None:
        with self.database.write() as session:
            settle_economy(session, self.agreement, Settings(**given), actor=Actor(person_id=None, name="Sofia", manager=manager),
                           now=NOW, by=BY)

    def sweep(self, now: datetime) -> list[tuple[str, str]]:
        """Make a pass; return what was written on it about money: notice and addressee."""
        sweep(self.database, now=lambda: now)
        return self.written(now)

    def written(self, now: datetime) -> list[tuple[str, str]]:
        """Return what was written at a moment about money: notice and addressee."""
        with self.database.read() as session:
            rows = session.execute(select(OutboxRow.name, OutboxRow.to_email).where(OutboxRow.created_at == now))
            return sorted((name, email.partition("@")[0]) for name, email in rows if name.startswith(NAMES))

    def waiting(self) -> set[str]:
        """Return the notices about money that wait to be sent."""
        with self.database.read() as session:
            return {name for name in session.scalars(select(OutboxRow.name).where(OutboxRow.state == "waiting"))
                    if name.startswith(NAMES)}


def made(database: Database, begun: date = date(2025, 2, 3), **changed: Any) -> Money:
    """Take in an agreement, sign it and let it begin."""
    return Money(database, begun_agreement(database, begun, **changed))
