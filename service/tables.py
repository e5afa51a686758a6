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
from service.documents.tables import ContentRow, DocumentRow, SeriesRow, VersionRow
from service.history.tables import ChainRow, HistoryRow
from service.intake.tables import IntakeRow
from service.journal.tables import ContactRow, NoteRow
from service.meetings.tables import CommentRow, GuestRow, MeetingRow, OutcomeRow, PointRow, SeatRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.tables import FunctionRow, OrganisationRow, PartyRow, PersonRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.scheduler.tables import HeartbeatRow, TroubleRow
from service.signatures.tables import OriginalRow, SignatureRow, SignerRow, SigningRow

metadata = Base.metadata

__all__ = [
    "AgreementRow", "AmendmentRow", "AnswerRow", "AttemptRow", "ChainRow", "CommentRow", "ContactRow", "ContentRow",
    "DecisionRow", "DocumentRow", "FunctionRow", "GuestRow", "HeartbeatRow", "HistoryRow", "IdentityRow", "IntakeRow",
    "MeetingRow", "NoteRow", "ObligationRow", "OrganisationRow", "OriginalRow", "OutboxRow", "OutcomeRow", "PartyRow",
    "PersonRow", "PointRow", "ProofRow", "RecoveryRow", "SeatRow", "SeriesRow", "SessionRow", "SignatureRow",
    "SignerRow", "SigningRow", "SubmissionRow", "TermsRow", "TextRow", "TicketRow", "TroubleRow", "UserRow",
    "VersionRow", "ViewRow", "metadata",
]
