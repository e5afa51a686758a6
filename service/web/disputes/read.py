"""Reading disputes with what they are about, notes, words and what has happened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import NoSuchAgreement
from service.agreements.tables import AgreementRow
from service.breaches.tables import BreachRow
from service.disputes.model import Forum, forum_of
from service.disputes.refusals import NoSuchDispute
from service.disputes.states import OPEN, State
from service.disputes.tables import DisputeNoteRow, DisputeRow, DisputeWordRow
from service.economy.invoices.tables import InvoiceRow
from service.history.tables import HistoryRow
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.talks.disputes import BOUND
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.repayments.rules import Item as Repayment
from service.repayments.store import items_of as repayments_of

MOST, LISTED = 100, 200


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
    """One dispute, its agreement, where the terms let it be taken, the notes (latest day first), the words and its history."""

    row: DisputeRow
    agreement: AgreementRow
    parties: Sequence[PartyBrief]
    forum: Forum
    named: bool
    notes: Sequence[DisputeNoteRow]
    words: Sequence[DisputeWordRow]
    story: Sequence[Happened]

    def name_of(self, party_id: int | None) -> str:
        """Return what a party is called."""
        return next((one.name for one in self.parties if one.id == party_id), "")

    @property
    def open(self) -> bool:
        """Say whether anything can be done about it."""
        return State(self.row.state) in OPEN

    @property
    def waiting(self) -> list[PartyBrief]:
        """Return the parties that have not confirmed what was stated last."""
        if self.row.state != State.IN_DIALOGUE or self.row.stated is None:
            return []
        given = {one.party_id for one in self.words if one.statement == self.row.statement}
        return [one for one in self.parties if one.id not in given]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The disputes of one agreement, those open first."""

    agreement: AgreementRow
    names: dict[int, str]
    open: Sequence[DisputeRow]
    over: Sequence[DisputeRow]

    @property
    def bound(self) -> bool:
        """Say whether a dispute can be opened now."""
        return self.agreement.state in BOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """What a dispute can be about besides the sentences of the terms."""

    breaches: Sequence[BreachRow]
    repayments: Sequence[Repayment]
    invoices: Sequence[InvoiceRow]


def load(session: Session, dispute_id: int) -> Case:
    """Return one dispute; raise NoSuchDispute."""
    row = session.get(DisputeRow, dispute_id)
    if row is None:
        raise NoSuchDispute(id=dispute_id)
    parties, terms = cast(session, row.agreement_id).parties, newest_terms(session, row.agreement_id)
    return Case(
        row=row, agreement=session.get_one(AgreementRow, row.agreement_id), parties=parties, forum=forum_of(terms),
        named=terms.disputes not in (None, "dialogue"), story=_story(session, row, parties),
        words=session.scalars(select(DisputeWordRow).where(DisputeWordRow.dispute_id == row.id).order_by(DisputeWordRow.id)).all(),
        notes=session.scalars(select(DisputeNoteRow).where(DisputeNoteRow.dispute_id == row.id)
                              .order_by(DisputeNoteRow.day.desc(), DisputeNoteRow.id.desc()).limit(MOST)).all())


def _story(session: Session, row: DisputeRow, parties: Sequence[PartyBrief]) -> list[Happened]:
    names = {party.id: party.name for party in parties}
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"dispute {row.id}", HistoryRow.event != "told",
    ).order_by(HistoryRow.seq.desc()).limit(MOST))
    return [Happened(one.at, one.actor, one.event, names.get(body.get("party"), ""), body.get("note") or "")
            for one in entries for body in [json.loads(one.body)]]


def listed(session: Session, agreement_id: int) -> Listed:
    """Return the disputes of an agreement, the latest first; raise NoSuchAgreement."""
    agreement = session.get(AgreementRow, agreement_id)
    if agreement is None:
        raise NoSuchAgreement(id=agreement_id)
    rows = session.scalars(select(DisputeRow).where(DisputeRow.agreement_id == agreement_id)
                           .order_by(DisputeRow.id.desc()).limit(LISTED)).all()
    return Listed(
        agreement=agreement, names={one.id: one.name for one in cast(session, agreement_id).every},
        open=[one for one in rows if State(one.state) in OPEN], over=[one for one in rows if State(one.state) not in OPEN])


def matters(session: Session, agreement_id: int) -> Matters:
    """Return what of other rooms a dispute can be about."""
    return Matters(
        breaches=session.scalars(select(BreachRow).where(
            BreachRow.agreement_id == agreement_id).order_by(BreachRow.id).limit(LISTED)).all(),
        repayments=repayments_of(session, [agreement_id]),
        invoices=session.scalars(select(InvoiceRow).where(InvoiceRow.agreement_id == agreement_id, InvoiceRow.number.is_not(None))
                                 .order_by(InvoiceRow.day).limit(LISTED)).all())
