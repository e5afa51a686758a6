"""A rescission: what was declared, or is claimed to have been declared elsewhere, and its answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import get_agreement, terms_of
from service.lifecycle.breaking import rescind as acts
from service.rescissions.actions import CLAUSES
from service.rescissions.model import Declaration, Declarer
from service.rescissions.store import agreement_of, get_item
from service.web.agreement.story import actor as named
from service.web.breaches.forms import Answered, Claimed, TakenBack
from service.web.breaches.read import listed, load_rescission, papers_of
from service.web.breaches.who import declarer_here
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.speech.history import EVENTS

pages = Blueprint("rescissions", __name__)
WHO = {
    "claiming": Of("agreement", "rescission.claim"),
    "claim": Of("agreement", "rescission.claim"),
    "show": Of("rescission", "agreement.see"),
    "answer": Of("rescission", "rescission.answer"),
    "take_back": Of("rescission", "rescission.answer"),
}
Answer = str | Response | tuple[str, int]


def _claiming(agreement_id: int, form: Form[Claimed]) -> str:
    with desk().database.read() as session:
        found, terms, papers = listed(session, agreement_id), terms_of(session, agreement_id), papers_of(session, agreement_id)
    return render_template("breaches/claim.html", one=found, form=form, papers=papers, clause=terms.clause(*CLAUSES),
                           parties=[(one.id, one.name) for one in found.parties])


@pages.get("/agreements/<id:agreement_id>/havning/ny")
def claiming(agreement_id: int) -> str:
    """Ask what was declared elsewhere."""
    return _claiming(agreement_id, blank(Claimed))


@pages.post("/agreements/<id:agreement_id>/havning/ny")
def claim(agreement_id: int) -> Answer:
    """Record a rescission that was declared elsewhere."""
    form = read_form(Claimed)
    if form.ok:
        given = form.given
        declaration = Declaration(
            party_id=given.party, reason=given.reason, effective_on=given.effective_on, declared_on=given.declared_on,
            declarer=Declarer(name=given.declared_by, capacity=given.capacity, authority=given.authority),
            document_id=given.document_id)
        recorder = standing_here().parties_for("rescission.claim")[0]
        with acting(form) as act:
            made = acts.claim(act.session, agreement_id, declaration, recorder=recorder, now=now(),
                              by=actor_for(act.session, agreement_id, "rescission.claim", recorder))
            act.goes_to = url_for("rescissions.show", rescission_id=made)
        if form.ok:
            return done(act.goes_to, "Antecknat som påstått. Den andra parten ska godta eller bestrida det.",
                        "Recorded as claimed. The other party is to accept or dispute it.")
    return _claiming(agreement_id, form), form.status


def _page(rescission_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load_rescission(session, rescission_id)
    held = standing_here().parties_for("rescission.answer")
    blanks: dict[str, Form[Any]] = {"answered": blank(Answered), "taken": blank(TakenBack)}
    return render_template(
        "breaches/rescission.html", one=one, events=EVENTS, named=named, today=today(),
        answers=one.open and any(party != one.row.recorded_by for party in held),
        claims=one.open and one.row.recorded_by in held, **{**blanks, **forms})


@pages.get("/rescissions/<id:rescission_id>")
def show(rescission_id: int) -> str:
    """Show a rescission."""
    return _page(rescission_id)


def _by(session: Session, rescission_id: int, party: int) -> str:
    return actor_for(session, agreement_of(session, rescission_id), "rescission.answer", party)


def _recorder(session: Session, rescission_id: int) -> int | None:
    """Return the party that recorded the rescission; the agreement is locked before what belongs to it, as by the clock."""
    get_agreement(session, agreement_of(session, rescission_id))
    return get_item(session, rescission_id).recorded_by


@pages.post("/rescissions/<id:rescission_id>/svar")
def answer(rescission_id: int) -> Answer:
    """Accept or dispute a claimed rescission."""
    form = read_form(Answered)
    if form.ok:
        given, held = form.given, standing_here().parties_for("rescission.answer")
        taken = {"accept": acts.accept, "dispute": acts.dispute}[given.verdict]
        with acting(form, goes_to=url_for("rescissions.show", rescission_id=rescission_id)) as act:
            recorder = _recorder(act.session, rescission_id)
            party = next((one for one in held if one != recorder), held[0])
            taken(act.session, rescission_id, given.text, declarer_here(), party_id=party, now=now(),
                  by=_by(act.session, rescission_id, party))
        if form.ok:
            return done(act.goes_to, "Svaret är antecknat.", "The answer is recorded.")
    return _page(rescission_id, answered=form), form.status


@pages.post("/rescissions/<id:rescission_id>/aterta")
def take_back(rescission_id: int) -> Answer:
    """Withdraw the claim."""
    form = read_form(TakenBack)
    if form.ok:
        held = standing_here().parties_for("rescission.answer")
        with acting(form, goes_to=url_for("rescissions.show", rescission_id=rescission_id)) as act:
            recorder = _recorder(act.session, rescission_id)
            party = recorder if recorder in held else held[0]
            acts.take_back(act.session, rescission_id, form.given.why, declarer_here(), party_id=party, now=now(),
                           by=_by(act.session, rescission_id, party))
        if form.ok:
            return done(act.goes_to, "Påståendet är återtaget.", "The claim is withdrawn.")
    return _page(rescission_id, taken=form), form.status
