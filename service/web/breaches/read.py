"""Reading breaches and rescissions with their answers, letters and what has happened."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State as Agreement
from service.agreements.tables import AgreementRow
from service.breaches.rules import Item, has_run_out
from service.breaches.states import OPEN, State
from service.breaches.store import NoSuchBreach
from service.breaches.tables import BreachRow, ReplyRow
from service.disputes.tables import DisputeRow
from service.documents.store import seen_by
from service.documents.tables import DocumentRow
from service.history.tables import HistoryRow
from service.notices.tables import OutboxRow, Post
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.rescissions.states import OPEN as OPEN_RESCISSION
from service.rescissions.store import NoSuchRescission
from service.rescissions.tables import RescissionRow
from service.web.documents.read import eyes_here

MOST, LISTED = 100, 200


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened."""

    at: datetime
    actor: str
    event: str
    party: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that may be seen: its id, and what it is called."""

    id: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One breach, its agreement, the answers, what shows it, mail that did not arrive, disputes about it, and its history."""

    row: BreachRow
    agreement: AgreementRow
    names: dict[int, str]
    replies: Sequence[ReplyRow]
    papers: dict[int, Paper]
    rescission: RescissionRow | None
    undelivered: Sequence[OutboxRow]
    disputes: Sequence[DisputeRow]
    story: Sequence[Happened]

    @property
    def open(self) -> bool:
        """Say whether anything can be done about it now."""
        return State(self.row.state) in OPEN and self.agreement.state == Agreement.ACTIVE

    def shown(self, evidence: str) -> list[Paper | None]:
        """Return the documents named in `evidence`; None for one that is not for these eyes."""
        return [self.papers.get(number) for number in json.loads(evidence)]

    def run_out(self, today: date) -> bool:
        """Say whether the time to rectify is over, or none is needed."""
        row = self.row
        return has_run_out(Item(
            id=row.id, agreement_id=row.agreement_id, state=State(row.state), notified_by=row.notified_by, against=row.against,
            notified_on=row.notified_on, undertaking=row.undertaking, clause=row.clause, what=row.what, since=row.since,
            days=row.days, why_days=row.why_days, at_once=row.at_once, received_on=row.received_on, rectify_by=row.rectify_by,
            arose_at=row.arose_at, told_at=row.told_at), today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One rescission, its agreement, its document and its history."""

    row: RescissionRow
    agreement: AgreementRow
    names: dict[int, str]
    paper: Paper | None
    story: Sequence[Happened]

    @property
    def open(self) -> bool:
        """Say whether anything can be done about it now."""
        return self.row.state in ("claimed", "disputed") and self.agreement.state == Agreement.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The breaches and rescissions of one agreement, the latest first."""

    agreement: AgreementRow
    parties: Sequence[PartyBrief]
    open: Sequence[BreachRow]
    over: Sequence[BreachRow]
    rescissions: Sequence[RescissionRow]

    @property
    def names(self) -> dict[int, str]:
        """Return what the parties are called."""
        return {one.id: one.name for one in self.parties}

    @property
    def running(self) -> bool:
        """Say whether the agreement is in force."""
        return self.agreement.state == Agreement.ACTIVE

    @property
    def disputed(self) -> bool:
        """Say whether a rescission is disputed."""
        return any(one.state == "disputed" for one in self.rescissions)

    @property
    def rescinding(self) -> bool:
        """Say whether a rescission is declared or claimed and not settled."""
        return any(one.state in OPEN_RESCISSION for one in self.rescissions)


def load(session: Session, breach_id: int) -> Case:
    """Return one breach; raise NoSuchBreach."""
    found = session.execute(
        select(BreachRow, AgreementRow).join(AgreementRow, AgreementRow.id == BreachRow.agreement_id)
        .where(BreachRow.id == breach_id)).one_or_none()
    if found is None:
        raise NoSuchBreach(id=breach_id)
    row, agreement = found
    names = {one.id: one.name for one in cast(session, agreement.id).parties}
    replies = session.scalars(select(ReplyRow).where(ReplyRow.breach_id == row.id).order_by(ReplyRow.id.desc()).limit(MOST)).all()
    ids = [number for text in (row.evidence, *(one.evidence for one in replies)) for number in json.loads(text)]
    return Case(
        row=row, agreement=agreement, names=names, replies=replies, story=_story(session, f"breach {row.id}", agreement.id, names),
        papers=_papers(session, [*ids, *([row.letter_id] if row.letter_id else [])]),
        rescission=session.scalars(select(RescissionRow).where(RescissionRow.breach_id == row.id)).one_or_none(),
        disputes=session.scalars(select(DisputeRow).where(
            DisputeRow.agreement_id == agreement.id, DisputeRow.matter == f"breach {row.id}").order_by(DisputeRow.id)).all(),
        undelivered=session.scalars(select(OutboxRow).where(
            OutboxRow.subject == f"breach {row.id}", OutboxRow.name == "breach_notice",
            OutboxRow.state == Post.UNDELIVERABLE).order_by(OutboxRow.id)).all())


def load_rescission(session: Session, rescission_id: int) -> Claim:
    """Return one rescission; raise NoSuchRescission."""
    found = session.execute(
        select(RescissionRow, AgreementRow).join(AgreementRow, AgreementRow.id == RescissionRow.agreement_id)
        .where(RescissionRow.id == rescission_id)).one_or_none()
    if found is None:
        raise NoSuchRescission(id=rescission_id)
    row, agreement = found
    names = {one.id: one.name for one in cast(session, agreement.id).parties}
    papers = _papers(session, [row.document_id] if row.document_id else [])
    return Claim(row=row, agreement=agreement, names=names, paper=papers.get(row.document_id or 0),
                 story=_story(session, f"rescission {row.id}", agreement.id, names))


def _papers(session: Session, ids: Sequence[int]) -> dict[int, Paper]:
    rows = session.execute(select(DocumentRow.id, DocumentRow.title).where(DocumentRow.id.in_(ids), seen_by(eyes_here())))
    return {number: Paper(number, title) for number, title in rows}


def papers_of(session: Session, agreement_id: int) -> list[Paper]:
    """Return the documents of an agreement that may be named as evidence, the latest first."""
    rows = session.execute(select(DocumentRow.id, DocumentRow.title).where(
        DocumentRow.agreement_id == agreement_id, DocumentRow.culled_at.is_(None), seen_by(eyes_here()),
    ).order_by(DocumentRow.day.desc(), DocumentRow.id.desc()).limit(MOST))
    return [Paper(number, title) for number, title in rows]


def _story(session: Session, subject: str, agreement_id: int, names: dict[int, str]) -> list[Happened]:
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == agreement_id, HistoryRow.subject == subject, HistoryRow.event != "told",
    ).order_by(HistoryRow.seq.desc()).limit(MOST))
    return [Happened(one.at, one.actor, one.event, names.get(json.loads(one.body).get("party"), "")) for one in entries]


def listed(session: Session, agreement_id: int) -> Listed:
    """Return the breaches and rescissions of an agreement."""
    rows = session.scalars(select(BreachRow).where(BreachRow.agreement_id == agreement_id)
                           .order_by(BreachRow.id.desc()).limit(LISTED)).all()
    return Listed(
        agreement=session.get_one(AgreementRow, agreement_id), parties=cast(session, agreement_id).parties,
        open=[one for one in rows if State(one.state) in OPEN], over=[one for one in rows if State(one.state) not in OPEN],
        rescissions=session.scalars(select(RescissionRow).where(RescissionRow.agreement_id == agreement_id)
                                    .order_by(RescissionRow.id.desc()).limit(LISTED)).all())
