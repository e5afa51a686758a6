"""Gathering what the questions of an audit are answered from, in a constant number of questions to the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import NoSuchAgreement
from service.agreements.tables import AgreementRow
from service.amendments.store import matter_of
from service.amendments.tables import AmendmentRow
from service.deviations.model import Kind
from service.deviations.tables import DeviationRow
from service.documents.model import Status
from service.documents.tables import DocumentRow
from service.economy.invoices.rules import Item, approvals_needed, over_frame
from service.economy.invoices.states import BINDING, UNTOUCHED
from service.economy.invoices.store import items_of, sums_of
from service.economy.invoices.tables import ApprovalRow, InvoiceRow
from service.economy.outcome.rules import posts_of
from service.economy.outcome.store import latest, standing_of
from service.followup.goals.model import matters
from service.followup.goals.tables import GoalNoteRow
from service.followup.reports.tables import ReportRow
from service.history.tables import HistoryRow
from service.kernel.money import ore
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.assurance import model
from service.lifecycle.assurance.model import Bill, Facts, Signature, Signer
from service.lifecycle.money.amounts import frame_of
from service.lifecycle.money.ground import planned
from service.meetings.tables import MeetingRow
from service.notices.writing.languages import SPEECH
from service.parties.tables import PartyRow
from service.signatures.states import State as Signed
from service.signatures.tables import SignatureRow, SignerRow, SigningRow

UNSIGNED = (State.DRAFT, State.IN_SIGNATURE, State.DISCARDED)


def facts_of(session: Session, agreement_id: int, *, today: date) -> Facts:
    """Return what is on record of an agreement on a day; raise NoSuchAgreement."""
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    versions, items = versions_of(session, agreement_id), items_of(session, agreement_id)
    frame, terms = frame_of(versions, planned(items), row.ends_on), versions[-1].terms
    signatures = list(_signatures(session, agreement_id))
    deviations = session.scalars(
        select(DeviationRow).where(DeviationRow.agreement_id == agreement_id).order_by(DeviationRow.id)).all()
    return Facts(
        agreement_id=agreement_id, today=today, starts_on=row.starts_on, ends_on=row.ends_on, unsigned=row.state in UNSIGNED,
        papers=[model.Paper(*each[:3], marked=bool(each[3])) for each in session.execute(
            select(DocumentRow.id, DocumentRow.title, DocumentRow.diary_number, DocumentRow.secrecy).where(
                DocumentRow.agreement_id == agreement_id, DocumentRow.status == Status.OFFICIAL, DocumentRow.culled_at.is_(None))
            .order_by(DocumentRow.day, DocumentRow.id))],
        signatures=signatures, meetings=_meetings(session, agreement_id), goals=len(matters(terms)),
        bills=_bills(session, agreement_id, items, frame), frame=frame, invoiced=sums_of(items).invoiced,
        budgeted=bool(posts_of(terms)), used=_used(session, agreement_id, deviations), reports=_reports(session, agreement_id),
        deviations=[model.Deviation(id=one.id, what=one.what, changes_on=one.changes_on, state=one.state, late=one.late)
                    for one in deviations],
        amendments=_amendments(session, agreement_id, signatures))


def _signatures(session: Session, agreement_id: int) -> Iterator[Signature]:
    """Yield what each party was asked to sign, of the newest round of each matter."""
    rows = session.execute(
        select(SigningRow.matter, SigningRow.id, SigningRow.round, SigningRow.digest, PartyRow.name, SignatureRow)
        .join(SignatureRow, SignatureRow.signing_id == SigningRow.id).join(PartyRow, PartyRow.id == SignatureRow.party_id)
        .where(SigningRow.agreement_id == agreement_id).order_by(SigningRow.round, SignatureRow.id)).all()
    signers: dict[int, list[Signer]] = defaultdict(list)
    for number, *told in session.execute(
            select(SignerRow.signature_id, SignerRow.name, SignerRow.capacity, SignerRow.authority)
            .join(SignatureRow, SignatureRow.id == SignerRow.signature_id)
            .where(SignatureRow.agreement_id == agreement_id, SignerRow.signed_on.is_not(None)).order_by(SignerRow.id)):
        signers[number].append(Signer(*(one or "" for one in told)))
    newest = {row.matter: row.round for row in rows}
    for matter, signing_id, number, digest, party, row in rows:
        if newest[matter] == number:
            yield Signature(matter=matter, signing_id=signing_id, party=party, same_text=row.digest == digest,
                            signed_on=row.signed_on if row.state == Signed.SIGNED else None, signers=tuple(signers[row.id]))


def _meetings(session: Session, agreement_id: int) -> list[model.Meeting]:
    at = set(session.scalars(select(GoalNoteRow.meeting_id).where(GoalNoteRow.agreement_id == agreement_id).distinct()))
    rows = session.execute(select(MeetingRow.id, MeetingRow.held_on, MeetingRow.day, MeetingRow.state, MeetingRow.earlier).where(
        MeetingRow.agreement_id == agreement_id).order_by(MeetingRow.day, MeetingRow.id))
    return [model.Meeting(id=row.id, day=row.held_on or row.day, state=row.state, earlier=row.earlier, followed=row.id in at)
            for row in rows]


def _bills(session: Session, agreement_id: int, items: Sequence[Item], frame: int | None) -> list[Bill]:
    given: dict[tuple[int, int], list[tuple[int, bool]]] = defaultdict(list)
    last: dict[tuple[int, int], datetime] = {}
    for number, at, person, manager, when in session.execute(
            select(ApprovalRow.invoice_id, ApprovalRow.round, ApprovalRow.person_id, ApprovalRow.manager, ApprovalRow.approved_at)
            .join(InvoiceRow, InvoiceRow.id == ApprovalRow.invoice_id).where(InvoiceRow.agreement_id == agreement_id)):
        given[number, at].append((person, manager))
        last[number, at] = max(when, last.get((number, at), when))
    explained = set(session.scalars(select(InvoiceRow.id).where(
        InvoiceRow.agreement_id == agreement_id, InvoiceRow.reason.is_not(None))))
    limits = _limits(session, agreement_id)
    made, bound = [], 0
    for one in sorted(items, key=lambda one: (one.received_on or date.max, one.id)):
        over = 0 if one.state in UNTOUCHED else over_frame(frame, bound, one.net_ore)
        bound += one.net_ore if one.state in BINDING or one.paid_ore else 0
        made.append(Bill(
            id=one.id, kind=one.kind, name=one.number or f"{one.first} – {one.last}", day=one.day, state=one.state,
            earlier=one.earlier, expected_ore=one.expected_ore, ore=one.ore, received_on=one.received_on,
            explained=one.id in explained, handed_by=one.handed_by, approvals=tuple(given[one.id, one.round]),
            needed=approvals_needed(one.net_ore, _limit_on(limits, last.get((one.id, one.round)))), over=over))
    return sorted(made, key=lambda one: (one.day, one.id))


def _limits(session: Session, agreement_id: int) -> list[tuple[datetime, int | None]]:
    """Return the limits (öre) above which two persons approve, each with when it was set, oldest first."""
    rows = session.execute(select(HistoryRow.at, HistoryRow.body).where(
        HistoryRow.chain == agreement_id, HistoryRow.event == "economy_settled").order_by(HistoryRow.seq))
    found = [(at, json.loads(body)["two"]) for at, body in rows]
    return [(at, None if two is None else ore(Decimal(two))) for at, two in found]


def _limit_on(limits: Sequence[tuple[datetime, int | None]], when: datetime | None) -> int | None:
    """Return the limit that was in force when an invoice was approved: a later one does not make it wrong."""
    held = [two for at, two in limits if when is None or at <= when]
    return held[-1] if held else None


def _used(session: Session, agreement_id: int, deviations: Sequence[DeviationRow]) -> model.Used | None:
    row = latest(session, agreement_id)
    if row is None:
        return None
    return model.Used(
        as_of=row.as_of, over=tuple(one.name for one in standing_of(session, row).posts if one.over),
        covered=tuple(one.post for one in deviations if one.kind == Kind.BUDGET and one.state == "approved" and one.post is not None))


def _reports(session: Session, agreement_id: int) -> list[model.Report]:
    rows = session.scalars(select(ReportRow).where(ReportRow.agreement_id == agreement_id).order_by(ReportRow.day, ReportRow.id))
    return [model.Report(id=one.id, name=(SPEECH["sv"].duties[one.kind], SPEECH["en"].duties[one.kind]), day=one.day,
                         state=one.state, late=one.late, delivered_on=one.delivered_on, earlier=one.earlier) for one in rows]


def _amendments(session: Session, agreement_id: int, signatures: Sequence[Signature]) -> list[model.Amendment]:
    rows = session.scalars(select(AmendmentRow).where(AmendmentRow.agreement_id == agreement_id).order_by(AmendmentRow.number))
    return [model.Amendment(id=one.id, number=one.number, state=one.state, from_on=one.from_on,
                            signed=tuple(each.signed_on for each in signatures if each.matter == matter_of(one))) for one in rows]
