"""Reading one decision on renewal with the parties' answers and what has happened."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import open_successor, terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Expiry, Terms
from service.amendments.tables import AmendmentRow
from service.history.tables import HistoryRow
from service.kernel.errors import Unknown
from service.lifecycle.acts.renewal import holders
from service.lifecycle.rights import RIGHTS
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.obligations.tables import ObligationRow
from service.parties.model import Audience, PartyBrief, recipients
from service.parties.store import cast
from service.renewal.states import Answer
from service.renewal.states import State as Decision
from service.renewal.tables import AnswerRow, DecisionRow

MOST = 50
ANSWERING = Audience(tuple(sorted(RIGHTS["decision.answer"].functions)), "named")
RUNNING = (State.SIGNED, State.ACTIVE)


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened; `party` and `answer` when a party took a stand."""

    at: datetime
    actor: str
    event: str
    party: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One decision, its agreement, and each party's answer.

    `asked` are those who may answer, by party; `meeting` is the last one to talk it over at, `amendment` the newest
    that carries out the decision to extend, `successor` the agreement that takes over instead.
    """

    row: DecisionRow
    agreement: AgreementRow
    terms: Terms
    clause: str
    answers: Sequence[tuple[PartyBrief, AnswerRow | None]]
    meeting: MeetingRow | None
    story: Sequence[Happened]
    asked: Mapping[int, Sequence[str]]
    amendment: AmendmentRow | None = None
    successor: AgreementRow | None = None

    @property
    def open(self) -> bool:
        """Say whether the parties can answer now."""
        return (self.row.state not in (Decision.DECIDED, Decision.VOID) and self.row.ends_on == self.agreement.ends_on
                and self.agreement.state in RUNNING)

    @property
    def differ(self) -> bool:
        """Say whether the parties have answered differently."""
        return len({one.answer for _, one in self.answers if one is not None}) > 1

    @property
    def waiting(self) -> list[str]:
        """Return the parties that have not answered."""
        return [party.name for party, one in self.answers if one is None]

    @property
    def renews(self) -> bool:
        """Say whether the period goes on by itself unless all agree to let it end."""
        one = self.agreement
        return one.ending == Expiry.RENEWS and (one.renewals < one.renewals_most or self.went_on)

    @property
    def went_on(self) -> bool:
        """Say whether the agreement has been renewed past the period this was about."""
        return self.agreement.ends_on is not None and self.agreement.ends_on > self.row.ends_on

    @property
    def holders(self) -> list[str]:
        """Return the parties that may extend alone: those whose option it is."""
        alone = holders(self.terms, [party for party, _ in self.answers])
        return [party.name for party, _ in self.answers if party.id in alone]

    @property
    def by_option(self) -> bool:
        """Say whether it was decided by those whose option it is, without all having answered alike."""
        return bool(self.holders) and self.row.outcome == Answer.EXTEND and (self.differ or bool(self.waiting))

    def answer_of(self, party_id: int) -> AnswerRow | None:
        """Return what a party has answered."""
        return next((one for party, one in self.answers if party.id == party_id), None)

    def needs_paper(self) -> bool:
        """Say whether what was agreed on must still be written down and signed."""
        return self.row.outcome == Answer.RENEGOTIATE or (self.row.outcome == Answer.EXTEND and not self.renews)


def load(session: Session, decision_id: int, today: date) -> Stand:
    """Return one decision; raise Unknown."""
    found = session.execute(
        select(DecisionRow, AgreementRow, ObligationRow.clause)
        .join(AgreementRow, AgreementRow.id == DecisionRow.agreement_id)
        .join(ObligationRow, ObligationRow.id == DecisionRow.obligation_id)
        .where(DecisionRow.id == decision_id)
    ).one_or_none()
    if found is None:
        raise Unknown(what="decision", id=decision_id)
    row, agreement, clause = found
    everyone = cast(session, agreement.id)
    parties = everyone.parties
    given = {one.party_id: one for one in session.scalars(select(AnswerRow).where(AnswerRow.decision_id == row.id))}
    return Stand(
        row=row, agreement=agreement, terms=terms_of(session, agreement.id), clause=clause,
        answers=[(party, given.get(party.id)) for party in parties], story=_story(session, row, parties),
        asked={party.id: [one.name for one in recipients(everyone, ANSWERING, today, named=(party.id,)) if one.person_id]
               for party in parties},
        meeting=session.scalars(select(MeetingRow).where(
            MeetingRow.agreement_id == agreement.id, MeetingRow.day <= row.day,
            MeetingRow.state.in_((Meeting.PLANNED, Meeting.CALLED)), MeetingRow.earlier.is_(False),
        ).order_by(MeetingRow.day.desc()).limit(1)).first(),
        amendment=session.scalars(select(AmendmentRow).where(
            AmendmentRow.agreement_id == agreement.id, AmendmentRow.came_of == f"decision {row.id}",
        ).order_by(AmendmentRow.number.desc()).limit(1)).first(),
        successor=open_successor(session, agreement.id, bound=True))


def _story(session: Session, row: DecisionRow, parties: Sequence[PartyBrief]) -> list[Happened]:
    names = {party.id: party.name for party in parties}
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject == f"decision {row.id}", HistoryRow.event != "told",
    ).order_by(HistoryRow.seq.desc()).limit(MOST))
    made = []
    for one in entries:
        body = json.loads(one.body)
        made.append(Happened(one.at, one.actor, one.event, names.get(body.get("party"), ""),
                             body.get("answer") or body.get("outcome") or ""))
    return made
