"""The register of an agreement: its documents and what has been decided of it, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from service.deviations.tables import DeviationRow, VerdictRow
from service.documents.model import Eyes
from service.documents.store import seen_by
from service.documents.tables import DocumentRow
from service.kernel.clock import local_day
from service.meetings.tables import MeetingRow, OutcomeRow
from service.parties.tables import PartyRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.repayments.tables import RepaymentRow, WaiverRow
from service.rescissions.tables import RescissionRow
from service.signatures.tables import SignatureRow, SignerRow
from service.terminations.tables import TerminationRow

KINDS = ("document", "renewal", "deviation", "outcome", "signature", "termination", "rescission", "waiver")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: the day received, drawn up or decided, from and to whom, what.

    `code` is the document's kind, the answer to a renewal, or “approved” or “rejected”; `id` is that of the document, decision,
    meeting, deviation, notice of termination, rescission or claim of repayment that it leads to.
    """

    kind: str
    id: int
    day: date
    what: str = ""
    code: str = ""
    direction: str = "drawn_up"
    sender: str = ""
    recipient: str = ""
    diary_number: str = ""
    secrecy: str = ""
    culled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """Which rows are asked for; empty is all."""

    kind: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""

    def lets_through(self, one: Entry) -> bool:
        """Say whether a row is one of those."""
        told = f"{one.what} {one.sender} {one.recipient} {one.diary_number}".casefold()
        return ((not self.kind or one.kind == self.kind) and (self.first is None or one.day >= self.first)
                and (self.last is None or one.day <= self.last) and self.text.casefold() in told)


def register_of(session: Session, agreement_id: int, eyes: Eyes | None, sieve: Sieve | None = None) -> list[Entry]:
    """Return the register as far as `eyes` may see it (None: whoever runs a command), the latest first.

    Working material is in no register; what is not yet decided by every party is a decision of the one that took it.
    """
    named = session.execute(select(PartyRow.id, PartyRow.name).where(PartyRow.agreement_id == agreement_id))
    parties = {number: name for number, name in named}
    found = [*_documents(session, agreement_id, eyes), *_answers(session, agreement_id, parties),
             *_verdicts(session, agreement_id, parties), *_outcomes(session, agreement_id),
             *_signatures(session, agreement_id, parties), *_endings(session, agreement_id, parties),
             *_waivers(session, agreement_id, parties)]
    kept = found if sieve is None else [one for one in found if sieve.lets_through(one)]
    return sorted(kept, key=lambda one: (one.day, KINDS.index(one.kind) * -1, one.id), reverse=True)


def _documents(session: Session, agreement_id: int, eyes: Eyes | None) -> Iterator[Entry]:
    query = select(DocumentRow).where(DocumentRow.agreement_id == agreement_id, DocumentRow.status == "official")
    if eyes is not None:
        query = query.where(seen_by(eyes))
    for row in session.scalars(query):
        yield Entry(kind="document", id=row.id, day=row.day, what=row.title, code=row.kind, direction=row.direction,
                    sender=row.sender, recipient=row.recipient, diary_number=row.diary_number, secrecy=row.secrecy,
                    culled=row.culled_at is not None)


def _answers(session: Session, agreement_id: int, parties: dict[int, str]) -> Iterator[Entry]:
    query = select(AnswerRow, DecisionRow.id).join(DecisionRow, DecisionRow.id == AnswerRow.decision_id).where(
        DecisionRow.agreement_id == agreement_id)
    for row, number in session.execute(query):
        yield Entry(kind="renewal", id=number, day=row.answered_on, what=row.decided_by or "", code=row.answer,
                    sender=parties.get(row.party_id, ""))


def _verdicts(session: Session, agreement_id: int, parties: dict[int, str]) -> Iterator[Entry]:
    query = select(VerdictRow, DeviationRow).join(DeviationRow, DeviationRow.id == VerdictRow.deviation_id).where(
        DeviationRow.agreement_id == agreement_id)
    for row, deviation in session.execute(query):
        yield Entry(kind="deviation", id=deviation.id, day=row.decided_on, what=f"{deviation.what} ({row.decided_by})",
                    code="approved" if row.approved else "rejected", sender=parties.get(row.party_id, ""))


def _outcomes(session: Session, agreement_id: int) -> Iterator[Entry]:
    query = select(OutcomeRow, MeetingRow).join(MeetingRow, MeetingRow.id == OutcomeRow.meeting_id).where(
        OutcomeRow.agreement_id == agreement_id, OutcomeRow.kind == "decision")
    for row, meeting in session.execute(query):
        yield Entry(kind="outcome", id=meeting.id, day=meeting.held_on or meeting.day, what=row.body, sender=row.who or "")


def _signatures(session: Session, agreement_id: int, parties: dict[int, str]) -> Iterator[Entry]:
    # A signature that was only noted has nobody named.
    query = select(SignatureRow, SignerRow).outerjoin(
        SignerRow, and_(SignerRow.signature_id == SignatureRow.id, SignerRow.signed_on.is_not(None))).where(
        SignatureRow.agreement_id == agreement_id, SignatureRow.state == "signed")
    found: Iterable[tuple[SignatureRow, SignerRow | None]] = session.execute(query)
    for row, signer in found:
        day = signer.signed_on if signer is not None else row.signed_on
        named = ", ".join(part for part in (signer.name, signer.capacity) if part) if signer is not None else ""
        if day is not None:
            yield Entry(kind="signature", id=row.id, day=day, what=named, sender=parties.get(row.party_id, ""))


def _endings(session: Session, agreement_id: int, parties: dict[int, str]) -> Iterator[Entry]:
    for given in session.scalars(select(TerminationRow).where(TerminationRow.agreement_id == agreement_id)):
        yield Entry(kind="termination", id=given.id, day=given.given_on, what=f"{given.signer}, {given.authority}",
                    sender=parties.get(given.party_id, ""))
    for told in session.scalars(select(RescissionRow).where(RescissionRow.agreement_id == agreement_id)):
        yield Entry(kind="rescission", id=told.id, day=told.declared_on, what=f"{told.declared_by}, {told.capacity}: {told.reason}",
                    sender=parties.get(told.party_id, ""))


def _waivers(session: Session, agreement_id: int, parties: dict[int, str]) -> Iterator[Entry]:
    query = select(WaiverRow, RepaymentRow.claimed_by).join(RepaymentRow, RepaymentRow.id == WaiverRow.repayment_id).where(
        RepaymentRow.agreement_id == agreement_id)
    for row, party_id in session.execute(query):
        yield Entry(kind="waiver", id=row.repayment_id, day=local_day(row.recorded_at), what=f"{row.decision}: {row.reason}",
                    sender=parties.get(party_id, ""))
