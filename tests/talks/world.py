"""An agreement in force, and what its people do about renegotiations and deviations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from service.db import Database
from service.deviations.actions import Decision, Planned
from service.deviations.model import Kind
from service.deviations.tables import DeviationRow
from service.lifecycle.talks import deviations, renegotiations
from service.notices.tables import OutboxRow
from service.parties.store import cast
from service.renegotiations.model import Provision
from service.renegotiations.tables import RenegotiationRow
from service.scheduler.sweep import sweep
from tests.builders import BY, begun_agreement, on

NOW = on(2025, 3, 3, 9)


@dataclass
class Talks:
    """One agreement in force, and its parties by role."""

    database: Database
    agreement: int
    parties: dict[str, int]

    def ask(self, role: str = "public", now: datetime = NOW, provision: Provision = Provision.MEETINGS) -> int:
        with self.database.write() as session:
            return renegotiations.ask(session, self.agreement, party_id=self.parties[role], provision=provision,
                                      about="Tätare avstämningar", why="Mycket händer.", author="Karin", now=now, by=BY)

    def answer(self, number: int, role: str = "civil", now: datetime = NOW, **given: Any) -> bool:
        with self.database.write() as session:
            return renegotiations.answer(session, number, self.parties[role], author="Maria", now=now, by=BY,
                                         **{"when_on": None, "message": None, **given})

    def talk(self, number: int, now: datetime = NOW, day: date | None = None) -> None:
        with self.database.write() as session:
            renegotiations.note(session, number, party_id=self.parties["civil"], day=day or now.date(), who="Karin, Maria",
                                body="Vi talades vid.", author="Maria", now=now, by=BY)

    def end(self, act: Any, number: int, role: str = "public", now: datetime = NOW) -> None:
        with self.database.write() as session:
            act(session, number, self.parties[role], "Så blev det.", now=now, by=BY)

    def report(self, now: datetime = NOW, changes_on: date = date(2025, 4, 14), role: str = "civil", **changed: Any) -> int:
        planned = {"kind": Kind.BUDGET, "post": "Larm", "sek": Decimal(2500), "what": "Nytt larm", "why": "Trasigt.", **changed}
        with self.database.write() as session:
            return deviations.report(session, self.agreement, Planned(changes_on=changes_on, **planned),
                                     party_id=self.parties[role], author="Maria", now=now, by=BY)

    def note(self, number: int, now: datetime = NOW, day: date | None = None) -> None:
        with self.database.write() as session:
            deviations.note(session, number, party_id=self.parties["civil"], day=day or now.date(), who="Karin, Maria",
                            body="Vi talades vid.", author="Maria", now=now, by=BY)

    def approve(self, number: int, role: str, now: datetime = NOW, day: date | None = None) -> bool:
        with self.database.write() as session:
            return deviations.approve(session, number, self.parties[role], decision(day or now.date()), author="Peter", now=now, by=BY)

    def reject(self, number: int, role: str, now: datetime = NOW) -> None:
        with self.database.write() as session:
            deviations.reject(session, number, self.parties[role], decision(now.date()), author="Peter", now=now, by=BY)

    def sweep(self, now: datetime) -> list[tuple[str, str]]:
        """Make a pass; return what was written on it about these matters: notice and addressee."""
        sweep(self.database, now=lambda: now)
        return [one for one in self.written(now) if one[0].startswith(("renegotiation", "deviation"))]

    def written(self, now: datetime) -> list[tuple[str, str]]:
        """Return what was written at a moment: notice and addressee."""
        with self.database.read() as session:
            rows = session.execute(select(OutboxRow.name, OutboxRow.to_email).where(OutboxRow.created_at == now))
            return sorted((name, email.partition("@")[0]) for name, email in rows)

    def waiting(self) -> set[str]:
        """Return the notices on these matters that wait to be sent."""
        with self.database.read() as session:
            names = session.scalars(select(OutboxRow.name).where(OutboxRow.state == "waiting"))
            return {name for name in names if name.startswith(("renegotiation", "deviation"))}

    def renegotiation(self, number: int) -> RenegotiationRow:
        with self.database.read() as session:
            return session.get_one(RenegotiationRow, number)

    def deviation(self, number: int) -> DeviationRow:
        with self.database.read() as session:
            return session.get_one(DeviationRow, number)


def decision(day: date) -> Decision:
    """Return a decision taken on a day."""
    return Decision(decided_by="Styrelsen § 12", decided_on=day, evidence="Protokoll § 12")


def made(database: Database, **changed: Any) -> Talks:
    """Take in an agreement, sign it and let it begin."""
    number = begun_agreement(database, **changed)
    with database.read() as session:
        return Talks(database, number, {one.role: one.id for one in cast(session, number).parties})
