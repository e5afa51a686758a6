"""Every table, so that the metadata is whole."""

from service.accounts.tables import (
    AttemptRow,
    IdentityRow,
    RecoveryRow,
    SessionRow,
    SubmissionRow,
    TicketRow,
    UserRow,
    ViewRow,
)
from service.agreements.tables import AgreementRow, TermsRow, TextRow
from service.db import Base
from service.deviations.tables import DeviationRow, RemarkRow, VerdictRow
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
from service.signatures.tables import SignatureRow

metadata = Base.metadata

__all__ = [
    "AgreementRow", "AnswerRow", "AttemptRow", "ChainRow", "CommentRow", "ConsentRow", "ContactRow", "DecisionRow",
    "DeviationRow", "FunctionRow", "GuestRow", "HeartbeatRow", "HistoryRow", "IdentityRow", "IntakeRow", "MeetingRow",
    "NoteRow", "ObligationRow", "OrganisationRow", "OutboxRow", "OutcomeRow", "PartyRow", "PersonRow", "PointRow",
    "RecoveryRow", "RemarkRow", "RenegotiationRow", "SeatRow", "SessionRow", "SignatureRow", "SubmissionRow", "TalkRow",
    "TermsRow", "TextRow", "TicketRow", "TroubleRow", "UserRow", "VerdictRow", "ViewRow", "metadata",
]
