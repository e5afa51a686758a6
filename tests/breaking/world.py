"""An agreement in force, and what its people do when one of them fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.breaches.actions import Receipt, Reply
from service.breaches.model import Answer, How, Notice
from service.breaches.tables import BreachRow
from service.db import Database
from service.kernel.clock import local_day
from service.lifecycle.breaking import breaches, rescind
from service.notices.tables import OutboxRow
from service.parties.store import cast
from service.rescissions.model import Declaration, Declarer
from service.rescissions.tables import RescissionRow
from service.scheduler.sweep import sweep
from tests.builders import BY, begun_agreement, on

# A Monday.
NOW = on(2025, 3, 3, 9)
MINE = ("breach", "rectify", "rescission", "rescinded")
SIGNATORIES = {"public": "Anders Berg", "civil": "Peter Sand"}


@dataclass
class Case:
    """One agreement in force, its parties by role, and what they do."""

    database: Database
    agreement: int
    parties: dict[str, int]

    def notify(self, role: str = "public", now: datetime = NOW, **changed: Any) -> int:
        other = self.parties["civil" if role == "public" else "public"]
        given = {"against": other, "undertaking": "Sju vandrare", "clause": "Sju vandrare på 35 %.", "what": "Inga pass har gåtts.",
                 "since": date(2025, 2, 10), "days": 14, "why_days": "Två veckor räcker för att gå igen.", **changed}
        with self.database.write() as session:
            return breaches.notify(session, self.agreement, Notice(**given), party_id=self.parties[role], now=now, by=BY)

    def receive(self, number: int, role: str = "civil", now: datetime = NOW, day: date | None = None, how: How = How.HERE,
                note: str = "") -> None:
        with self.database.write() as session:
            breaches.receive(session, number, Receipt(on=day or local_day(now), how=how, note=note), party_id=self.parties[role],
                             now=now, by=BY)

    def reply(self, number: int, answer: Answer = Answer.RECTIFIED, role: str = "civil", now: datetime = NOW, **given: Any) -> None:
        with self.database.write() as session:
            breaches.reply(session, number, Reply(answer=answer, body="Passen gås igen.", **given), party_id=self.parties[role],
                           author="Maria", now=now, by=BY)

    def settle(self, act: Any, number: int, role: str = "public", now: datetime = NOW) -> None:
        with self.database.write() as session:
            act(session, number, "Så blev det.", party_id=self.parties[role], now=now, by=BY)

    def declare(self, number: int | None, role: str = "public", now: datetime = NOW, day: date | None = None, who: str = "") -> int:
        with self.database.write() as session:
            return rescind.declare(session, self.agreement, Declaration(
                party_id=self.parties[role], breach_id=number, reason="Inget har rättats.", effective_on=day or local_day(now),
                declared_on=local_day(now), declarer=declarer(role, who)), now=now, by=BY)

    def claim(self, role: str = "civil", now: datetime = NOW, declared: date | None = None, effective: date | None = None) -> int:
        with self.database.write() as session:
            return rescind.claim(session, self.agreement, Declaration(
                party_id=self.parties[role], reason="Stödet har uteblivit.", effective_on=effective or local_day(now),
                declared_on=declared or local_day(now), declarer=declarer(role)), recorder=self.parties[role], now=now, by=BY)

    def answer(self, act: Any, number: int, role: str = "public", now: datetime = NOW) -> None:
        with self.database.write() as session:
            act(session, number, "Vårt svar.", declarer(role), party_id=self.parties[role], now=now, by=BY)

    def switch(self, act: Any, now: datetime = NOW, role: str = "public") -> None:
        """Pause, or go on."""
        with self.database.write() as session:
            act(session, self.agreement, party_id=self.parties[role], now=now, by=BY)

    def sweep(self, now: datetime) -> list[tuple[str, str]]:
        """Make a pass; return what was written on it about these matters: notice and addressee."""
        sweep(self.database, now=lambda: now)
        return [one for one in self.written(now) if one[0].startswith(MINE)]

    def written(self, now: datetime) -> list[tuple[str, str]]:
        """Return what was written at a moment: notice and addressee."""
        with self.database.read() as session:
            rows = session.execute(select(OutboxRow.name, OutboxRow.to_email).where(OutboxRow.created_at == now))
            return sorted((name, email.partition("@")[0]) for name, email in rows)

    def waiting(self) -> set[str]:
        """Return the notices on these matters that wait to be sent."""
        with self.database.read() as session:
            names = session.scalars(select(OutboxRow.name).where(OutboxRow.state == "waiting"))
            return {name for name in names if name.startswith(MINE)}

    def breach(self, number: int) -> BreachRow:
        with self.database.read() as session:
            return session.get_one(BreachRow, number)

    def rescission(self, number: int) -> RescissionRow:
        with self.database.read() as session:
            return session.get_one(RescissionRow, number)

    def row(self) -> AgreementRow:
        with self.database.read() as session:
            return session.get_one(AgreementRow, self.agreement)


def declarer(role: str, who: str = "") -> Declarer:
    """Return the signatory of a party, or someone else."""
    return Declarer(name=who or SIGNATORIES[role], capacity="Ordförande", authority="Stadgarna § 9")


def made(database: Database, **changed: Any) -> Case:
    """Take in an agreement, sign it and let it begin."""
    number = begun_agreement(database, **changed)
    with database.read() as session:
        return Case(database, number, {one.role: one.id for one in cast(session, number).parties})
