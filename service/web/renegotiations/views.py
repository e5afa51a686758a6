"""Asking to renegotiate, answering, noting the dialogue, ending it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import terms_of
from service.lifecycle.rights import NotYours
from service.lifecycle.talks import renegotiations as talks
from service.renegotiations.model import Provision, clause_of
from service.renegotiations.states import State
from service.renegotiations.store import agreement_of
from service.renegotiations.tables import RenegotiationRow
from service.web.agreement.story import actor as named
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.renegotiations.forms import Ended, Joined, Noted, TakenBack, Wanted
from service.web.renegotiations.read import listed, load
from service.web.speech.history import EVENTS
from service.web.speech.language import say, speech

pages = Blueprint("renegotiations", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "asking": Of("agreement", "renegotiation.ask"),
    "ask": Of("agreement", "renegotiation.ask"),
    "show": Of("renegotiation", "agreement.see"),
    "answer": Of("renegotiation", "renegotiation.answer"),
    "note": Of("renegotiation", "renegotiation.note"),
    "end": Of("renegotiation", "renegotiation.close"),
    "take_back": Of("renegotiation", "renegotiation.withdraw"),
}
Answer = str | Response | tuple[str, int]


def heading(row: RenegotiationRow) -> str:
    """Return what a renegotiation is called."""
    return row.about or say("Omförhandling i stället för förlängning", "Renegotiation instead of extension")


def _held(right: str, party_id: int) -> int:
    """Return the party if the one who asks has the right for it: only a party's own people act for it."""
    if party_id not in standing_here().parties_for(right):
        raise NotYours(whom=whom(right))
    return party_id


@pages.get("/agreements/<id:agreement_id>/omforhandlingar")
def index(agreement_id: int) -> str:
    """Show the renegotiations of an agreement."""
    with desk().database.read() as session:
        found = listed(session, agreement_id)
    return render_template("renegotiations/index.html", one=found, heading=heading)


def _asking(agreement_id: int, form: Form[Wanted]) -> str:
    with desk().database.read() as session:
        found, terms = listed(session, agreement_id), terms_of(session, agreement_id)
    mine = [(number, found.names[number]) for number in standing_here().parties_for("renegotiation.ask")]
    provisions = [(one.value, speech().provisions[one], clause_of(terms, one)) for one in Provision]
    return render_template("renegotiations/ask.html", one=found, form=form, mine=mine, provisions=provisions)


@pages.get("/agreements/<id:agreement_id>/omforhandlingar/ny")
def asking(agreement_id: int) -> str:
    """Ask what is to be renegotiated and why."""
    return _asking(agreement_id, blank(Wanted, provision=request.args.get("om", "")))


@pages.post("/agreements/<id:agreement_id>/omforhandlingar/ny")
def ask(agreement_id: int) -> Answer:
    """Ask the other parties to renegotiate."""
    form = read_form(Wanted)
    if form.ok:
        given, party = form.given, _held("renegotiation.ask", form.given.party)
        with acting(form) as act:
            made = talks.ask(
                act.session, agreement_id, party_id=party, provision=given.provision, about=given.about, why=given.why,
                author=actor(), now=now(), by=actor_for(act.session, agreement_id, "renegotiation.ask", party))
            act.goes_to = url_for("renegotiations.show", renegotiation_id=made)
        if form.ok:
            return done(act.goes_to, "Omförhandlingen är påkallad. Den andra parten har fått det i ett mejl.",
                        "Renegotiation is asked for. The other party has been told by mail.")
    return _asking(agreement_id, form), form.status


def _page(renegotiation_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load(session, renegotiation_id)
    held = standing_here().parties_for("renegotiation.answer")
    mine = [party for party in one.waiting if party.id in held]
    blanks: dict[str, Form[Any]] = {
        "joined": blank(Joined, party=mine[0].id if len(mine) == 1 else None), "noted": blank(Noted, day=today()),
        "ended": blank(Ended), "taken": blank(TakenBack)}
    return render_template(
        "renegotiations/show.html", one=one, mine=mine, heading=heading(one.row), events=EVENTS, named=named, today=today(),
        ours=one.row.asked_by in standing_here().parties_for("renegotiation.withdraw"),
        talking=one.row.state == State.IN_DIALOGUE, **{**blanks, **forms})


@pages.get("/renegotiations/<id:renegotiation_id>")
def show(renegotiation_id: int) -> str:
    """Show a renegotiation."""
    return _page(renegotiation_id)


@pages.post("/renegotiations/<id:renegotiation_id>/svar")
def answer(renegotiation_id: int) -> Answer:
    """Record that one's party takes part."""
    form = read_form(Joined)
    if form.ok:
        given, party = form.given, _held("renegotiation.answer", form.given.party)
        with acting(form, goes_to=url_for("renegotiations.show", renegotiation_id=renegotiation_id)) as act:
            talks.answer(act.session, renegotiation_id, party, when_on=given.when_on, message=given.message or None,
                         author=actor(), now=now(), by=_by(act.session, renegotiation_id, "renegotiation.answer", party))
        if form.ok:
            return done(act.goes_to, "Ni har svarat. Träffas, och anteckna vad ni säger.",
                        "You have answered. Meet, and note what you say.")
    return _page(renegotiation_id, joined=form), form.status


@pages.post("/renegotiations/<id:renegotiation_id>/anteckning")
def note(renegotiation_id: int) -> Answer:
    """Note what was said."""
    form = read_form(Noted)
    if form.ok:
        given = form.given
        party = standing_here().parties_for("renegotiation.note")[0]
        with acting(form, goes_to=url_for("renegotiations.show", renegotiation_id=renegotiation_id)) as act:
            talks.note(act.session, renegotiation_id, party_id=party, day=given.day, who=given.who, body=given.body,
                       author=actor(), now=now(), by=_by(act.session, renegotiation_id, "renegotiation.note", party))
        if form.ok:
            return done(act.goes_to, "Antecknat. Alla parter ser det.", "Noted. All parties see it.")
    return _page(renegotiation_id, noted=form), form.status


@pages.post("/renegotiations/<id:renegotiation_id>/avsluta")
def end(renegotiation_id: int) -> Answer:
    """End it, with what was agreed or without."""
    form = read_form(Ended)
    if form.ok:
        given, ends = form.given, {"agree": talks.agree, "close": talks.close}
        party = standing_here().parties_for("renegotiation.close")[0]
        with acting(form, goes_to=url_for("renegotiations.show", renegotiation_id=renegotiation_id)) as act:
            ends[given.how](act.session, renegotiation_id, party, given.text, now=now(),
                            by=_by(act.session, renegotiation_id, "renegotiation.close", party))
        if form.ok:
            return done(act.goes_to, "Omförhandlingen är avslutad. Alla parter har fått det i ett mejl.",
                        "The renegotiation is over. All parties have been told by mail.")
    return _page(renegotiation_id, ended=form), form.status


@pages.post("/renegotiations/<id:renegotiation_id>/aterta")
def take_back(renegotiation_id: int) -> Answer:
    """Withdraw what one's own party asked for."""
    form = read_form(TakenBack)
    if form.ok:
        with acting(form, goes_to=url_for("renegotiations.show", renegotiation_id=renegotiation_id)) as act:
            asked_by, held = load(act.session, renegotiation_id).row.asked_by, standing_here().parties_for("renegotiation.withdraw")
            party = asked_by if asked_by in held else held[0]
            assert party is not None
            talks.take_back(act.session, renegotiation_id, party, form.given.reason, now=now(),
                            by=_by(act.session, renegotiation_id, "renegotiation.withdraw", party))
        if form.ok:
            return done(act.goes_to, "Omförhandlingen är återtagen.", "The renegotiation is withdrawn.")
    return _page(renegotiation_id, taken=form), form.status


def _by(session: Session, renegotiation_id: int, right: str, party: int) -> str:
    return actor_for(session, agreement_of(session, renegotiation_id), right, party)
