"""Giving notice of termination, noting its receipt, asking it back, consenting to that."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.lifecycle.ending import notice
from service.lifecycle.rights import NotYours
from service.terminations.model import Given, How, Receipt
from service.terminations.store import agreement_of
from service.terminations.words import explained
from service.web.agreement.story import actor as named
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.speech.history import EVENTS
from service.web.speech.language import speech
from service.web.speech.refusals import told
from service.web.terminations.forms import AskedBack, Consented, Received, Wanted
from service.web.terminations.read import listed, load, possible

pages = Blueprint("terminations", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "asking": Of("agreement", "termination.give"),
    "give": Of("agreement", "termination.give"),
    "show": Of("termination", "agreement.see"),
    "receive": Of("termination", "termination.receive"),
    "ask_back": Of("termination", "termination.ask_back"),
    "consent": Of("termination", "termination.consent"),
}
Answer = str | Response | tuple[str, int]
RUNS = ("Mottagandet är antecknat, och uppsägningstiden löper.", "The receipt is noted, and the period of notice runs.")
FALLS = ("Antecknat. Överenskommelsen upphör av sig själv före den dagen, så uppsägningen förfaller.",
         "Noted. The agreement ends by itself before that day, so the notice falls.")


def _held(right: str, party_id: int) -> int:
    """Return the party if the one who asks has the right for it: only a party's own people act for it."""
    if party_id not in standing_here().parties_for(right):
        raise NotYours(whom=whom(right))
    return party_id


@pages.get("/agreements/<id:agreement_id>/uppsagning")
def index(agreement_id: int) -> str:
    """Show what the terms say of notice, and the notices that were given."""
    with desk().database.read() as session:
        found = listed(session, agreement_id)
    return render_template("terminations/index.html", one=found)


def _asking(agreement_id: int, form: Form[Wanted] | None = None) -> str:
    with desk().database.read() as session:
        found = listed(session, agreement_id)
        mine = possible(session, agreement_id, standing_here().parties_for("termination.give"), today=today())
    can = [(one.party.id, one.party.name) for one in mine if one.found is not None]
    return render_template(
        "terminations/ask.html", one=found, mine=mine, can=can, told=told, explained=lambda each: explained(each, speech().language),
        form=form or blank(Wanted, given_on=today(), party=can[0][0] if len(can) == 1 else None), me=actor())


@pages.get("/agreements/<id:agreement_id>/uppsagning/ny")
def asking(agreement_id: int) -> str:
    """Ask for which party notice is given and on what authority, and tell the last day that would follow."""
    return _asking(agreement_id)


@pages.post("/agreements/<id:agreement_id>/uppsagning/ny")
def give(agreement_id: int) -> Answer:
    """Give notice."""
    form = read_form(Wanted)
    if form.ok:
        asked, party = form.given, _held("termination.give", form.given.party)
        given = Given(party_id=party, person_id=current_user.person_id, authority=asked.authority, given_on=asked.given_on,
                      reason=asked.reason)
        with acting(form) as act:
            made = notice.give(act.session, agreement_id, given, now=now(),
                               by=actor_for(act.session, agreement_id, "termination.give", party))
            act.goes_to = url_for("terminations.show", termination_id=made)
        if form.ok:
            return done(act.goes_to, "Överenskommelsen är uppsagd. Den andra parten har fått brevet i ett mejl.",
                        "Notice is given. The other party has been sent the letter by mail.")
    return _asking(agreement_id, form), form.status


def _page(termination_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load(session, termination_id)
    standing = standing_here()
    # Who received it is asked first: a receipt noted by them needs no proof.
    noting = sorted(standing.parties_for("termination.receive"), key=lambda number: number == one.row.party_id)
    consents = [number for number in standing.parties_for("termination.consent") if number in one.waiting]
    theirs = bool(noting) and noting[0] != one.row.party_id
    blanks: dict[str, Form[Any]] = {
        "received": blank(Received, on=today(), how=How.HERE if theirs else None, party=noting[0] if noting else None),
        "back": blank(AskedBack), "consented": blank(Consented, party=consents[0] if consents else None)}
    return render_template(
        "terminations/show.html", one=one, said=explained(one.reckoned(today()), speech().language), last=one.reckoned(today()).last,
        notes=bool(noting), consents=consents, ours=one.row.party_id in standing.parties_for("termination.ask_back"),
        ways=list(How), events=EVENTS, named=named, today=today(), **{**blanks, **forms})


@pages.get("/uppsagningar/<id:termination_id>")
def show(termination_id: int) -> str:
    """Show a notice."""
    return _page(termination_id)


@pages.post("/uppsagningar/<id:termination_id>/mottagen")
def receive(termination_id: int) -> Answer:
    """Record when and how the notice was received."""
    form, told_so = read_form(Received), RUNS
    if form.ok:
        given, party = form.given, _held("termination.receive", form.given.party)
        with acting(form, goes_to=url_for("terminations.show", termination_id=termination_id)) as act:
            last = notice.receive(act.session, termination_id, Receipt(on=given.on, how=given.how, note=given.note), party_id=party,
                                  author=actor(), now=now(), by=_by(act.session, termination_id, "termination.receive", party))
            told_so = RUNS if last is not None else FALLS
        if form.ok:
            return done(act.goes_to, *told_so)
    return _page(termination_id, received=form), form.status


@pages.post("/uppsagningar/<id:termination_id>/ta-tillbaka")
def ask_back(termination_id: int) -> Answer:
    """Ask whether one's own notice may be withdrawn."""
    form = read_form(AskedBack)
    if form.ok:
        with acting(form, goes_to=url_for("terminations.show", termination_id=termination_id)) as act:
            giver, held = load(act.session, termination_id).row.party_id, standing_here().parties_for("termination.ask_back")
            party = giver if giver in held else held[0]
            notice.ask_back(act.session, termination_id, party, form.given.reason, now=now(),
                            by=_by(act.session, termination_id, "termination.ask_back", party))
        if form.ok:
            return done(act.goes_to, "Den andra parten är tillfrågad. Uppsägningen gäller tills de har medgett det.",
                        "The other party is asked. The notice stands until they have consented.")
    return _page(termination_id, back=form), form.status


@pages.post("/uppsagningar/<id:termination_id>/medge")
def consent(termination_id: int) -> Answer:
    """Let the other party withdraw its notice."""
    form = read_form(Consented)
    if form.ok:
        party = _held("termination.consent", form.given.party)
        with acting(form, goes_to=url_for("terminations.show", termination_id=termination_id)) as act:
            over = notice.consent(act.session, termination_id, party, author=actor(), now=now(),
                                  by=_by(act.session, termination_id, "termination.consent", party))
        if form.ok:
            return done(act.goes_to, *(("Uppsägningen är återtagen.", "The notice is withdrawn.") if over else (
                "Medgett. Fler parter är tillfrågade.", "Consented. More parties are asked.")))
    return _page(termination_id, consented=form), form.status


def _by(session: Session, termination_id: int, right: str, party: int) -> str:
    return actor_for(session, agreement_of(session, termination_id), right, party)
