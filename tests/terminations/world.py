"""An agreement that can be ended by notice, and what its people do about that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.lifecycle.ending import notice
from service.notices.tables import OutboxRow
from service.parties.model import Function
from service.parties.store import cast
from service.scheduler.sweep import sweep
from service.terminations.model import Given, How, Receipt
from service.terminations.tables import TerminationRow
from tests.builders import BY, begun_agreement, on, signed_agreement

NOW = on(2025, 3, 3, 9)
THREE_MONTHS: Any = [{"party": "both", "months": 3}]


@dataclass
class Notices:
    """One agreement, its parties and their signatories by role."""

    database: Database
    agreement: int
    parties: dict[str, int]
    signatories: dict[str, int]

    def give(self, role: str = "civil", now: datetime = NOW, **changed: Any) -> int:
        given = Given(**{"party_id": self.parties[role], "person_id": self.signatories[role], "authority": "Firmatecknare",
                         "given_on": now.date(), **changed})
        with self.database.write() as session:
            return notice.give(session, self.agreement, given, now=now, by=BY)

    def receive(self, number: int, day: date | None = None, role: str = "public", now: datetime = NOW, how: How = How.HERE,
                note: str = "") -> date | None:
        receipt = Receipt(on=day or now.date(), how=how, note=note)
        with self.database.write() as session:
            return notice.receive(session, number, receipt, party_id=self.parties[role], author="Anders", now=now, by=BY)

    def ask_back(self, number: int, role: str = "civil", now: datetime = NOW) -> None:
        with self.database.write() as session:
            notice.ask_back(session, number, self.parties[role], "Pengarna räcker.", now=now, by=BY)

    def consent(self, number: int, role: str = "public", now: datetime = NOW) -> bool:
        with self.database.write() as session:
            return notice.consent(session, number, self.parties[role], author="Anders", now=now, by=BY)

    def sweep(self, now: datetime) -> None:
        sweep(self.database, now=lambda: now)

    def written(self, now: datetime) -> list[tuple[str, str]]:
        """Return what was written at a moment: notice and addressee."""
        with self.database.read() as session:
            rows = session.execute(select(OutboxRow.name, OutboxRow.to_email).where(OutboxRow.created_at == now))
            return sorted((name, email.partition("@")[0]) for name, email in rows)

    def row(self) -> AgreementRow:
        with self.database.read() as session:
            return session.get_one(AgreementRow, self.agreement)

    def state(self, number: int) -> str:
        with self.database.read() as session:
            return session.get_one(TerminationRow, number).state


def made(database: Database, *, begun: bool = True, **changed: Any) -> Notices:
    """Take in an agreement that either party may end with three months' notice, sign it and let it begin."""
    number = (begun_agreement if begun else signed_agreement)(database, **{"notice": THREE_MONTHS, **changed})
    with database.read() as session:
        people = cast(session, number)
    return Notices(database, number, {one.role: one.id for one in people.parties}, {
        seat.role: seat.person_id for seat in people.seats if seat.function == Function.SIGNATORY})
