"""Reading claims of repayment: what can be claimed, what is claimed, and one claim with all that was done about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import NoSuchAgreement
from service.agreements.tables import AgreementRow
from service.disputes.tables import DisputeRow
from service.history.tables import HistoryRow
from service.lifecycle.repaying.ground import ENDED, Standing, standings
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.repayments.model import Proposal, read
from service.repayments.refusals import NoSuchRepayment
from service.repayments.rules import Item
from service.repayments.states import OPEN
from service.repayments.store import items_of
from service.repayments.tables import RepaidRow, RepaymentRow, WaiverRow

MOST = 100


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened."""

    at: datetime
    actor: str
    event: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The claims of an agreement, and what can be claimed of each association once it is over."""

    agreement: AgreementRow
    names: dict[int, str]
    items: Sequence[Item]
    standings: Sequence[Standing]

    @property
    def ended(self) -> bool:
        """Say whether repayment can be claimed now."""
        return self.agreement.state in ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One claim with how it was reckoned, its payments, waivers, disputes and history."""

    row: RepaymentRow
    item: Item
    agreement: AgreementRow
    parties: Sequence[PartyBrief]
    proposal: Proposal
    payments: Sequence[RepaidRow]
    waivers: Sequence[WaiverRow]
    disputes: Sequence[DisputeRow]
    story: Sequence[Happened]

    def name_of(self, party_id: int) -> str:
        """Return what a party is called."""
        return next((one.name for one in self.parties if one.id == party_id), "")

    @property
    def open(self) -> bool:
        """Say whether anything can be done about it."""
        return self.item.state in OPEN and self.agreement.state in ENDED


def listed(session: Session, agreement_id: int) -> Listed:
    """Return the claims of an agreement; raise NoSuchAgreement."""
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    return Listed(
        agreement=row, names={one.id: one.name for one in cast(session, agreement_id).every}, items=items_of(session, [agreement_id]),
        standings=standings(session, row) if row.state in ENDED else ())


def load(session: Session, repayment_id: int) -> Case:
    """Return one claim; raise NoSuchRepayment."""
    row = session.get(RepaymentRow, repayment_id)
    if row is None:
        raise NoSuchRepayment(id=repayment_id)
    mine = RepaidRow.repayment_id == row.id
    return Case(
        row=row, item=next(one for one in items_of(session, [row.agreement_id]) if one.id == row.id),
        agreement=session.get_one(AgreementRow, row.agreement_id), parties=cast(session, row.agreement_id).every,
        proposal=read(row.reckoned), payments=session.scalars(select(RepaidRow).where(mine).order_by(RepaidRow.id)).all(),
        waivers=session.scalars(select(WaiverRow).where(WaiverRow.repayment_id == row.id).order_by(WaiverRow.id)).all(),
        disputes=session.scalars(select(DisputeRow).where(
            DisputeRow.agreement_id == row.agreement_id, DisputeRow.matter == f"repayment {row.id}").order_by(DisputeRow.id)).all(),
        story=_story(session, row))


def _story(session: Session, row: RepaymentRow) -> list[Happened]:
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"repayment {row.id}", HistoryRow.event != "told",
    ).order_by(HistoryRow.seq.desc()).limit(MOST))
    return [Happened(one.at, one.actor, one.event, json.loads(one.body).get("note") or "") for one in entries]
