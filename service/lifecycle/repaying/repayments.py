"""Claims of repayment: each act, with what it looks at in other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement
from service.agreements.tables import AgreementRow
from service.history.record import ReadOnly
from service.kernel.text.personal import refuse_personal_numbers
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.repaying.ground import ENDED, REPAYMENT, Standing, standings
from service.lifecycle.repaying.letters import claim_letter
from service.lifecycle.talks.ground import party_of
from service.repayments import actions
from service.repayments.model import Claim, Instalment
from service.repayments.refusals import NotOver, OnlyPublic
from service.repayments.rules import Item
from service.repayments.store import agreement_of, get_item


def over(session: Session, agreement_id: int) -> AgreementRow:
    """Return the agreement, locked, so that what was paid and what is claimed of it stay so; refuse if it is not over."""
    row = get_agreement(session, agreement_id)
    if row.state == State.CLOSED:
        raise ReadOnly
    if row.state not in ENDED:
        raise NotOver
    return row


def claim(session: Session, agreement_id: int, given: Claim, *, party_id: int, now: datetime, by: str) -> int:
    """Claim repayment for the public party, by letter; return the claim's id."""
    row = over(session, agreement_id)
    sender, to = party_of(session, agreement_id, party_id), party_of(session, agreement_id, given.against)
    if sender.role != "public" or to.role != "civil":
        raise OnlyPublic
    refuse_personal_numbers(why=given.why)
    proposal = _standing(session, row, to.id).on(given.ground)
    item = actions.claim(session, agreement_id, given, proposal, claimed_by=sender.id,
                         clause=newest_terms(session, agreement_id).clause(*REPAYMENT), now=now, by=by)
    document_id = claim_letter(session, row, item, proposal, sender=sender, to=to, now=now, by=by)
    actions.written_to(session, item.id, document_id)
    return item.id


def _standing(session: Session, row: AgreementRow, against: int) -> Standing:
    return next(one for one in standings(session, row) if one.party.id == against)


def agree(session: Session, repayment_id: int, party_id: int, *, message: str = "", now: datetime, by: str) -> Item:
    """Agree to pay, for the association."""
    refuse_personal_numbers(message=message)
    return actions.agree(session, _item(session, repayment_id), party=party_id, message=message.strip(), now=now, by=by)


def dispute(session: Session, repayment_id: int, party_id: int, reason: str, *, now: datetime, by: str) -> Item:
    """Dispute the claim, for the association."""
    refuse_personal_numbers(reason=reason)
    return actions.dispute(session, _item(session, repayment_id), reason, party=party_id, now=now, by=by)


def settle(session: Session, repayment_id: int, *, decision: str, reason: str, now: datetime, by: str) -> Item:
    """Note what ended the dispute."""
    refuse_personal_numbers(decision=decision, reason=reason)
    return actions.settle(session, _item(session, repayment_id), decision, reason, now=now, by=by)


def pay(session: Session, repayment_id: int, *, on: date, ore: int, reference: str = "", now: datetime, by: str) -> Item:
    """Record that money has come back."""
    refuse_personal_numbers(reference=reference)
    return actions.pay(session, _item(session, repayment_id), on=on, ore=ore, reference=reference.strip(), now=now, by=by)


def waive(session: Session, repayment_id: int, *, ore: int, decision: str, reason: str, now: datetime, by: str) -> Item:
    """Let go of all or part of what is left, by a decision."""
    refuse_personal_numbers(decision=decision, reason=reason)
    return actions.waive(session, _item(session, repayment_id), ore, decision=decision, reason=reason, now=now, by=by)


def take_back(session: Session, repayment_id: int, reason: str, *, now: datetime, by: str) -> Item:
    """Withdraw the claim."""
    refuse_personal_numbers(reason=reason)
    return actions.take_back(session, _item(session, repayment_id), reason, now=now, by=by)


def replan(session: Session, repayment_id: int, parts: Sequence[Instalment], *, now: datetime, by: str) -> Item:
    """Let what is left be paid in other parts."""
    return actions.replan(session, _item(session, repayment_id), parts, now=now, by=by)


def _item(session: Session, repayment_id: int) -> Item:
    over(session, agreement_of(session, repayment_id))
    return get_item(session, repayment_id)
