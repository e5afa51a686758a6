"""A new agreement that takes over from one that ends: a draft from the terms in force, for the time after."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement, open_successor
from service.agreements.tables import AgreementRow
from service.agreements.terms import DecisionRule, Economy, Expiry, Terms
from service.amendments.changes import from_json
from service.amendments.states import State as Amendment
from service.amendments.tables import AmendmentRow
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.lifecycle.acts.register import register
from service.lifecycle.amending.versions import newest_terms, prolonged_end
from service.lifecycle.facts import goes_on
from service.parties.contacts import Contact
from service.parties.model import Cast, Function, Seat, Standing
from service.parties.store import cast as cast_of
from service.renewal.states import Answer
from service.renewal.states import State as Decision
from service.renewal.store import current

# The year or years that a title ends with; as long as a title may be.
AT_THE_END, LONGEST_TITLE = re.compile(r"[\s,]*\b20\d\d(?:\s*[–-]\s*(?:20)?\d\d)?$"), 500
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


class GoesOnByItself(Refusal):
    """This agreement goes on by itself after {end}; decide to let it end before a new one takes over instead."""

    sv = "Den här överenskommelsen förlängs av sig själv efter {end}; bestäm att låta den upphöra innan en ny tar vid i stället."


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
    if goes_on(session, row):
        raise GoesOnByItself(end=ends)
    _ensure_decided(session, row)
    made = register(session, _terms(terms, ends, last, budget), _contacts(cast_of(session, agreement_id), terms, local_day(now)),
                    now=now, by=by, assumed=_to_look_over(budget), sample=row.sample, follows=agreement_id)
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="succeeded",
                            body={"agreement": made, "from": (ends + timedelta(days=1)).isoformat()})])
    row.next_at = now
    session.flush()
    return made


def _ensure_decided(session: Session, row: AgreementRow) -> None:
    """Raise a Refusal unless the way is free: extension decided where that is to be decided, and no amendment of it open.

    One that would go on by itself can be followed once it is decided that it ends.
    """
    agreement_id, decision = row.id, current(session, row.id)
    fits = (Answer.EXTEND, Answer.RENEGOTIATE, *((Answer.END,) if row.ending == Expiry.RENEWS else ()))
    if decision is not None and decision.state != Decision.VOID and decision.outcome not in fits:
        raise NotDecidedYet
    open_ones = session.scalars(select(AmendmentRow).where(
        AmendmentRow.agreement_id == agreement_id,
        AmendmentRow.state.in_((Amendment.DRAFT, Amendment.IN_SIGNATURE, Amendment.SIGNED))).order_by(AmendmentRow.number))
    number = next((one.number for one in open_ones if one.extends or _moves_the_end(one)), None)
    if number is not None:
        raise AmendmentExtends(number=number)


def _moves_the_end(row: AmendmentRow) -> bool:
    """Say whether an amendment that not all have signed moves the last day; one that all have signed has moved it already."""
    return row.state != Amendment.SIGNED and any(one.path == "end" for one in from_json(row.changes))


def _terms(terms: Terms, ends: date, last: date, budget: Budget) -> Terms:
    """Return the terms for the time after: the same but for days and, where it is to be entered anew, money."""
    start = ends + timedelta(days=1)
    decision = terms.decision
    if decision is not None and decision.on is not None:
        decision = DecisionRule(on=terms.decision_day(last), silence=decision.silence)
    # Amounts written out for periods are of the old ones, as are days that the text names; which they are in the new is asked.
    payment = terms.economy.payment
    if payment.split == "written":
        payment = payment.model_copy(update={"split": None, "written": ()})
    economy = terms.economy.model_copy(update={"payment": payment}) if budget is Budget.COPIED else Economy(payment=payment)
    reports = tuple(one if one.due is None or one.due.startswith("--") else one.model_copy(update={"due": None})
                    for one in terms.reports)
    clauses = {place: text for place, text in terms.clauses.items()
               if place.split(".")[0] not in OF_ITS_OWN and not text.startswith("Tillägg ")}
    return Terms.model_validate(terms.model_copy(update={
        "title": _title(terms, start, last), "start": start, "end": last, "decision": decision, "economy": economy,
        "reports": reports, "clauses": clauses,
    }).model_dump())


def _title(terms: Terms, start: date, last: date) -> str:
    """Return the title with the years of the new period, so that it is not taken for the one before."""
    years = str(start.year) if start.year == last.year else f"{start.year}–{last.year}"
    return f"{AT_THE_END.sub('', terms.title)} {years}"[:LONGEST_TITLE]


def _contacts(cast: Cast, terms: Terms, day: date) -> list[Contact]:
    """Return who acts now for those who are parties to the terms, certain to join or there already, with all that they do."""
    sides = {party.name for party in terms.parties}
    names = {one.id: one.name for one in cast.every if one.name in sides and one.standing in (Standing.PARTY, Standing.JOINING)}
    held: dict[tuple[int, int], list[Seat]] = {}
    for seat in cast.seats:
        if seat.party_id in names and seat.holds(day):
            held.setdefault((seat.party_id, seat.person_id), []).append(seat)
    return [Contact(name=seats[0].name, email=seats[0].email, party=names[party_id],
                    functions=tuple(Function(one.function) for one in seats), language="en" if seats[0].language == "en" else "sv")
            for (party_id, _), seats in held.items()]


def _to_look_over(budget: Budget) -> list[dict[str, str]]:
    if budget is Budget.COPIED:
        return [{"sv": "Ram och budgetposter är kopierade från den förra; kontrollera dem.",
                 "en": "Frame and budget posts are copied from the one before; check them."}]
    return [{"sv": "Ram och budgetposter är inte ifyllda; ange dem för den nya perioden.",
             "en": "Frame and budget posts are not filled in; enter them for the new period."}]
