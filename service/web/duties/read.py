"""Reading one duty with what has been sent and done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.history.tables import HistoryRow
from service.kernel.errors import Unknown
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.model import Standing
from service.parties.tables import PartyRow

MOST = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail about the duty."""

    id: int
    name: str
    to_name: str
    state: str
    party_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDuty:
    """One duty, its agreement and whether that is in force, the parties, the mail about it and its history."""

    row: ObligationRow
    title: str
    active: bool
    parties: Sequence[PartyRow]
    mails: Sequence[Sent]
    story: Sequence[HistoryRow]

    @property
    def owing(self) -> list[str]:
        """Return the names of the parties that owe it."""
        return [party.name for party in self.parties if self.row.owes in (party.role, "both")]


def load(session: Session, duty_id: int) -> FoundDuty:
    """Return one duty; raise Unknown."""
    row = session.get(ObligationRow, duty_id)
    if row is None:
        raise Unknown(what="duty", id=duty_id)
    subject = f"obligation {row.id}"
    mails = session.execute(select(
        OutboxRow.id, OutboxRow.name, OutboxRow.to_name, OutboxRow.state, OutboxRow.party_id, OutboxRow.created_at,
    ).where(OutboxRow.subject == subject).order_by(OutboxRow.id.desc()).limit(MOST)).all()
    title, state = session.execute(select(AgreementRow.title, AgreementRow.state).where(AgreementRow.id == row.agreement_id)).one()
    return FoundDuty(
        row=row, title=title, active=state == State.ACTIVE,
        parties=session.scalars(select(PartyRow).where(
            PartyRow.agreement_id == row.agreement_id, PartyRow.standing == Standing.PARTY).order_by(PartyRow.position)).all(),
        mails=[Sent(*one) for one in mails],
        story=session.scalars(select(HistoryRow).where(
            HistoryRow.chain == row.agreement_id, HistoryRow.subject == subject, HistoryRow.event != "told",
        ).order_by(HistoryRow.seq.desc()).limit(MOST)).all())
