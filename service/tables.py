"""Every table, so that the metadata is whole."""

from service.accounts.tables import (
    AttemptRow,
    IdentityRow,
    ProofRow,
    RecoveryRow,
    SessionRow,
    SubmissionRow,
    TicketRow,
    UserRow,
    ViewRow,
)
from service.agreements.tables import AgreementRow, TermsRow, TextRow
from service.amendments.tables import AmendmentRow
from service.breaches.tables import BreachRow, ReplyRow
from service.db import Base
from service.deviations.tables import DeviationRow, RemarkRow, VerdictRow
from service.disputes.tables import DisputeNoteRow, DisputeRow, DisputeWordRow
from service.documents.tables import ContentRow, DocumentRow, SeriesRow, VersionRow
from service.economy.entered.tables import EnteredRow
from service.economy.invoices.tables import ApprovalRow, CreditRow, EconomyRow, InvoiceRow, PaymentRow
from service.economy.outcome.tables import FigurePostRow, FigureRow, ImportRow, PlacingRow
from service.followup.goals.tables import GoalNoteRow
from service.followup.reports.tables import DeliveryRow, ReportRow
from service.followup.shifts.sums.tables import MonthSumRow, MonthWordRow
from service.followup.shifts.tables import ShiftCountRow, ShiftHabitsRow, ShiftPlaceRow, ShiftRow, WordRow
from service.followup.summary.tables import FrozenRow, SummaryTextRow
from service.history.tables import ChainRow, HistoryRow
from service.intake.tables import IntakeRow
from service.journal.tables import ContactRow, NoteRow
from service.meetings.tables import CommentRow, GuestRow, MeetingRow, OutcomeRow, PointRow, SeatRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.tables import FunctionRow, OrganisationRow, PartyRow, PersonRow, VacancyRow
from service.records.tables import ChoiceRow, DisclosureRow, ReadRow
from service.renegotiations.tables import ConsentRow, RenegotiationRow, TalkRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.repayments.tables import InstalmentRow, RepaidRow, RepaymentRow, WaiverRow
from service.rescissions.tables import RescissionRow
from service.scheduler.tables import HeartbeatRow, TroubleRow
from service.signatures.tables import OriginalRow, SignatureRow, SignerRow, SigningRow
from service.terminations.tables import TerminationRow, WithdrawalRow

metadata = Base.metadata

__all__ = [
    "AgreementRow", "AmendmentRow", "AnswerRow", "ApprovalRow", "AttemptRow", "BreachRow", "ChainRow", "ChoiceRow",
    "CommentRow", "ConsentRow", "ContactRow", "ContentRow", "CreditRow", "DecisionRow", "DeliveryRow", "DeviationRow",
    "DisclosureRow", "DisputeNoteRow", "DisputeRow", "DisputeWordRow", "DocumentRow", "EconomyRow", "EnteredRow",
    "FigurePostRow", "FigureRow", "FrozenRow", "FunctionRow", "GoalNoteRow", "GuestRow", "HeartbeatRow", "HistoryRow",
    "IdentityRow", "ImportRow", "InstalmentRow", "IntakeRow", "InvoiceRow", "MeetingRow", "MonthSumRow",
    "MonthWordRow", "NoteRow", "ObligationRow", "OrganisationRow", "OriginalRow", "OutboxRow", "OutcomeRow",
    "PartyRow", "PaymentRow", "PersonRow", "PlacingRow", "PointRow", "ProofRow", "ReadRow", "RecoveryRow",
    "RemarkRow", "RenegotiationRow", "RepaidRow", "RepaymentRow", "ReplyRow", "ReportRow", "RescissionRow", "SeatRow",
    "SeriesRow", "SessionRow", "ShiftCountRow", "ShiftHabitsRow", "ShiftPlaceRow", "ShiftRow", "SignatureRow",
    "SignerRow", "SigningRow", "SubmissionRow", "SummaryTextRow", "TalkRow", "TerminationRow", "TermsRow", "TextRow",
    "TicketRow", "TroubleRow", "UserRow", "VacancyRow", "VerdictRow", "VersionRow", "ViewRow", "WaiverRow",
    "WithdrawalRow", "WordRow", "metadata",
]
