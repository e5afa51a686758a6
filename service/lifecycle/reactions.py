"""What follows from each step of an agreement, in the same transaction; nothing here talks to the network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from service.agreements.states import State, Step
from service.agreements.store import terms_of
from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.amendments.store import of_agreement
from service.breaches import actions as breaches
from service.followup.shifts import actions as shifts
from service.history.record import CLOCK, seal
from service.kernel.calendar import add_months
from service.kernel.clock import local_day, moment
from service.lifecycle.amending.force import enter_what_is_due, lapse, tell_of_successor
from service.lifecycle.breaking import ending
from service.lifecycle.clock import BEGUN, EVERYONE, PARTIES_AND_MANAGERS, Item
from service.lifecycle.ending.effect import end_on_last_day, settle_notices
from service.lifecycle.notices import closing_letter, compose, renewed_letter, scene, signature_facts, signing_letter
from service.lifecycle.plan import apply_plan
from service.lifecycle.talks import deviations, renegotiations
from service.meetings import actions as meetings
from service.meetings.store import upcoming
from service.notices.owe import owe, withdraw
from service.obligations.reminders.ladders import Owed, Stop, owed
from service.renewal.actions import void
from service.rescissions import actions as rescissions
from service.signatures import actions as signatures
from service.signatures.store import AGREEMENT, last_round, of_matter

ONE_DAY, ONE_SECOND = timedelta(days=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A step that has just been taken; `as_of` is when it truly happened."""

    row: AgreementRow
    terms: Terms
    step: Step
    was: State
    now: datetime
    by: str
    as_of: datetime

    @property
    def known_late(self) -> bool:
        """Say whether it happened before the service knew of the agreement as signed."""
        return self.row.known_at is not None and self.as_of < self.row.known_at


Reaction = Callable[[Session, Happened], None]


def plan_ahead(session: Session, at: Happened) -> None:
    """Derive the plan and set it going."""
    apply_plan(session, at.row, now=at.now, live=True)


def tell_signed(session: Session, at: Happened) -> None:
    """Tell both parties that all have signed, unless that was before the agreement was registered here."""
    subject = f"agreement {at.row.id}"
    withdraw(session, subject, names=("start_unsigned",))
    if at.row.signed_on is not None and at.row.signed_on < local_day(at.row.registered_at):
        return
    around = scene(session, at.row.id)
    told = Owed(name="signed_by_all", to=PARTIES_AND_MANAGERS, rung=str(last_round(session, at.row.id)),
                given_on=local_day(at.now))
    facts = {"start": at.row.starts_on.isoformat(), **signature_facts(session, at.row.id, around.cast)}
    owe(session, [signing_letter(subject, around, told, today=local_day(at.now), facts=facts)], now=at.now)


def settle_what_is_followed(session: Session, at: Happened) -> None:
    """Stop chasing the extension of the agreement that this one takes over from: what was decided is signed."""
    if at.row.follows_id is not None:
        chased = [one.id for one in of_agreement(session, at.row.follows_id) if one.extends]
        for number in chased:
            withdraw(session, f"amendment {number}", names=("extension_unsigned",))


def tell_begun_late(session: Session, at: Happened) -> None:
    """Tell at once that the agreement is active when a late signature, not the day, made it so."""
    if at.as_of <= moment(at.row.starts_on) or at.known_late:
        return
    item = Item(id=at.row.id, state=State.ACTIVE, starts_on=at.row.starts_on, ends_on=at.row.ends_on, goes_on=False,
                arose_at=at.now, told_at=None, planned_until=None)
    told = owed(Stop(at.now, BEGUN[0], 1), late=False)
    owe(session, [compose(session, item, told, scene(session, at.row.id), today=local_day(at.now))], now=at.now)


def void_signatures(session: Session, at: Happened) -> None:
    """Let what was signed or asked for in this round fall."""
    signatures.let_fall(session, of_matter(session, at.row.id, AGREEMENT), on=local_day(at.now), by=at.by, now=at.now)
    withdraw(session, f"agreement {at.row.id}", names=("start_unsigned",))


def void_decision(session: Session, at: Happened) -> None:
    """Let a decision on renewal that was not taken in time fall with the period."""
    void(session, at.row.id, now=at.now, by=at.by)


def amend_what_was_due(session: Session, at: Happened) -> None:
    """Let signed amendments whose day came before the end of the period come into force, though nobody looked until now."""
    enter_what_is_due(session, at.row.id, local_day(at.as_of) - ONE_DAY, now=at.now)


def let_amendments_lapse(session: Session, at: Happened) -> None:
    """Let what is not in force when the agreement ends lapse."""
    lapse(session, at.row.id, now=at.now, as_of=at.as_of, by=at.by)


def prolong(session: Session, at: Happened) -> None:
    """Set the new last day, and plan for the new period."""
    terms = terms_of(session, at.row.id)
    if terms.end is None or terms.ending.months is None:
        raise ValueError(f"agreement {at.row.id} renews without a period to renew by")
    regular = add_months(terms.end, terms.ending.months * at.row.renewals) == at.row.ends_on
    at.row.renewals += 1
    # From the first end, so that ends of months do not drift; from the present one where an amendment has changed the months.
    at.row.ends_on = add_months(terms.end, terms.ending.months * at.row.renewals) if regular or at.row.ends_on is None else (
        add_months(at.row.ends_on, terms.ending.months))
    if at.row.terminates_on is not None:
        # Notice stops the renewal: the period goes on to the last day by the notice and no further.
        at.row.ends_on = min(at.row.ends_on, at.row.terminates_on)
    session.flush()
    apply_plan(session, at.row, now=at.now, live=True)


def tell_renewed(session: Session, at: Happened) -> None:
    """Tell everyone that the agreement goes on by itself, unless it only lasts out a notice or that was before it was known here."""
    if at.known_late or at.row.terminates_on is not None or at.row.ends_on is None:
        return
    told = Owed(name="renewed", to=EVERYONE, rung=at.row.ends_on.isoformat(), given_on=local_day(at.now))
    owe(session, [renewed_letter(scene(session, at.row.id), told, was=local_day(at.as_of) - ONE_DAY, end=at.row.ends_on,
                                 today=local_day(at.now))], now=at.now, by_clock=True)


def cancel_coming_meetings(session: Session, at: Happened) -> None:
    """Take meetings that lie after the end out of the plan and out of people's calendars."""
    withdraw(session, f"agreement {at.row.id}")
    for item in upcoming(session, at.row.id):
        if item.starts_at >= at.as_of:
            meetings.cancel(session, item.id, now=at.now, by=CLOCK, reason=None)


def amend_until_the_end(session: Session, at: Happened) -> None:
    """Let signed amendments whose day came before the rescission come into force, though nobody looked until now."""
    enter_what_is_due(session, at.row.id, _last_day(at), now=at.now)


def end_the_period(session: Session, at: Happened) -> None:
    """Let the agreement's last day be the one before the rescission, or the very day if it came during it."""
    at.row.ends_on = max(_last_day(at), at.row.starts_on)
    session.flush()


def _last_day(at: Happened) -> date:
    return local_day(at.as_of - timedelta(microseconds=1))


def cancel_duties(session: Session, at: Happened) -> None:
    """Cancel what was still to be done under an agreement that is broken off; closing duties stay."""
    ending.cancel_duties(session, at.row.id, now=at.now)


def cancel_expected_invoices(session: Session, at: Happened) -> None:
    """Cancel invoices and payments that were still to come, those after the last day too: the final account settles them."""
    ending.cancel_expected(session, at.row.id, now=at.now)


def open_last_duties(session: Session, at: Happened) -> None:
    """Ask for a final report and a final account."""
    ending.open_last_duties(session, at.row, at.terms, _last_day(at), now=at.now)


def close_talks(session: Session, at: Happened) -> None:
    """Close renegotiations, deviations and breaches that were not settled before the end."""
    renegotiations.end_all(session, at.row.id, now=at.now, by=at.by)
    deviations.end_all(session, at.row.id, now=at.now, by=at.by)
    breaches.end_all(session, at.row.id, now=at.now, by=at.by)
    rescissions.lapse_all(session, at.row.id, now=at.now, by=at.by)
    if at.row.paused_at is not None:
        # What was paused for the sake of a dispute that is over by this: what is left of it is to be done.
        at.row.paused_at = None
        session.flush()
        ending.wake(session, at.row.id, now=at.now)


def call_off_shifts(session: Session, at: Happened) -> None:
    """Call off the shifts that are planned after the end."""
    shifts.end_all(session, at.row.id, now=at.now, by=at.by)


def tell_nothing_follows(session: Session, at: Happened) -> None:
    """Tell all, last of all that is told of the end, when the agreement which was to take over is not signed."""
    tell_of_successor(session, at.row.id, now=at.now, by=at.by)


def settle_terminations(session: Session, at: Happened) -> None:
    """Let notices of termination take effect or fall with the end."""
    settle_notices(session, at.row, at.step, ended_on=local_day(at.as_of - ONE_SECOND), now=at.now, by=at.by)


def end_by_notice(session: Session, at: Happened) -> None:
    """Set the last day to that of the notice, and drop what lies beyond it."""
    end_on_last_day(session, at.row, now=at.now)


def tell_closed(session: Session, at: Happened) -> None:
    """Tell both parties that the agreement is closed: nothing is left to do, and nothing more is changed."""
    withdraw(session, f"agreement {at.row.id}")
    around = scene(session, at.row.id)
    told = Owed(name="agreement_closed", to=EVERYONE, rung="now", given_on=local_day(at.now))
    owe(session, [closing_letter(around, told, at.row, was=at.was.value, by=at.by, today=local_day(at.now))], now=at.now)


def seal_history(session: Session, at: Happened) -> None:
    """Let nothing more happen in the agreement, by whatever door; only its records are kept."""
    seal(session, at.row.id, now=at.now)


REACTIONS: dict[Step, tuple[Reaction, ...]] = {
    Step.WITHDRAW: (void_signatures,),
    Step.DECLINE: (void_signatures,),
    Step.COMPLETE: (plan_ahead, tell_signed, settle_what_is_followed),
    Step.BEGIN: (tell_begun_late,),
    Step.RENEW: (amend_what_was_due, void_decision, prolong, tell_renewed),
    Step.PLAN_ON: (plan_ahead,),
    Step.EXPIRE: (void_decision, let_amendments_lapse, close_talks, call_off_shifts, cancel_coming_meetings, settle_terminations,
                  tell_nothing_follows),
    Step.RESCIND: (amend_until_the_end, void_decision, end_the_period, let_amendments_lapse, close_talks, call_off_shifts,
                   cancel_coming_meetings, cancel_duties, cancel_expected_invoices, open_last_duties, settle_terminations,
                   tell_nothing_follows),
    Step.TERMINATE: (void_decision, let_amendments_lapse, close_talks, call_off_shifts, cancel_coming_meetings, settle_terminations,
                     end_by_notice, tell_nothing_follows),
    Step.CLOSE: (tell_closed, seal_history),
}
