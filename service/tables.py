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
from service.history.tables import ChainRow, HistoryRow
from service.intake.tables import IntakeRow
from service.journal.tables import ContactRow, NoteRow
from service.meetings.tables import CommentRow, GuestRow, MeetingRow, OutcomeRow, PointRow, SeatRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.tables import FunctionRow, OrganisationRow, PartyRow, PersonRow
from service.records.tables import ChoiceRow, DisclosureRow, ReadRow
from service.renegotiations.tables import ConsentRow, RenegotiationRow, TalkRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.scheduler.tables import HeartbeatRow, TroubleRow
from service.signatures.tables import OriginalRow, SignatureRow, SignerRow, SigningRow

metadata = Base.metadata

__all__ = [
    "AgreementRow", "AmendmentRow", "AnswerRow", "AttemptRow", "ChainRow", "ChoiceRow", "CommentRow", "ConsentRow", "ContactRow",
    "ContentRow", "DecisionRow", "DeviationRow", "DisclosureRow", "DocumentRow",
    "FunctionRow", "GuestRow", "HeartbeatRow", "HistoryRow",
    "IdentityRow", "IntakeRow", "MeetingRow", "NoteRow", "ObligationRow", "OrganisationRow", "OriginalRow", "OutboxRow",
    "OutcomeRow", "PartyRow", "PersonRow", "PointRow", "ProofRow", "ReadRow", "RecoveryRow", "RemarkRow", "RenegotiationRow",
    "SeatRow", "SeriesRow", "SessionRow", "SignatureRow", "SignerRow", "SigningRow", "SubmissionRow", "TalkRow",
    "TermsRow", "TextRow", "TicketRow", "TroubleRow", "UserRow", "VerdictRow", "VersionRow", "ViewRow", "metadata",
]
