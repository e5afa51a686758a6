"""The page of a decision on renewal, where each party answers for itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint, render_template, url_for
from pydantic import Field
from werkzeug.wrappers import Response

from service.agreements.store import get_agreement
from service.kernel.errors import Refusal, Unknown
from service.lifecycle.acts.renewal import decide
from service.lifecycle.rights import NotYours
from service.lifecycle.signing.sign import FutureDay
from service.renewal.actions import AlreadyDecided, NothingToDecide
from service.renewal.states import Answer as Given
from service.renewal.states import State
from service.renewal.store import current
from service.renewal.tables import DecisionRow
from service.web.agreement.story import actor
from service.web.decisions.read import Stand, load
from service.web.decisions.words import consequence, meaning, silence
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.speech.history import EVENTS
from service.web.speech.language import called

pages = Blueprint("decisions", __name__)
WHO = {
    "show": Of("decision", "agreement.see"),
    "answer": Of("decision", "decision.answer"),
}
Answer = str | Response | tuple[str, int]
SURE = "sure"


class Stood(Asked):
    """A party's answer; `sure` is the answer that whoever gives it has been asked about once more."""

    party: int
    answer: Given
    day: date
    decided_by: Annotated[str, Field(max_length=300)] = ""
    sure: str = ""


class Settles(Refusal):
    """With this answer the parties agree, and that cannot be changed afterwards; confirm it."""

    sv = "Med det här svaret är parterna eniga, och det går inte att ändra sedan; bekräfta det."
    status = 422


def _page(decision_id: int, form: Form[Stood] | None = None, *, asks: bool = False) -> str:
    with desk().database.read() as session:
        one = load(session, decision_id, today())
    held = standing_here().parties_for("decision.answer")
    mine = [party for party, _ in one.answers if party.id in held]
    if form is None:
        given = one.answer_of(mine[0].id) if len(mine) == 1 else None
        form = blank(Stood, party=mine[0].id if len(mine) == 1 else None, day=today(),
                     answer=given.answer if given else None, decided_by=given.decided_by if given else None)
    return render_template(
        "decisions/show.html", one=one, mine=mine, form=form, asks=asks, by_option=asks and _by_option(one, form.given),
        silence=silence(one), today=today(),
        consequence=consequence(one) if one.row.state == State.DECIDED else "", events=EVENTS, named=actor,
        answers=[(each.value, called("stand", each), meaning(one, each)) for each in Given])


def _by_option(one: Stand, given: Stood) -> bool:
    """Say whether an answer settles the matter because the option is the party's, whatever the others have answered."""
    return bool(one.holders) and given.answer == Given.EXTEND and any(
        other is None or other.answer != Given.EXTEND for party, other in one.answers if party.id != given.party)


def load_again(decision_id: int) -> Stand:
    """Return a decision as it is now."""
    with desk().database.read() as session:
        return load(session, decision_id, today())


@pages.get("/decisions/<id:decision_id>")
def show(decision_id: int) -> str:
    """Show what is to be decided and how each party has answered."""
    return _page(decision_id)


@pages.post("/decisions/<id:decision_id>/svar")
def answer(decision_id: int) -> Answer:
    """Record a party's answer; the one that settles the matter is asked about once more."""
    form = read_form(Stood)
    outcome = None
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("decisions.show", decision_id=decision_id)) as act:
            row = act.session.get(DecisionRow, decision_id)
            if row is None:
                raise Unknown(what="decision", id=decision_id)
            # The agreement first, as by everyone who writes in it: whoever changes the parties meanwhile waits in that order.
            get_agreement(act.session, row.agreement_id)
            act.session.refresh(row)
            if given.day > today():
                raise FutureDay(day=given.day, field="day")
            if row.state == State.DECIDED:
                raise AlreadyDecided(outcome=called("stand", row.outcome or "").lower())
            now_open = current(act.session, row.agreement_id)
            if now_open is None or now_open.id != decision_id:
                raise NothingToDecide
            one = load(act.session, decision_id, today())
            party = next((each for each, _ in one.answers if each.id == given.party), None)
            if party is None or party.id not in standing_here().parties_for("decision.answer"):
                raise NotYours(whom=whom("decision.answer"))
            outcome = decide(act.session, row.agreement_id, party, given.answer, now=now(), on=given.day,
                             decided_by=given.decided_by or None,
                             by=actor_for(act.session, row.agreement_id, "decision.answer", party.id))
            if outcome is not None and given.sure != f"{party.id} {given.answer}":
                raise Settles(field=SURE)
        if form.ok:
            if outcome is not None and load_again(decision_id).by_option:
                return done(act.goes_to, "Ni har tagit er option: {outcome}.", "You have taken up your option: {outcome}.",
                            outcome=called("stand", outcome).lower())
            if outcome is not None:
                return done(act.goes_to, "Ni är eniga: {outcome}.", "You agree: {outcome}.",
                            outcome=called("stand", outcome).lower())
            return done(act.goes_to, "Svaret är antecknat. Det går att ändra tills alla parter har svarat lika.",
                        "The answer is recorded. It can be changed until all parties have answered alike.")
    asks = form.errors.pop(SURE, None) is not None
    return _page(decision_id, form, asks=asks), form.status
