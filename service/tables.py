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
from service.db import Base
from service.deviations.tables import DeviationRow, RemarkRow, VerdictRow
from service.documents.tables import ContentRow, DocumentRow, SeriesRow, VersionRow
from service.economy.invoices.tables import ApprovalRow, CreditRow, EconomyRow, InvoiceRow, PaymentRow
from service.economy.outcome.tables import FigurePostRow, FigureRow, ImportRow, PlacingRow
from service.followup.goals.tables import GoalNoteRow
from service.followup.reports.tables import DeliveryRow, ReportRow
from service.followup.shifts.tables import ShiftCountRow, ShiftHabitsRow, ShiftPlaceRow, ShiftRow, WordRow
from service.followup.summary.tables import FrozenRow, SummaryTextRow
from service.history.tables import ChainRow, HistoryRow
from service.intake.tables import IntakeRow
from service.journal.tables import ContactRow, NoteRow
from service.meetings.tables import CommentRow, GuestRow, MeetingRow, OutcomeRow, PointRow, SeatRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.tables import FunctionRow, OrganisationRow, PartyRow, PersonRow
from service.renegotiations.tables import ConsentRow, RenegotiationRow, TalkRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.scheduler.tables import HeartbeatRow, TroubleRow
from service.signatures.tables import OriginalRow, SignatureRow, SignerRow, SigningRow
from service.terminations.tables import TerminationRow, WithdrawalRow

metadata = Base.metadata

__all__ = [
    "AgreementRow", "AmendmentRow", "AnswerRow", "ApprovalRow", "AttemptRow", "ChainRow", "CommentRow", "ConsentRow",
    "ContactRow", "ContentRow", "CreditRow", "DecisionRow", "DeliveryRow", "DeviationRow", "DocumentRow",
    "EconomyRow", "FigurePostRow", "FigureRow", "FrozenRow", "FunctionRow", "GoalNoteRow", "GuestRow", "HeartbeatRow",
    "HistoryRow", "IdentityRow", "ImportRow", "IntakeRow", "InvoiceRow", "MeetingRow", "NoteRow", "ObligationRow",
    "OrganisationRow", "OriginalRow", "OutboxRow", "OutcomeRow", "PartyRow", "PaymentRow", "PersonRow", "PlacingRow",
    "PointRow", "ProofRow", "RecoveryRow", "RemarkRow", "RenegotiationRow", "ReportRow", "SeatRow", "SeriesRow",
    "SessionRow", "ShiftCountRow", "ShiftHabitsRow", "ShiftPlaceRow", "ShiftRow", "SignatureRow", "SignerRow",
    "SigningRow", "SubmissionRow", "SummaryTextRow", "TalkRow", "TerminationRow", "TermsRow", "TextRow", "TicketRow", "TroubleRow",
    "UserRow", "VerdictRow", "VersionRow", "ViewRow", "WithdrawalRow", "WordRow", "metadata",
]
