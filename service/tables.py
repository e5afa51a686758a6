"""Every table, so that the metadata is whole."""

from service.agreements.tables import AgreementRow, TermsRow, TextRow
from service.db import Base
from service.history.tables import ChainRow, HistoryRow
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow
from service.obligations.tables import ObligationRow
from service.parties.tables import FunctionRow, PartyRow, PersonRow, UserRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.scheduler.tables import HeartbeatRow, TroubleRow
from service.signatures.tables import SignatureRow

metadata = Base.metadata

__all__ = [
    "AgreementRow", "AnswerRow", "ChainRow", "DecisionRow", "FunctionRow", "HeartbeatRow", "HistoryRow",
    "MeetingRow", "ObligationRow", "OutboxRow", "PartyRow", "PersonRow", "SeatRow", "SignatureRow",
    "TermsRow", "TextRow", "TroubleRow", "UserRow", "metadata",
]
