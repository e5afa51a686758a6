"""The amendments of an agreement and the page of one, with what may be done to it."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, current_app, render_template, url_for
from pydantic import Field
from werkzeug.wrappers import Response

from service.amendments.changes import from_json
from service.amendments.rules import RUNNING
from service.amendments.states import AMENDMENT, State, Step
from service.amendments.store import held as locked
from service.amendments.store import matter_of
from service.lifecycle.amending.amend import withdraw as take_back
from service.lifecycle.amending.parties import unmanned
from service.lifecycle.rights import NotYours
from service.lifecycle.signing.sign import decline as say_no
from service.parties.model import Function, Standing
from service.parties.store import cast
from service.web.agreement.story import actor
from service.web.amendments.compare import compared, effect_in_words, names_of_changes, outlook
from service.web.amendments.read import Amendment, load, read_desk, signatures_by_amendment
from service.web.frame.access import Of, may, standing_here, whom
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.people.forms import Joiner
from service.web.speech.history import EVENTS
from service.web.speech.language import called

pages = Blueprint("amendments", __name__)
WHO = {
    "index": Of("agreement", "amendment.see"),
    "show": Of("amendment", "amendment.see"),
    "withdraw": Of("amendment", "amendment.withdraw"),
    "decline": Of("amendment", "amendment.decline"),
}
Answer = str | Response | tuple[str, int]
# The pages of what an amendment may have come of, by the first word of what names it.
CAME_OF = {
    "decision": ("decisions.show", "decision_id", ("Ställningstagandet till förlängning", "The decision on renewal")),
    "renegotiation": ("renegotiations.show", "renegotiation_id", ("Omförhandlingen", "The renegotiation")),
}
# The page where an amendment is signed.
SIGNING = "ways.amendment"
# What is asked of a party that is to join before it is one.
JOINING = (Function.SIGNATORY, Function.COORDINATOR)


class Withdrawn(Asked):
    """An amendment is taken back, and why."""

    why_withdrawn: Annotated[str, Field(min_length=1, max_length=2000)]


class Declined(Asked):
    """A party will not sign, and why."""

    numbers = "refused"

    party: int
    why_declined: Annotated[str, Field(min_length=1, max_length=2000)]


@pages.get("/agreements/<id:agreement_id>/tillagg")
def index(agreement_id: int) -> str:
    """List the amendments of an agreement."""
    with desk().database.read() as session:
        found = read_desk(session, agreement_id)
        signed = signatures_by_amendment(session, found)
    return render_template(
        "amendments/list.html", one=found, row=found.agreement, signed=signed, effect=effect_in_words,
        changes={row.id: names_of_changes(from_json(row.changes)) for row in found.amendments},
        running=found.agreement.state in RUNNING, clause=found.newest.terms.clause("amendments.signed", "amendments.written"))


def came_of(one: Amendment) -> tuple[str, tuple[str, str]] | None:
    """Return the page of what an amendment came of, and what that is called."""
    kind, _, number = (one.row.came_of or "").partition(" ")
    if kind not in CAME_OF or not number.isdecimal():
        return None
    endpoint, argument, words = CAME_OF[kind]
    given: dict[str, Any] = {argument: int(number)}
    return url_for(endpoint, **given), words


def signing_page(amendment_id: int) -> str | None:
    """Return the page where an amendment is signed, if there is one."""
    return url_for(SIGNING, amendment_id=amendment_id) if SIGNING in current_app.view_functions else None


def _can(one: Amendment, step: Step, right: str) -> bool:
    return step in AMENDMENT.steps_from(State(one.row.state)) and may(right)


def page(
    amendment_id: int, withdrawn: Form[Withdrawn] | None = None, declined: Form[Declined] | None = None,
    joiner: Form[Joiner] | None = None,
) -> str:
    """Return the page of one amendment."""
    with desk().database.read() as session:
        one = load(session, amendment_id)
    held = standing_here().parties_for("amendment.decline")
    mine = [asked.party for asked in one.asked if asked.party.id in held and asked.row.state == "asked"]
    state, amendable = one.row.state, one.desk.agreement.state in RUNNING and may("amendment.draft")
    open_ = state in (State.DRAFT, State.IN_SIGNATURE)
    joining = [(party, [seat for seat in one.desk.cast.seats if seat.party_id == party.id])
               for party in one.desk.cast.others if party.joins_by == amendment_id and party.standing == Standing.JOINING]
    return render_template(
        "amendments/show.html", joining=joining, unmanned=unmanned(one.desk.cast, amendment_id),
        names_joiner=bool(joining) and open_ and may("amendment.draft"), joiner=joiner or blank(
            Joiner, party=joining[0][0].id if len(joining) == 1 else None, functions=[each.value for each in JOINING]),
        joining_functions=[(each.value, called("function", each)) for each in JOINING],
        one=one, row=one.row, agreement=one.desk.agreement, compared=compared(one.changes),
        effect=effect_in_words(one.row), came_of=came_of(one), signing=signing_page(amendment_id), events=EVENTS, named=actor,
        outlook=outlook(one.desk, one.row, one.changes, today=today(), now=now()) if open_ else None,
        can_send=_can(one, Step.SEND, "amendment.send"), can_withdraw=_can(one, Step.WITHDRAW, "amendment.withdraw"),
        can_edit=state == State.DRAFT and may("amendment.draft"), declining=mine if state == State.IN_SIGNATURE else [],
        declining_options=[(party.id, party.name) for party in mine],
        can_redo=state in (State.DECLINED, State.WITHDRAWN) and amendable,
        withdrawn=withdrawn or blank(Withdrawn), declined=declined or blank(Declined, party=mine[0].id if len(mine) == 1 else None))


@pages.get("/amendments/<id:amendment_id>")
def show(amendment_id: int) -> str:
    """Show one amendment: what it changes, why, and how it stands."""
    return page(amendment_id)


@pages.post("/amendments/<id:amendment_id>/ta-tillbaka")
def withdraw(amendment_id: int) -> Answer:
    """Take an amendment back before all have signed."""
    form = read_form(Withdrawn)
    if form.ok:
        with acting(form, goes_to=url_for("amendments.show", amendment_id=amendment_id)) as act:
            row = locked(act.session, amendment_id)
            take_back(act.session, amendment_id, reason=form.given.why_withdrawn, now=now(),
                      by=actor_for(act.session, row.agreement_id, "amendment.withdraw"))
        if form.ok:
            return done(act.goes_to, "Tillägget är tillbakataget. Villkoren är desamma som före.",
                        "The amendment is withdrawn. The terms are as they were.")
    return page(amendment_id, withdrawn=form), form.status


@pages.post("/amendments/<id:amendment_id>/avboj")
def decline(amendment_id: int) -> Answer:
    """Record that a party will not sign."""
    form = read_form(Declined)
    if form.ok:
        with acting(form, goes_to=url_for("amendments.show", amendment_id=amendment_id)) as act:
            row = locked(act.session, amendment_id)
            AMENDMENT.after(State(row.state), Step.DECLINE)
            party = _own(act.session, row.agreement_id, form.given.party)
            say_no(act.session, row.agreement_id, party, reason=form.given.why_declined, now=now(), matter=matter_of(row),
                   by=actor_for(act.session, row.agreement_id, "amendment.decline", party.id))
        if form.ok:
            return done(act.goes_to, "Ni har avböjt. Tillägget faller, och den andra parten får veta varför.",
                        "You have declined. The amendment falls, and the other party is told why.")
    return page(amendment_id, declined=form), form.status


def _own(session: Any, agreement_id: int, party_id: int) -> Any:
    """Return a party for which the one who asks may decline."""
    if party_id not in standing_here().parties_for("amendment.decline"):
        raise NotYours(whom=whom("amendment.decline"))
    return next(one for one in cast(session, agreement_id).every if one.id == party_id)
