"""Reading one agreement with all that its page shows, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.agreements.store import NoSuchAgreement, terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.amendments.store import of_agreement
from service.amendments.tables import AmendmentRow
from service.history.tables import HistoryRow
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow, Post
from service.obligations.tables import ObligationRow
from service.parties.model import Cast
from service.parties.store import cast
from service.parties.tables import PartyRow, PersonRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.scheduler.tables import TroubleRow
from service.signatures.store import AGREEMENT
from service.signatures.tables import SignatureRow, SigningRow

STORY = 300


@dataclass(frozen=True, slots=True)
class Seated:
    """One person called to a meeting, and what was answered."""

    id: int
    meeting_id: int
    party_id: int
    name: str
    email: str
    language: str
    answer: str
    suggested_on: date | None
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One agreement and what belongs to it; `rows` are detached and only read.

    `signatures` are those of the agreement itself, `amending` those of each amendment, in the newest round.
    """

    row: AgreementRow
    terms: Terms
    parties: Sequence[PartyRow]
    cast: Cast
    obligations: Sequence[ObligationRow]
    meetings: Sequence[MeetingRow]
    seats: dict[int, list[Seated]]
    decisions: Sequence[DecisionRow]
    answers: dict[int, list[AnswerRow]]
    signatures: Sequence[SignatureRow]
    amendments: Sequence[AmendmentRow] = ()
    amending: Mapping[int, Sequence[SignatureRow]] = field(default_factory=dict)
    signings: Mapping[int, SigningRow] = field(default_factory=dict)
    story: Sequence[HistoryRow]
    story_length: int
    post: dict[str, int]
    undeliverable: Sequence[OutboxRow]
    troubles: Sequence[TroubleRow]

    def clause_of(self, obligation_id: int) -> str:
        """Return the sentence that an obligation rests on."""
        return next((one.clause for one in self.obligations if one.id == obligation_id), "")


def load(session: Session, agreement_id: int) -> Found:
    """Return the agreement, or raise NoSuchAgreement."""
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    decisions = session.scalars(
        select(DecisionRow).where(DecisionRow.agreement_id == agreement_id).order_by(DecisionRow.day)).all()
    meetings = session.scalars(
        select(MeetingRow).where(MeetingRow.agreement_id == agreement_id).order_by(MeetingRow.starts_at)).all()
    mine = HistoryRow.chain == agreement_id
    signed = newest_signatures(session, [agreement_id])
    return Found(
        row=row,
        terms=terms_of(session, agreement_id),
        parties=session.scalars(
            select(PartyRow).where(PartyRow.agreement_id == agreement_id).order_by(PartyRow.position)).all(),
        cast=cast(session, agreement_id),
        obligations=session.scalars(
            select(ObligationRow).where(ObligationRow.agreement_id == agreement_id)
            .order_by(ObligationRow.day, ObligationRow.key)).all(),
        meetings=meetings,
        seats=seats_of(session, [one.id for one in meetings]),
        decisions=decisions,
        answers=_answers(session, [one.id for one in decisions]),
        signatures=signed.own(agreement_id),
        amendments=of_agreement(session, agreement_id),
        amending=signed.amending(agreement_id),
        signings=signed.signings,
        story=session.scalars(select(HistoryRow).where(mine).order_by(HistoryRow.seq.desc()).limit(STORY)).all(),
        story_length=session.scalars(select(func.count()).select_from(HistoryRow).where(mine)).one(),
        post=_post(session, agreement_id),
        undeliverable=session.scalars(
            select(OutboxRow).where(OutboxRow.agreement_id == agreement_id, OutboxRow.state == Post.UNDELIVERABLE)
            .order_by(OutboxRow.id.desc()).limit(5)).all(),
        troubles=session.scalars(select(TroubleRow).where(TroubleRow.agreement_id == agreement_id)).all(),
    )


def seats_of(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[Seated]]:
    """Return those called to each meeting, with their answers."""
    query = (
        select(SeatRow.id, SeatRow.meeting_id, SeatRow.party_id, PersonRow.name, PersonRow.email, PersonRow.language,
               SeatRow.answer, SeatRow.suggested_on, SeatRow.comment)
        .join(PersonRow, PersonRow.id == SeatRow.person_id)
        .where(SeatRow.meeting_id.in_(meeting_ids)).order_by(SeatRow.party_id, SeatRow.id)
    )
    found: dict[int, list[Seated]] = defaultdict(list)
    row: Any
    for row in session.execute(query):
        found[row[1]].append(Seated(*row))
    return found


def _post(session: Session, agreement_id: int) -> dict[str, int]:
    query = select(OutboxRow.state, func.count()).where(OutboxRow.agreement_id == agreement_id)
    return {state: count for state, count in session.execute(query.group_by(OutboxRow.state))}


def _answers(session: Session, decision_ids: Sequence[int]) -> dict[int, list[AnswerRow]]:
    found: dict[int, list[AnswerRow]] = defaultdict(list)
    for row in session.scalars(select(AnswerRow).where(AnswerRow.decision_id.in_(decision_ids)).order_by(AnswerRow.id)):
        found[row.decision_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class Signed:
    """The signatures of the newest round of each matter, by agreement and matter."""

    rows: Mapping[tuple[int, str], Sequence[SignatureRow]]
    signings: Mapping[int, SigningRow]

    def own(self, agreement_id: int) -> Sequence[SignatureRow]:
        """Return those of an agreement itself."""
        return self.rows.get((agreement_id, AGREEMENT), ())

    def amending(self, agreement_id: int) -> dict[int, Sequence[SignatureRow]]:
        """Return those of each amendment of an agreement."""
        return {int(matter.split()[1]): mine for (number, matter), mine in self.rows.items()
                if number == agreement_id and matter.startswith("amendment ")}


def newest_signatures(session: Session, agreement_ids: Sequence[int]) -> Signed:
    """Return the signatures of the newest round of every matter of some agreements, in one query."""
    query = select(SignatureRow, SigningRow).join(SigningRow, SigningRow.id == SignatureRow.signing_id).where(
        SignatureRow.agreement_id.in_(agreement_ids)).order_by(SignatureRow.id)
    rows: dict[tuple[int, str], list[SignatureRow]] = {}
    signings: dict[int, SigningRow] = {}
    for row, signing in session.execute(query):
        mine = rows.setdefault((row.agreement_id, signing.matter), [])
        if mine and mine[0].round < row.round:
            mine.clear()
        mine.append(row)
        signings[signing.id] = signing
    return Signed(rows, signings)
