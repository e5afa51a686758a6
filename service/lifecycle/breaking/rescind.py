"""Rescinding: declared here on a breach, or claimed to have been declared elsewhere and answered; paused while it is disputed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.breaches import actions as breaches
from service.breaches.refusals import NoNotice
from service.breaches.rules import check_rescission
from service.breaches.store import agreement_of as agreement_of_breach
from service.breaches.store import get_item as get_breach
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.lifecycle.breaking.ending import wake
from service.lifecycle.breaking.ground import active, check_documents, check_represents, show
from service.lifecycle.breaking.letters import rescission_letter
from service.lifecycle.settings.notices import PAUSE, tell_others
from service.lifecycle.steps import item_of, rescind_what_is_due
from service.lifecycle.talks.ground import party_of
from service.parties.store import cast
from service.rescissions import actions
from service.rescissions.model import Declaration, Declarer
from service.rescissions.refusals import AlreadyPaused, NeedsAgreementsDocument, NothingDisputed, NotPaused
from service.rescissions.rules import check_claim, check_day
from service.rescissions.states import State
from service.rescissions.store import agreement_of, open_items
from service.rescissions.tables import RescissionRow


def declare(session: Session, agreement_id: int, given: Declaration, *, now: datetime, by: str) -> int:
    """Rescind the agreement because of a breach, with a letter; return the rescission's id.

    From today it takes effect at once, from a later day at the midnight that day begins.
    """
    agreement, today = active(session, agreement_id), local_day(now)
    party_of(session, agreement_id, given.party_id)
    if given.breach_id is None or agreement_of_breach(session, given.breach_id) != agreement_id:
        raise NoNotice
    check_rescission(get_breach(session, given.breach_id), given.party_id, today)
    check_represents(session, agreement_id, given.party_id, given.declarer, today)
    check_day(given.effective_on, today=today, starts_on=agreement.starts_on, ends_on=item_of(session, agreement).last_day)
    made = actions.declare(session, agreement_id, given, now=now, by=by)
    breach = breaches.rescind(session, given.breach_id, given.reason, party_id=given.party_id, now=now, by=by)
    parties = {one.id: one for one in cast(session, agreement_id).parties}
    letter = rescission_letter(session, agreement, given, breach, parties, now=now, by=by)
    session.get_one(RescissionRow, made).document_id = letter
    session.flush()
    rescind_what_is_due(session, agreement, now=now, by=by)
    return made


def claim(session: Session, agreement_id: int, given: Declaration, *, recorder: int, now: datetime, by: str) -> int:
    """Record for a party (`recorder`) that one has rescinded outside the service: by whom, when, and what document shows it."""
    agreement = active(session, agreement_id)
    party_of(session, agreement_id, given.party_id)
    party_of(session, agreement_id, recorder)
    check_claim(given.declared_on, given.effective_on, today=local_day(now), starts_on=agreement.starts_on,
                ends_on=item_of(session, agreement).last_day)
    if given.document_id is not None:
        check_documents(session, agreement_id, recorder, (given.document_id,), NeedsAgreementsDocument, "document_id")
    made = actions.claim(session, agreement_id, given, recorder=recorder, now=now, by=by)
    if given.document_id is not None:
        show(session, (given.document_id,), now=now, by=by)
    return made


def accept(session: Session, rescission_id: int, text: str, declarer: Declarer, *, party_id: int, now: datetime, by: str) -> None:
    """Accept a claimed rescission for another party."""
    agreement = _answered(session, rescission_id, party_id, declarer, now)
    actions.accept(session, rescission_id, text, party_id=party_id, who=declarer.name, now=now, by=by)
    rescind_what_is_due(session, agreement, now=now, by=by)


def dispute(session: Session, rescission_id: int, text: str, declarer: Declarer, *, party_id: int, now: datetime, by: str) -> None:
    """Dispute a claimed rescission for another party."""
    _answered(session, rescission_id, party_id, declarer, now)
    actions.dispute(session, rescission_id, text, party_id=party_id, who=declarer.name, now=now, by=by)


def take_back(session: Session, rescission_id: int, text: str, declarer: Declarer, *, party_id: int, now: datetime, by: str) -> None:
    """Withdraw the claim; what was paused because it was disputed goes on."""
    agreement = _answered(session, rescission_id, party_id, declarer, now)
    actions.take_back(session, rescission_id, text, party_id=party_id, now=now, by=by)
    if agreement.paused_at is not None:
        go_on(session, agreement.id, party_id=party_id, now=now, by=by)


def _answered(session: Session, rescission_id: int, party_id: int, declarer: Declarer, now: datetime) -> AgreementRow:
    agreement = active(session, agreement_of(session, rescission_id))
    party_of(session, agreement.id, party_id)
    check_represents(session, agreement.id, party_id, declarer, local_day(now))
    return agreement


def pause(session: Session, agreement_id: int, *, party_id: int, now: datetime, by: str) -> None:
    """Let no more meetings be called and no payments be awaited while a rescission is disputed; the other parties are told."""
    row = active(session, agreement_id)
    if not any(one.state is State.DISPUTED for one in open_items(session, [agreement_id])):
        raise NothingDisputed
    if row.paused_at is not None:
        raise AlreadyPaused
    row.paused_at = now
    session.flush()
    _note(session, agreement_id, "paused", now=now, by=by)
    tell_others(session, row, PAUSE, party_id=party_id, now=now, by=by, resumed=False)


def go_on(session: Session, agreement_id: int, *, party_id: int, now: datetime, by: str) -> None:
    """Let meetings and payments go on; what fell due in the meantime the clock looks at now, and the other parties are told."""
    row = active(session, agreement_id)
    if row.paused_at is None:
        raise NotPaused
    row.paused_at = None
    session.flush()
    wake(session, agreement_id, now=now)
    _note(session, agreement_id, "resumed", now=now, by=by)
    tell_others(session, row, PAUSE, party_id=party_id, now=now, by=by, resumed=True)


def _note(session: Session, agreement_id: int, event: str, *, now: datetime, by: str) -> None:
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event=event)])
