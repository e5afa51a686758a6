"""An agreement of which half is paid and which is then rescinded, and what its people do about the money and what they disagree on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from service.agreements.states import Step
from service.agreements.tables import AgreementRow
from service.db import Database
from service.kernel.clock import moment
from service.lifecycle.repaying import repayments
from service.lifecycle.steps import take
from service.lifecycle.talks import disputes
from service.notices.tables import OutboxRow
from service.parties.store import cast
from service.repayments.model import Claim, Ground, Instalment
from service.repayments.rules import Item, monthly
from service.repayments.store import get_item
from service.scheduler.sweep import sweep
from tests.builders import BY, on
from tests.money.world import Money, made

PAID = 579_886_36
LAST = date(2025, 7, 31)
NOW = on(2025, 8, 4, 9)
DUE = date(2025, 9, 30)


@dataclass
class Repaying:
    """The agreement and its parties by role."""

    database: Database
    agreement: int
    parties: dict[str, int]

    def claim(self, ore: int = 300_000_00, *, ground: Ground = Ground.FULL, times: int = 1, now: datetime = NOW, role: str = "public",
              parts: tuple[Instalment, ...] = (), why: str = "Hävning.") -> int:
        with self.database.write() as session:
            return repayments.claim(session, self.agreement, Claim(
                against=self.parties["civil"], ground=ground, ore=ore, why=why, instalments=parts or monthly(ore, DUE, times)),
                party_id=self.parties[role], now=now, by=BY)

    def do(self, act: Any, number: int, *given: Any, now: datetime = NOW, **more: Any) -> Item:
        with self.database.write() as session:
            found: Item = act(session, number, *given, now=now, by=BY, **more)
            return found

    def pay(self, number: int, ore: int, now: datetime = NOW) -> Item:
        return self.do(repayments.pay, number, on=now.date(), ore=ore, now=now)

    def agree(self, number: int, now: datetime = NOW) -> Item:
        return self.do(repayments.agree, number, self.parties["civil"], now=now)

    def item(self, number: int) -> Item:
        with self.database.write() as session:
            return get_item(session, number)

    def open_dispute(self, matter: str = "", role: str = "civil", now: datetime = NOW) -> int:
        with self.database.write() as session:
            return disputes.open_one(session, self.agreement, party_id=self.parties[role], matter=matter, about="Vad som är använt",
                                     why="Vi räknar olika.", now=now, by=BY)

    def talk(self, number: int, now: datetime = NOW, day: date | None = None) -> None:
        with self.database.write() as session:
            disputes.note(session, number, party_id=self.parties["civil"], day=day or now.date(), who="Karin, Maria",
                          body="Vi talades vid.", author="Maria", now=now, by=BY)

    def sweep(self, now: datetime) -> None:
        sweep(self.database, now=lambda: now)

    def told(self, *names: str) -> list[tuple[str, str]]:
        """Return the notices of these names that were owed, with whom to, in order."""
        with self.database.read() as session:
            rows = session.execute(select(OutboxRow.name, OutboxRow.to_name).where(
                OutboxRow.name.in_(names)).order_by(OutboxRow.id))
            return [(name, to) for name, to in rows]


def rescinded(database: Database, *, step: Step = Step.RESCIND, **changed: Any) -> Repaying:
    """Let half be invoiced and paid, and the agreement end after its LAST day."""
    money: Money = made(database, **changed)
    money.hand_in()
    money.approve()
    money.pay()
    ended = moment(date(2025, 8, 1))
    with database.write() as session:
        if step is Step.TERMINATE:
            session.get_one(AgreementRow, money.agreement).terminates_on = LAST
            session.flush()
        take(session, money.agreement, step, now=ended, by=BY, as_of=ended, values={"ended_at": ended})
    with database.read() as session:
        parties = {one.role: one.id for one in cast(session, money.agreement).parties}
    return Repaying(database, money.agreement, parties)
