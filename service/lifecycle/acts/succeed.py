"""A new agreement that takes over from one that ends: a draft from the terms in force, for the time after."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement, open_successor
from service.agreements.terms import DecisionRule, Economy, Terms
from service.amendments.states import State as Amendment
from service.amendments.tables import AmendmentRow
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.lifecycle.acts.register import register
from service.lifecycle.amending.versions import newest_terms, prolonged_end
from service.parties.contacts import Contact
from service.parties.model import Cast, Function
from service.parties.store import cast as cast_of
from service.renewal.states import Answer
from service.renewal.states import State as Decision
from service.renewal.store import current

# What the sentences of the old agreement say of its own time and money is not said of the new one's.
OF_ITS_OWN = ("period", "start", "end", "expiry", "ending", "decision", "economy", "signed", "reports")
NOT_BEFORE = (State.DRAFT, State.IN_SIGNATURE, State.DISCARDED)


class Budget(StrEnum):
    """Whether the frame and its posts are left to be entered, or copied to be looked over."""

    BLANK = "blank"
    COPIED = "copied"


class NothingToFollow(Refusal):
    """Only an agreement that has been signed, and that has a last day, can be followed by a new one."""

    sv = "Bara en överenskommelse som är undertecknad och har en sista dag kan följas av en ny."


class NotDecidedYet(Refusal):
    """The parties have not decided to extend; take a stand on that first."""

    sv = "Parterna har inte bestämt att förlänga; ta ställning till det först."


class AmendmentExtends(Refusal):
    """Amendment {number} is to extend the agreement already; withdraw it before you begin a new agreement instead."""

    sv = "Tillägg {number} ska redan förlänga överenskommelsen; ta tillbaka det innan ni börjar på en ny i stället."


class SuccessorThere(Refusal):
    """Agreement {id} takes over from this one already."""

    sv = "Överenskommelse {id} tar redan vid efter den här."


def succeed(session: Session, agreement_id: int, *, budget: Budget, now: datetime, by: str) -> int:
    """Begin a draft that takes over from an agreement the day after it ends; return its id.

    Frame and posts are left blank, or copied; terms, parties and contacts are as they are now.
    """
    row, terms = get_agreement(session, agreement_id), newest_terms(session, agreement_id)
    ends, last = row.ends_on, prolonged_end(terms, row.ends_on)
    if row.state in NOT_BEFORE or ends is None or last is None:
        raise NothingToFollow
    there = open_successor(session, agreement_id, bound=True)
    if there is not None:
        raise SuccessorThere(id=there.id)
    _ensure_decided(session, agreement_id)
    made = register(session, _terms(terms, ends, last, budget), _contacts(cast_of(session, agreement_id), local_day(now)), now=now,
                    by=by, assumed=_to_look_over(budget), sample=row.sample, follows=agreement_id)
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="succeeded",
                            body={"agreement": made, "from": (ends + timedelta(days=1)).isoformat()})])
    row.next_at = now
    session.flush()
    return made


def _ensure_decided(session: Session, agreement_id: int) -> None:
    """Raise a Refusal unless the way is free: extension decided where that is to be decided, and no amendment of it open."""
    decision = current(session, agreement_id)
    if decision is not None and decision.state != Decision.VOID and decision.outcome not in (Answer.EXTEND, Answer.RENEGOTIATE):
        raise NotDecidedYet
    number = session.scalars(select(AmendmentRow.number).where(
        AmendmentRow.agreement_id == agreement_id, AmendmentRow.extends,
        AmendmentRow.state.in_((Amendment.DRAFT, Amendment.IN_SIGNATURE, Amendment.SIGNED))).limit(1)).first()
    if number is not None:
        raise AmendmentExtends(number=number)


def _terms(terms: Terms, ends: date, last: date, budget: Budget) -> Terms:
    """Return the terms for the time after: the same but for days and, where it is to be entered anew, money."""
    start = ends + timedelta(days=1)
    decision = terms.decision
    if decision is not None and decision.on is not None:
        decision = DecisionRule(on=terms.decision_day(last), silence=decision.silence)
    economy = terms.economy if budget is Budget.COPIED else Economy(payment=terms.economy.payment)
    # A day that the text names lies in the old period; which it is in the new is asked.
    reports = tuple(one if one.due is None or one.due.startswith("--") else one.model_copy(update={"due": None})
                    for one in terms.reports)
    clauses = {place: text for place, text in terms.clauses.items()
               if place.split(".")[0] not in OF_ITS_OWN and not text.startswith("Tillägg ")}
    return Terms.model_validate(terms.model_copy(update={
        "start": start, "end": last, "decision": decision, "economy": economy, "reports": reports, "clauses": clauses,
    }).model_dump())


def _contacts(cast: Cast, day: date) -> list[Contact]:
    """Return who acts for the parties now, with all that they do."""
    names = {party.id: party.name for party in cast.parties}
    held: dict[tuple[int, int], list[Function]] = {}
    seats = {(seat.party_id, seat.person_id): seat for seat in cast.seats if seat.party_id in names and seat.holds(day)}
    for seat in cast.seats:
        if (seat.party_id, seat.person_id) in seats and seat.holds(day):
            held.setdefault((seat.party_id, seat.person_id), []).append(Function(seat.function))
    return [Contact(name=seat.name, email=seat.email, party=names[seat.party_id], functions=tuple(held[key]),
                    language="en" if seat.language == "en" else "sv") for key, seat in seats.items()]


def _to_look_over(budget: Budget) -> list[dict[str, str]]:
    if budget is Budget.COPIED:
        return [{"sv": "Ram och budgetposter är kopierade från den förra; kontrollera dem.",
                 "en": "Frame and budget posts are copied from the one before; check them."}]
    return [{"sv": "Ram och budgetposter är inte ifyllda; ange dem för den nya perioden.",
             "en": "Frame and budget posts are not filled in; enter them for the new period."}]
