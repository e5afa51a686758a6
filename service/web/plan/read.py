"""Reading one agreement with all that its page shows, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from service.agreements.store import Follower, NoSuchAgreement, followers, terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.amendments.store import amendment_id_of, of_agreement
from service.amendments.tables import AmendmentRow
from service.breaches import rules as breach_rules
from service.breaches import store as breaches
from service.deviations import rules as deviation_rules
from service.deviations import store as deviations
from service.disputes import rules as dispute_rules
from service.disputes import store as disputes
from service.economy.invoices import rules as invoice_rules
from service.economy.invoices import store as invoices
from service.followup.reports import rules as report_rules
from service.followup.reports import store as reports
from service.history.tables import HistoryRow
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow, Post
from service.obligations.tables import ObligationRow
from service.parties.model import Cast, Standing
from service.parties.store import cast
from service.parties.tables import PartyRow, PersonRow
from service.renegotiations import rules as renegotiation_rules
from service.renegotiations import store as renegotiations
from service.renewal.tables import AnswerRow, DecisionRow
from service.repayments import rules as repayment_rules
from service.repayments import store as repayments
from service.rescissions import rules as rescission_rules
from service.rescissions import store as rescissions
from service.scheduler.tables import TroubleRow
from service.signatures.store import AGREEMENT, WAITING_SINCE
from service.signatures.tables import SignatureRow, SigningRow
from service.terminations import rules as termination_rules
from service.terminations import store as terminations

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


class Happened(NamedTuple):
    """One entry of history, as far as it is told."""

    at: datetime
    actor: str
    subject: str
    event: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One agreement and what belongs to it; `rows` are detached and only read.

    `signatures` are those of the agreement itself, `amending` those of each amendment, in the newest round, `originals` since when
    one waits to be looked at. `follower` is the agreement that takes over.
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
    originals: Mapping[int, datetime] = field(default_factory=dict)
    follower: Follower | None = None
    story: Sequence[Happened]
    story_length: int
    post: dict[str, int]
    undeliverable: Sequence[OutboxRow]
    troubles: Sequence[TroubleRow]
    renegotiations: Sequence[renegotiation_rules.Item] = ()
    deviations: Sequence[deviation_rules.Item] = ()
    terminations: Sequence[termination_rules.Item] = ()
    invoices: Sequence[invoice_rules.Item] = ()
    reports: Sequence[report_rules.Item] = ()
    breaches: Sequence[breach_rules.Item] = ()
    rescissions: Sequence[rescission_rules.Item] = ()
    repayments: Sequence[repayment_rules.Item] = ()
    disputes: Sequence[dispute_rules.Item] = ()

    def clause_of(self, obligation_id: int) -> str:
        """Return the sentence that an obligation rests on."""
        return next((one.clause for one in self.obligations if one.id == obligation_id), "")


# Every statement is made once: putting one together takes longer than the database does to answer it.
_AGREEMENT: BindParameter[int] = bindparam("agreement")
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_STORY = (
    select(HistoryRow.at, HistoryRow.actor, HistoryRow.subject, HistoryRow.event, HistoryRow.body)
    .where(HistoryRow.chain == _AGREEMENT).order_by(HistoryRow.seq.desc()).limit(STORY)
)
_STORY_LENGTH = select(func.count()).select_from(HistoryRow).where(HistoryRow.chain == _AGREEMENT)
_DECISIONS = select(DecisionRow).where(DecisionRow.agreement_id == _AGREEMENT).order_by(DecisionRow.day)
_ANSWERS = select(AnswerRow).where(AnswerRow.decision_id.in_(_IDS)).order_by(AnswerRow.id)
_MEETINGS = select(MeetingRow).where(MeetingRow.agreement_id == _AGREEMENT).order_by(MeetingRow.starts_at)
_PARTIES = select(PartyRow).where(
    PartyRow.agreement_id == _AGREEMENT, PartyRow.standing == Standing.PARTY).order_by(PartyRow.position)
_OBLIGATIONS = (
    select(ObligationRow).where(ObligationRow.agreement_id == _AGREEMENT).order_by(ObligationRow.day, ObligationRow.key))
_SEATS = (
    select(SeatRow.id, SeatRow.meeting_id, SeatRow.party_id, PersonRow.name, PersonRow.email, PersonRow.language,
           SeatRow.answer, SeatRow.suggested_on, SeatRow.comment)
    .join(PersonRow, PersonRow.id == SeatRow.person_id)
    .where(SeatRow.meeting_id.in_(_IDS)).order_by(SeatRow.party_id, SeatRow.id)
)
_SIGNED = (
    select(SignatureRow, SigningRow, WAITING_SINCE).join(SigningRow, SigningRow.id == SignatureRow.signing_id)
    .where(SignatureRow.agreement_id.in_(_IDS)).order_by(SignatureRow.id)
)
_POST = select(OutboxRow.state, func.count()).where(OutboxRow.agreement_id == _AGREEMENT).group_by(OutboxRow.state)
_UNDELIVERABLE = (
    select(OutboxRow).where(OutboxRow.agreement_id == _AGREEMENT, OutboxRow.state == Post.UNDELIVERABLE)
    .order_by(OutboxRow.id.desc()).limit(5)
)
_TROUBLES = select(TroubleRow).where(TroubleRow.agreement_id == _AGREEMENT)


def load(session: Session, agreement_id: int) -> Found:
    """Return the agreement, or raise NoSuchAgreement."""
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    mine = {"agreement": agreement_id}
    decisions, meetings = session.scalars(_DECISIONS, mine).all(), session.scalars(_MEETINGS, mine).all()
    post = {state: count for state, count in session.connection().execute(_POST, mine)}
    signed = newest_signatures(session, [agreement_id])
    return Found(
        row=row,
        terms=terms_of(session, agreement_id),
        parties=session.scalars(_PARTIES, mine).all(),
        cast=cast(session, agreement_id),
        obligations=session.scalars(_OBLIGATIONS, mine).all(),
        meetings=meetings,
        seats=seats_of(session, [one.id for one in meetings]),
        decisions=decisions,
        answers=_answers(session, [one.id for one in decisions]),
        signatures=signed.own(agreement_id),
        amendments=of_agreement(session, agreement_id),
        amending=signed.amending(agreement_id),
        signings=signed.signings,
        originals=signed.originals,
        follower=followers(session, [agreement_id]).get(agreement_id),
        story=[Happened(*one) for one in session.connection().execute(_STORY, mine)],
        story_length=session.connection().scalars(_STORY_LENGTH, mine).one(),
        post=post,
        undeliverable=session.scalars(_UNDELIVERABLE, mine).all() if Post.UNDELIVERABLE in post else (),
        troubles=session.scalars(_TROUBLES, mine).all(),
        renegotiations=renegotiations.open_items(session, [agreement_id]),
        deviations=deviations.open_items(session, [agreement_id]),
        terminations=terminations.open_items(session, [agreement_id]),
        invoices=invoices.coming_items(session, [agreement_id]),
        reports=reports.coming_items(session, [agreement_id]),
        breaches=breaches.open_items(session, [agreement_id]),
        rescissions=rescissions.open_items(session, [agreement_id]),
        repayments=repayments.items_of(session, [agreement_id], open_only=True),
        disputes=disputes.open_items(session, [agreement_id]),
    )


def seats_of(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[Seated]]:
    """Return those called to each meeting, with their answers."""
    found: dict[int, list[Seated]] = defaultdict(list)
    row: Any
    for row in session.connection().execute(_SEATS, {"ids": meeting_ids}):
        found[row[1]].append(Seated(*row))
    return found


def _answers(session: Session, decision_ids: Sequence[int]) -> dict[int, list[AnswerRow]]:
    found: dict[int, list[AnswerRow]] = defaultdict(list)
    for row in session.scalars(_ANSWERS, {"ids": decision_ids}):
        found[row.decision_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class Signed:
    """The signatures of the newest round of each matter, by agreement and matter; `originals` is since when one waits."""

    rows: Mapping[tuple[int, str], Sequence[SignatureRow]]
    signings: Mapping[int, SigningRow]
    originals: Mapping[int, datetime]

    def own(self, agreement_id: int) -> Sequence[SignatureRow]:
        """Return those of an agreement itself."""
        return self.rows.get((agreement_id, AGREEMENT), ())

    def amending(self, agreement_id: int) -> dict[int, Sequence[SignatureRow]]:
        """Return those of each amendment of an agreement."""
        return {amendment_id_of(matter): mine for (number, matter), mine in self.rows.items()
                if number == agreement_id and matter.startswith("amendment ")}


def newest_signatures(session: Session, agreement_ids: Sequence[int]) -> Signed:
    """Return the signatures of the newest round of every matter of some agreements, in one query."""
    rows: dict[tuple[int, str], list[SignatureRow]] = {}
    signings: dict[int, SigningRow] = {}
    originals: dict[int, datetime] = {}
    for row, signing, since in session.execute(_SIGNED, {"ids": agreement_ids}):
        mine = rows.setdefault((row.agreement_id, signing.matter), [])
        if mine and mine[0].round < row.round:
            mine.clear()
        mine.append(row)
        signings[signing.id] = signing
        if since is not None:
            originals[row.id] = since
    return Signed(rows, signings, originals)
