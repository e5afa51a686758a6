"""Deciding on renewal: an answer, and what it means for the agreement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement, open_successor, terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Expiry, Terms
from service.amendments.tables import AmendmentRow
from service.kernel.clock import local_day
from service.kernel.errors import Refusal, Unknown
from service.lifecycle.amending.draft import draft
from service.lifecycle.amending.versions import newest_terms, prolonged_end
from service.lifecycle.signing.sign import FutureDay
from service.lifecycle.talks.renegotiations import open_decided
from service.notices.writing.languages import SPEECH
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.renewal.actions import answer
from service.renewal.rules import renews
from service.renewal.states import Answer
from service.renewal.store import current

WHY = "Parterna har tagit ställning till att förlänga överenskommelsen."
BY_OPTION = "{who} tar sin option att förlänga överenskommelsen."


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
    parties, terms = cast(session, agreement_id).parties, terms_of(session, agreement_id)
    if party.id not in {one.id for one in parties}:
        raise Unknown(what="party", id=party.id)
    outcome = answer(session, agreement_id, party.id, given, parties=len(parties), now=now, by=by, on=on,
                     decided_by=decided_by, holders=holders(terms, parties))
    if outcome is not None:
        # Whether the period goes on by itself may have changed: let the clock look again.
        session.execute(update(AgreementRow).where(AgreementRow.id == agreement_id).values(next_at=now))
    if outcome is Answer.EXTEND and not renews(row.ending, row.renewals, row.renewals_most, outcome):
        extend(session, agreement_id, now=now, by=by)
    if outcome is Answer.RENEGOTIATE and (decided := current(session, agreement_id)) is not None:
        open_decided(session, agreement_id, decided.id, now=now, by=by)
    return outcome


def holders(terms: Terms, parties: Sequence[PartyBrief]) -> frozenset[int]:
    """Return the parties that may alone extend: those whose option it is."""
    if terms.ending.mode is not Expiry.OPTION or terms.ending.months is None or terms.ending.party == "both":
        return frozenset()
    return frozenset(one.id for one in parties if one.role == terms.ending.party)


def extend(session: Session, agreement_id: int, *, now: datetime, by: str) -> AmendmentRow | None:
    """Open the amendment that carries out a decision to extend; only its signature extends.

    None where there is no end to move, or a new agreement takes over.
    """
    decision, newest = current(session, agreement_id), newest_terms(session, agreement_id)
    end = prolonged_end(newest, get_agreement(session, agreement_id).ends_on)
    if end is None or decision is None or open_successor(session, agreement_id, bound=True) is not None:
        return None
    terms = newest.model_copy(update={"end": end})
    title, parties = f"Förlängning till och med {end.isoformat()}", cast(session, agreement_id).parties
    alone = holders(newest, parties)
    why = BY_OPTION.format(who=SPEECH["sv"].names([one.name for one in parties if one.id in alone])) if alone else WHY
    return draft(session, agreement_id, terms, title=title, rationale=why, now=now, by=by, extends=True,
                 came_of=f"decision {decision.id}")
