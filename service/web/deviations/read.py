"""Reading deviations with the parties' decisions, notes and what has happened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State as Agreement
from service.agreements.tables import AgreementRow
from service.deviations.states import OPEN, State
from service.deviations.store import NoSuchDeviation
from service.deviations.tables import DeviationRow, RemarkRow, VerdictRow
from service.history.tables import HistoryRow
from service.parties.model import PartyBrief
from service.parties.store import cast

MOST, LISTED = 100, 200
RUNNING = (Agreement.SIGNED, Agreement.ACTIVE)


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened."""

    at: datetime
    actor: str
    event: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One deviation, its agreement, each party's decision, the notes (latest day first) and its history."""

    row: DeviationRow
    agreement: AgreementRow
    verdicts: Sequence[tuple[PartyBrief, VerdictRow | None]]
    notes: Sequence[RemarkRow]
    story: Sequence[Happened]

    def name_of(self, party_id: int | None) -> str:
        """Return what a party is called."""
        return next((one.name for one, _ in self.verdicts if one.id == party_id), "")

    @property
    def open(self) -> bool:
        """Say whether anything can be done about it now."""
        return State(self.row.state) in OPEN and self.agreement.state in RUNNING

    @property
    def waiting(self) -> list[PartyBrief]:
        """Return the parties that are to decide and have not."""
        return [party for party, given in self.verdicts if given is None] if self.row.state == State.IN_DIALOGUE else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The deviations of one agreement, those open first."""

    agreement: AgreementRow
    names: dict[int, str]
    open: Sequence[DeviationRow]
    over: Sequence[DeviationRow]

    @property
    def running(self) -> bool:
        """Say whether the agreement is in force."""
        return self.agreement.state in RUNNING


def amount(number: int | None) -> Decimal | None:
    """Return hundredths as an amount."""
    return None if number is None else Decimal(number) / 100


def load(session: Session, deviation_id: int) -> Case:
    """Return one deviation; raise NoSuchDeviation."""
    found = session.execute(
        select(DeviationRow, AgreementRow).join(AgreementRow, AgreementRow.id == DeviationRow.agreement_id)
        .where(DeviationRow.id == deviation_id)).one_or_none()
    if found is None:
        raise NoSuchDeviation(id=deviation_id)
    row, agreement = found
    parties = cast(session, agreement.id).parties
    given = {one.party_id: one for one in session.scalars(select(VerdictRow).where(VerdictRow.deviation_id == row.id))}
    return Case(
        row=row, agreement=agreement, verdicts=[(party, given.get(party.id)) for party in parties],
        story=_story(session, row, parties),
        notes=session.scalars(select(RemarkRow).where(RemarkRow.deviation_id == row.id)
                              .order_by(RemarkRow.day.desc(), RemarkRow.id.desc()).limit(MOST)).all())


def _story(session: Session, row: DeviationRow, parties: Sequence[PartyBrief]) -> list[Happened]:
    names = {party.id: party.name for party in parties}
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"deviation {row.id}", HistoryRow.event != "told",
    ).order_by(HistoryRow.seq.desc()).limit(MOST))
    return [Happened(one.at, one.actor, one.event, names.get(json.loads(one.body).get("party"), "")) for one in entries]


def listed(session: Session, agreement_id: int) -> Listed:
    """Return the deviations of an agreement, the latest first."""
    rows = session.scalars(select(DeviationRow).where(DeviationRow.agreement_id == agreement_id)
                           .order_by(DeviationRow.id.desc()).limit(LISTED)).all()
    return Listed(
        agreement=session.get_one(AgreementRow, agreement_id),
        names={one.id: one.name for one in cast(session, agreement_id).every},
        open=[one for one in rows if State(one.state) in OPEN], over=[one for one in rows if State(one.state) not in OPEN])
