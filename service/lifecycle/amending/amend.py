"""Sending an amendment for signature, and what comes of it; nothing of it holds before all have signed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.amendments.notices import CONCERNED, amendment_letter
from service.amendments.rules import decide, takes_effect
from service.amendments.states import State, Step
from service.amendments.store import get_amendment, held, matter_of, unsettled
from service.amendments.tables import AmendmentRow
from service.history.record import CLOCK
from service.kernel.clock import local_day
from service.lifecycle.amending.draft import foreseen
from service.lifecycle.amending.force import (
    carry_period,
    clause_on_changes,
    enter_what_is_due,
    extended_otherwise,
    settle_decision,
    step,
)
from service.lifecycle.amending.parties import bind, ensure_manned, loosen
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.notices import scene
from service.lifecycle.plan import apply_plan
from service.lifecycle.signing.asking import ask_all, letter_about
from service.lifecycle.signing.manner import Manner
from service.notices.owe import owe
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import addressees
from service.parties.model import Audience, recipients
from service.parties.store import cast as cast_of
from service.signatures.actions import Text, let_fall
from service.signatures.states import State as Signature
from service.signatures.store import of_matter
from service.signatures.tables import SignatureRow

PARTIES_CHANGED = "Parterna har ändrats genom tillägg {number}. / The parties have changed by amendment {number}."
CONCERNED_NAMED = Audience(CONCERNED.functions, "named")


def send(
    session: Session, amendment_id: int, *, now: datetime, by: str, text: Text, manner: Manner | None = None,
) -> list[SignatureRow]:
    """Put a draft forward as `text` for signature by every party; it is fixed from now on."""
    row = held(session, amendment_id)
    facts, _ = foreseen(session, row, today=local_day(now), now=now)
    decide(row.id, row.agreement_id, Step.SEND, facts)
    ensure_manned(cast_of(session, row.agreement_id), row.id)
    step(session, row, Step.SEND, now=now, by=by, values={"sent_at": now, "told_at": row.told_at},
         body={"text": text.digest})
    return ask_all(session, row.agreement_id, matter_of(row), text, manner or Manner(), now=now, today=local_day(now))


def complete(session: Session, amendment_id: int, *, last: date, now: datetime, by: str) -> None:
    """Let an amendment that all have signed hold: from its day, or from the day of the last signature, `last`."""
    row = get_amendment(session, amendment_id)
    around = scene(session, row.agreement_id)
    asked = tuple(one.id for one in around.cast.concerned(row.id))
    unsigned = tuple(
        party.name for party in around.cast.concerned(row.id)
        if not any(one.party_id == party.id and one.state == Signature.SIGNED
                   for one in of_matter(session, row.agreement_id, matter_of(row))))
    facts, after = foreseen(session, row, today=last, now=now, unsigned=unsigned)
    decide(row.id, row.agreement_id, Step.COMPLETE, facts)
    assert after is not None
    from_on = takes_effect(facts)
    version = versions_of(session, row.agreement_id)[-1].number + 1
    step(session, row, Step.COMPLETE, now=now, by=by, values={"from_on": from_on, "version": version, "signed_at": now},
         body={"from": from_on.isoformat(), "version": version})
    if bind(session, row, from_on):
        _others_fall(session, row, now=now)
    agreement = get_agreement(session, row.agreement_id)
    if "end" in facts.changed:
        settle_decision(session, agreement, after, now=now, by=by)
        extended_otherwise(session, row.agreement_id, row.id)
    carry_period(agreement, frozenset(path.split(".")[0] for path in facts.changed), after, now=now)
    session.flush()
    apply_plan(session, agreement, now=now, live=True, amended=True)
    if from_on > local_day(now):
        told = Owed(name="signed_by_all", to=CONCERNED_NAMED, rung=f"amendment {row.id}", given_on=local_day(now),
                    named=asked)
        owe(session, [letter_about(session, told, scene(session, row.agreement_id), matter_of(row),
                                   subject=f"amendment {row.id}", today=local_day(now))], now=now)
    enter_what_is_due(session, row.agreement_id, local_day(now), now=now)


def _others_fall(session: Session, row: AmendmentRow, *, now: datetime) -> None:
    """Take back every other amendment in signature: those who were asked are no longer those whom it concerns."""
    for other in unsettled(session, row.agreement_id):
        if other.id != row.id and other.state == State.IN_SIGNATURE:
            withdraw(session, other.id, now=now, by=CLOCK, reason=PARTIES_CHANGED.format(number=row.number))


def decline(session: Session, amendment_id: int, *, reason: str, now: datetime, by: str) -> None:
    """Let an amendment fall because a party will not sign it."""
    row = get_amendment(session, amendment_id)
    step(session, row, Step.DECLINE, now=now, by=by, reason=reason)
    loosen(session, row)
    let_fall(session, of_matter(session, row.agreement_id, matter_of(row)), on=local_day(now), by=by, now=now)


def withdraw(session: Session, amendment_id: int, *, now: datetime, by: str, reason: str | None = None) -> None:
    """Take an amendment back before all have signed; who was asked to sign is told."""
    row = held(session, amendment_id)
    was_out = row.state == State.IN_SIGNATURE
    step(session, row, Step.WITHDRAW, now=now, by=by, reason=reason)
    let_fall(session, of_matter(session, row.agreement_id, matter_of(row)), on=local_day(now), by=by, now=now)
    around = scene(session, row.agreement_id)
    asked = tuple(one.id for one in around.cast.concerned(row.id))
    to = addressees(recipients(around.cast, CONCERNED_NAMED, local_day(now), named=asked))
    loosen(session, row)
    if was_out:
        owe(session, [amendment_letter("amendment_withdrawn", row, around.brief, around.cast, clause=clause_on_changes(around.terms),
                                       today=local_day(now), to=CONCERNED, addressed=to,
                                       facts={"by": by, "reason": reason})], now=now)
