"""Deciding on renewal: an answer, and what it means for the agreement."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement
from service.agreements.tables import AgreementRow
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.lifecycle.acts.register import FutureDay
from service.lifecycle.talks.renegotiations import open_decided
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.renewal.actions import answer
from service.renewal.states import Answer
from service.renewal.store import current


class NotRunning(Refusal):
    """The agreement is {state}; only one that is signed or active can be decided on."""

    sv = "Överenskommelsen är {state}; bara en undertecknad eller gällande kan man ta ställning till."


def decide(
    session: Session, agreement_id: int, party: PartyBrief, given: Answer, *, now: datetime, by: str,
    on: date | None = None, decided_by: str | None = None,
) -> Answer | None:
    """Record a party's answer; return what all have agreed on, None while they have not."""
    row = get_agreement(session, agreement_id)
    if row.state not in (State.SIGNED, State.ACTIVE):
        raise NotRunning(state=row.state)
    if on is not None and on > local_day(now):
        raise FutureDay(day=on)
    parties = len(cast(session, agreement_id).parties)
    outcome = answer(session, agreement_id, party.id, given, parties=parties, now=now, by=by, on=on,
                     decided_by=decided_by)
    if outcome is not None:
        # Whether the period goes on by itself may have changed: let the clock look again.
        session.execute(update(AgreementRow).where(AgreementRow.id == agreement_id).values(next_at=now))
    if outcome is Answer.RENEGOTIATE and (decided := current(session, agreement_id)) is not None:
        open_decided(session, agreement_id, decided.id, now=now, by=by)
    return outcome
