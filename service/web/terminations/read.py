"""Reading notices of termination, with what has happened to each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import NoticeRight, Terms
from service.history.tables import HistoryRow
from service.kernel.errors import Refusal
from service.lifecycle.ending.notice import clause_of, may_give
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.terminations import store
from service.terminations.model import Reckoned
from service.terminations.refusals import AlreadyGiven, NoSuchTermination
from service.terminations.rules import reckon
from service.terminations.states import OPEN, State
from service.terminations.tables import TerminationRow

RUNNING, MOST = ("signed", "active"), 100


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened."""

    at: datetime
    actor: str
    event: str
    party: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice, its agreement, its parties, those asked to let it be withdrawn, and its history."""

    row: TerminationRow
    agreement: AgreementRow
    parties: Sequence[PartyBrief]
    waiting: Sequence[int]
    story: Sequence[Happened]

    def name_of(self, party_id: int) -> str:
        """Return what a party is called."""
        return next((one.name for one in self.parties if one.id == party_id), "")

    @property
    def open(self) -> bool:
        """Say whether anything can be done about it now."""
        return State(self.row.state) in OPEN and self.agreement.state in RUNNING

    def reckoned(self, today: date) -> Reckoned:
        """Return the last day by it; before it was received, what that would be if it were today."""
        return reckon(self.row.received_on or today, NoticeRight(months=self.row.months, to_month_end=self.row.to_month_end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The notices of one agreement, the latest first, and what its terms say."""

    agreement: AgreementRow
    terms: Terms
    clause: str
    names: dict[int, str]
    rows: Sequence[TerminationRow]

    @property
    def running(self) -> bool:
        """Say whether the agreement is in force."""
        return self.agreement.state in RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """What notice given by a party today would come to: its last day, or why it cannot be given."""

    party: PartyBrief
    found: Reckoned | None
    why_not: Refusal | None


def load(session: Session, termination_id: int) -> Notice:
    """Return one notice; raise NoSuchTermination."""
    found = session.execute(
        select(TerminationRow, AgreementRow).join(AgreementRow, AgreementRow.id == TerminationRow.agreement_id)
        .where(TerminationRow.id == termination_id)).one_or_none()
    if found is None:
        raise NoSuchTermination(id=termination_id)
    row, agreement = found
    parties = cast(session, agreement.id).every
    return Notice(row=row, agreement=agreement, parties=parties, story=_story(session, row, parties),
                  waiting=store.waiting(session, [row.id]).get(row.id, []))


def _story(session: Session, row: TerminationRow, parties: Sequence[PartyBrief]) -> list[Happened]:
    names = {party.id: party.name for party in parties}
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"termination {row.id}", HistoryRow.event != "told",
    ).order_by(HistoryRow.seq.desc()).limit(MOST))
    return [Happened(one.at, one.actor, one.event, names.get(body.get("party"), ""), body.get("reason") or body.get("note") or "")
            for one in entries for body in [json.loads(one.body)]]


def listed(session: Session, agreement_id: int) -> Listed:
    """Return the notices of an agreement."""
    terms = terms_of(session, agreement_id)
    rows = session.scalars(select(TerminationRow).where(TerminationRow.agreement_id == agreement_id)
                           .order_by(TerminationRow.id.desc()).limit(MOST)).all()
    return Listed(agreement=session.get_one(AgreementRow, agreement_id), terms=terms, clause=clause_of(terms), rows=rows,
                  names={one.id: one.name for one in cast(session, agreement_id).every})


def possible(session: Session, agreement_id: int, party_ids: Sequence[int], *, today: date) -> list[Possible]:
    """Return what notice by each of some parties would come to today."""
    row, terms, made = session.get_one(AgreementRow, agreement_id), terms_of(session, agreement_id), []
    given = set(session.scalars(select(TerminationRow.party_id).where(
        TerminationRow.agreement_id == agreement_id, TerminationRow.state.in_(OPEN))))
    for party in (one for one in cast(session, agreement_id).parties if one.id in party_ids):
        try:
            if party.id in given:
                raise AlreadyGiven(party=party.name)
            right = may_give(session, row, terms, party.role, party.name, today=today)
            made.append(Possible(party=party, found=reckon(today, right), why_not=None))
        except Refusal as refusal:
            made.append(Possible(party=party, found=None, why_not=refusal))
    return made
