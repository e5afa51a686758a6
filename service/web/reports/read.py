"""Reading reports with their deliveries and what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.documents.model import Eyes
from service.documents.store import seen_by
from service.documents.tables import DocumentRow
from service.followup.reports.refusals import NoSuchReport
from service.followup.reports.rules import is_noted
from service.followup.reports.states import AWAITED, State
from service.followup.reports.tables import DeliveryRow, ReportRow
from service.history.tables import HistoryRow
from service.obligations.rules import OPENS_DAYS_BEFORE
from service.obligations.tables import ObligationRow
from service.parties.model import PartyBrief
from service.parties.store import cast

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report as it stands; `word` is the code of the word for that."""

    row: ReportRow
    duty: ObligationRow
    parties: Sequence[PartyBrief]

    @property
    def owing(self) -> list[PartyBrief]:
        """Return the parties that owe it."""
        return [one for one in self.parties if self.duty.owes in (one.role, "both")]

    @property
    def receiving(self) -> list[PartyBrief]:
        """Return the parties that it is delivered to."""
        return [one for one in self.parties if self.duty.owes == "both" or one.role != self.duty.owes]

    def word(self, today: date) -> str:
        """Return the code of how it stands on a day."""
        if self.row.state == State.ACCEPTED and is_noted(self.row.kind):
            return "noted"
        if self.row.state == State.DUE and self.row.day < today:
            return "overdue"
        if self.row.state == State.DUE and (self.row.day - today).days > OPENS_DAYS_BEFORE:
            return "coming"
        return self.row.state

    @property
    def awaited(self) -> bool:
        """Say whether it is still to be delivered, or delivered again."""
        return self.row.state in AWAITED


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One report with its agreement, every delivery (the latest first), its document if it may be seen, and its history."""

    report: Report
    agreement: AgreementRow
    deliveries: Sequence[DeliveryRow]
    document: DocumentRow | None
    story: Sequence[HistoryRow]

    def name_of(self, party_id: int | None) -> str:
        """Return what a party is called."""
        return next((one.name for one in self.report.parties if one.id == party_id), "")


def listed(session: Session, agreement_id: int) -> tuple[AgreementRow, list[Report]]:
    """Return an agreement and its reports by day."""
    parties = cast(session, agreement_id).parties
    rows = session.execute(
        select(ReportRow, ObligationRow).join(ObligationRow, ObligationRow.id == ReportRow.obligation_id)
        .where(ReportRow.agreement_id == agreement_id).order_by(ReportRow.day, ReportRow.id))
    return session.get_one(AgreementRow, agreement_id), [Report(row=row, duty=duty, parties=parties) for row, duty in rows]


def load(session: Session, report_id: int, eyes: Eyes) -> Case:
    """Return one report; raise NoSuchReport."""
    found = session.execute(
        select(ReportRow, ObligationRow, AgreementRow).join(ObligationRow, ObligationRow.id == ReportRow.obligation_id)
        .join(AgreementRow, AgreementRow.id == ReportRow.agreement_id).where(ReportRow.id == report_id)).one_or_none()
    if found is None:
        raise NoSuchReport(id=report_id)
    row, duty, agreement = found
    return Case(
        report=Report(row=row, duty=duty, parties=cast(session, agreement.id).parties), agreement=agreement,
        deliveries=session.scalars(select(DeliveryRow).where(DeliveryRow.report_id == report_id)
                                   .order_by(DeliveryRow.number.desc())).all(),
        document=session.scalars(select(DocumentRow).where(
            DocumentRow.id == (row.document_id or 0), seen_by(eyes))).one_or_none(),
        story=session.scalars(select(HistoryRow).where(
            HistoryRow.chain == agreement.id, HistoryRow.subject == f"report {row.id}", HistoryRow.event != "told",
        ).order_by(HistoryRow.seq.desc()).limit(MOST)).all())
