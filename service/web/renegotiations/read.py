"""Reading renegotiations with answers, notes and what has happened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State as Agreement
from service.agreements.tables import AgreementRow
from service.history.tables import HistoryRow
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.renegotiations.states import OPEN, State
from service.renegotiations.store import NoSuchRenegotiation
from service.renegotiations.tables import ConsentRow, RenegotiationRow, TalkRow

MOST, LISTED = 100, 200
RUNNING = (Agreement.SIGNED, Agreement.ACTIVE)


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened."""

    at: datetime
    actor: str
    event: str
    party: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One renegotiation, its agreement, the answers, the notes (latest day first) and its history."""

    row: RenegotiationRow
    agreement: AgreementRow
    parties: Sequence[PartyBrief]
    answers: Sequence[ConsentRow]
    notes: Sequence[TalkRow]
    story: Sequence[Happened]

    def name_of(self, party_id: int | None) -> str:
        """Return what a party is called."""
        return next((one.name for one in self.parties if one.id == party_id), "")

    @property
    def open(self) -> bool:
        """Say whether anything can be done about it now."""
        return State(self.row.state) in OPEN and self.agreement.state in RUNNING

    @property
    def waiting(self) -> list[PartyBrief]:
        """Return the parties that are asked and have not answered."""
        if self.row.state != State.ASKED:
            return []
        answered = {one.party_id for one in self.answers} | {self.row.asked_by}
        return [one for one in self.parties if one.id not in answered]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The renegotiations of one agreement, those open first."""

    agreement: AgreementRow
    names: dict[int, str]
    open: Sequence[RenegotiationRow]
    over: Sequence[RenegotiationRow]

    @property
    def running(self) -> bool:
        """Say whether the agreement is in force."""
        return self.agreement.state in RUNNING


def load(session: Session, renegotiation_id: int) -> Case:
    """Return one renegotiation; raise NoSuchRenegotiation."""
    found = session.execute(
        select(RenegotiationRow, AgreementRow).join(AgreementRow, AgreementRow.id == RenegotiationRow.agreement_id)
        .where(RenegotiationRow.id == renegotiation_id)).one_or_none()
    if found is None:
        raise NoSuchRenegotiation(id=renegotiation_id)
    row, agreement = found
    parties = cast(session, agreement.id).parties
    return Case(
        row=row, agreement=agreement, parties=parties, story=_story(session, row, parties),
        answers=session.scalars(select(ConsentRow).where(ConsentRow.renegotiation_id == row.id).order_by(ConsentRow.id)).all(),
        notes=session.scalars(select(TalkRow).where(TalkRow.renegotiation_id == row.id)
                              .order_by(TalkRow.day.desc(), TalkRow.id.desc()).limit(MOST)).all())


def _story(session: Session, row: RenegotiationRow, parties: Sequence[PartyBrief]) -> list[Happened]:
    names = {party.id: party.name for party in parties}
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"renegotiation {row.id}", HistoryRow.event != "told",
    ).order_by(HistoryRow.seq.desc()).limit(MOST))
    return [Happened(one.at, one.actor, one.event, names.get(body.get("party"), ""), body.get("note") or "")
            for one in entries for body in [json.loads(one.body)]]


def listed(session: Session, agreement_id: int) -> Listed:
    """Return the renegotiations of an agreement, the latest first."""
    rows = session.scalars(select(RenegotiationRow).where(RenegotiationRow.agreement_id == agreement_id)
                           .order_by(RenegotiationRow.id.desc()).limit(LISTED)).all()
    return Listed(
        agreement=session.get_one(AgreementRow, agreement_id),
        names={one.id: one.name for one in cast(session, agreement_id).every},
        open=[one for one in rows if State(one.state) in OPEN], over=[one for one in rows if State(one.state) not in OPEN])
