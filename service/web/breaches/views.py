"""Giving notice of a breach, its receipt and answer, and what it comes to; pausing while a rescission is disputed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import get_agreement, terms_of
from service.breaches.actions import Receipt, Reply
from service.breaches.model import TOLD, How, Notice
from service.breaches.store import agreement_of, get_item
from service.lifecycle.breaking import breaches as acts
from service.lifecycle.breaking import rescind as rescissions
from service.lifecycle.breaking.promised import chosen, promised
from service.lifecycle.rights import NotYours
from service.rescissions.model import Declaration
from service.web.agreement.story import actor as named
from service.web.breaches.forms import Declared, Notified, Received, Replied, Settled
from service.web.breaches.read import listed, load, papers_of
from service.web.breaches.who import declarer_here
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.speech.history import EVENTS

pages = Blueprint("breaches", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "notifying": Of("agreement", "breach.notify"),
    "notify": Of("agreement", "breach.notify"),
    "pause": Of("agreement", "agreement.pause"),
    "go_on": Of("agreement", "agreement.pause"),
    "show": Of("breach", "agreement.see"),
    "receive": Of("breach", "breach.receive"),
    "reply": Of("breach", "breach.answer"),
    "settle": Of("breach", "breach.settle"),
    "rescind": Of("breach", "rescission.declare"),
}
Answer = str | Response | tuple[str, int]


def _role_of(party_id: int) -> str:
    return next((one.role for one in standing_here().held if one.party_id == party_id), "")


@pages.get("/agreements/<id:agreement_id>/avtalsbrott")
def index(agreement_id: int) -> str:
    """Show the breaches and rescissions of an agreement."""
    with desk().database.read() as session:
        found = listed(session, agreement_id)
    return render_template("breaches/index.html", one=found, today=today())


def _notifying(agreement_id: int, form: Form[Notified]) -> str:
    mine = standing_here().parties_for("breach.notify")
    with desk().database.read() as session:
        found, terms = listed(session, agreement_id), terms_of(session, agreement_id)
        every, papers = promised(session, agreement_id, _role_of(mine[0])), papers_of(session, agreement_id)
    return render_template(
        "breaches/notify.html", one=found, form=form, rule=terms.rescission, promised=every, papers=papers,
        mine=[(number, found.names[number]) for number in mine],
        others=[(one.id, one.name) for one in found.parties if one.id not in mine or len(mine) > 1],
        clause=terms.clause("rescission.serious_breach", "rescission.remedy", "rescission.remedy_days"))


@pages.get("/agreements/<id:agreement_id>/avtalsbrott/nytt")
def notifying(agreement_id: int) -> str:
    """Ask what has failed; a missed duty may be given in the address."""
    duty = request.args.get("atagande", "")
    return _notifying(agreement_id, blank(Notified, undertaking=f"duty:{duty}" if duty.isdecimal() else None))


@pages.post("/agreements/<id:agreement_id>/avtalsbrott/nytt")
def notify(agreement_id: int) -> Answer:
    """Give notice of a breach."""
    form = read_form(Notified)
    if form.ok:
        given, party = form.given, _held("breach.notify", form.given.party)
        with acting(form) as act:
            one = chosen(promised(act.session, agreement_id, _role_of(party)), given.undertaking)
            notice = Notice(
                against=given.against, undertaking=one.text, clause=one.clause, obligation_id=one.obligation_id, what=given.what,
                since=given.since, days=given.days, why_days=given.why_days, at_once=given.at_once or None, evidence=given.evidence)
            made = acts.notify(act.session, agreement_id, notice, party_id=party, now=now(),
                               by=actor_for(act.session, agreement_id, "breach.notify", party))
            act.goes_to = url_for("breaches.show", breach_id=made)
        if form.ok:
            return done(act.goes_to, "Avtalsbrottet är meddelat, med mejl och brev. Tiden för rättelse börjar när det är mottaget.",
                        "Notice is given, by mail and letter. The time to rectify begins when it is received.")
    return _notifying(agreement_id, form), form.status


def _held(right: str, party_id: int) -> int:
    """Return the party if the one who asks has the right for it: only a party's own people act for it."""
    if party_id not in standing_here().parties_for(right):
        raise NotYours(whom=whom(right))
    return party_id


def _page(breach_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load(session, breach_id)
        papers = papers_of(session, one.agreement.id)
    row, here = one.row, standing_here()

    def ours(right: str, party_id: int) -> bool:
        return one.open and party_id in here.parties_for(right)

    accused = ours("breach.receive", row.against)
    hows = (How.HERE,) if accused else TOLD if ours("breach.receive", row.notified_by) else ()
    run_out = one.run_out(today())
    blanks: dict[str, Form[Any]] = {
        "received": blank(Received, on=today(), how=How.HERE if accused else None),
        "replied": blank(Replied, done_on=today()), "settled": blank(Settled), "declared": blank(Declared, effective_on=today())}
    return render_template(
        "breaches/show.html", one=one, papers=papers, events=EVENTS, named=named, today=today(), run_out=run_out, accused=accused,
        hows=[each.value for each in hows] if row.received_on is None else [], answers=ours("breach.answer", row.against),
        settles=ours("breach.settle", row.notified_by), rescinds=run_out and ours("rescission.declare", row.notified_by),
        **{**blanks, **forms})


@pages.get("/breaches/<id:breach_id>")
def show(breach_id: int) -> str:
    """Show a breach."""
    return _page(breach_id)


def _acting_party(session: Session, breach_id: int, right: str, *, accused_first: bool) -> int:
    """Return the party that one acts for: that which the notice is about, or that which gave it, as far as one may."""
    # The agreement is locked before what belongs to it, as by the clock.
    get_agreement(session, agreement_of(session, breach_id))
    item, held = get_item(session, breach_id), standing_here().parties_for(right)
    first, second = (item.against, item.notified_by) if accused_first else (item.notified_by, item.against)
    return next((one for one in (first, second) if one in held), held[0])


def _by(session: Session, breach_id: int, right: str, party: int) -> str:
    return actor_for(session, agreement_of(session, breach_id), right, party)


@pages.post("/breaches/<id:breach_id>/mottaget")
def receive(breach_id: int) -> Answer:
    """Record that the notice was received."""
    form = read_form(Received)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("breaches.show", breach_id=breach_id)) as act:
            party = _acting_party(act.session, breach_id, "breach.receive", accused_first=given.how is How.HERE)
            acts.receive(act.session, breach_id, Receipt(on=given.on, how=given.how, note=given.note), party_id=party, now=now(),
                         by=_by(act.session, breach_id, "breach.receive", party))
        if form.ok:
            return done(act.goes_to, "Mottagandet är antecknat. Tiden för rättelse löper.",
                        "The receipt is recorded. The time to rectify runs.")
    return _page(breach_id, received=form), form.status


@pages.post("/breaches/<id:breach_id>/svar")
def reply(breach_id: int) -> Answer:
    """Answer the notice."""
    form = read_form(Replied)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("breaches.show", breach_id=breach_id)) as act:
            party = _acting_party(act.session, breach_id, "breach.answer", accused_first=True)
            acts.reply(act.session, breach_id,
                       Reply(answer=given.answer, body=given.body, done_on=given.done_on, evidence=given.evidence),
                       party_id=party, author=actor(), now=now(), by=_by(act.session, breach_id, "breach.answer", party))
        if form.ok:
            return done(act.goes_to, "Svaret är lämnat.", "The answer is given.")
    return _page(breach_id, replied=form), form.status


@pages.post("/breaches/<id:breach_id>/avgor")
def settle(breach_id: int) -> Answer:
    """Accept the rectification, or withdraw the notice."""
    form = read_form(Settled)
    if form.ok:
        taken = {"accept": acts.accept, "withdraw": acts.take_back}[form.given.outcome]
        with acting(form, goes_to=url_for("breaches.show", breach_id=breach_id)) as act:
            party = _acting_party(act.session, breach_id, "breach.settle", accused_first=False)
            taken(act.session, breach_id, form.given.text, party_id=party, now=now(),
                  by=_by(act.session, breach_id, "breach.settle", party))
        if form.ok:
            return done(act.goes_to, "Ärendet är avslutat.", "The case is closed.")
    return _page(breach_id, settled=form), form.status


@pages.post("/breaches/<id:breach_id>/hav")
def rescind(breach_id: int) -> Answer:
    """Rescind the agreement because of the breach."""
    form = read_form(Declared)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("breaches.show", breach_id=breach_id)) as act:
            party = _acting_party(act.session, breach_id, "rescission.declare", accused_first=False)
            made = rescissions.declare(act.session, agreement_of(act.session, breach_id), Declaration(
                party_id=party, breach_id=breach_id, reason=given.reason, effective_on=given.effective_on, declared_on=today(),
                declarer=declarer_here(given.capacity, given.authority)), now=now(),
                by=_by(act.session, breach_id, "rescission.declare", party))
            act.goes_to = url_for("rescissions.show", rescission_id=made)
        if form.ok:
            return done(act.goes_to, "Överenskommelsen hävs, med mejl och brev.", "The agreement is rescinded, by mail and letter.")
    return _page(breach_id, declared=form), form.status


@pages.post("/agreements/<id:agreement_id>/avtalsbrott/paus")
def pause(agreement_id: int) -> Response:
    """Pause meetings and payments while a rescission is disputed."""
    with acting(goes_to=url_for("breaches.index", agreement_id=agreement_id)) as act:
        rescissions.pause(act.session, agreement_id, party_id=standing_here().parties_for("agreement.pause")[0], now=now(),
                          by=actor_for(act.session, agreement_id, "agreement.pause"))
    return done(act.goes_to, "Möten och betalningar är pausade.", "Meetings and payments are paused.")


@pages.post("/agreements/<id:agreement_id>/avtalsbrott/fortsatt")
def go_on(agreement_id: int) -> Response:
    """Let meetings and payments go on."""
    with acting(goes_to=url_for("breaches.index", agreement_id=agreement_id)) as act:
        rescissions.go_on(act.session, agreement_id, party_id=standing_here().parties_for("agreement.pause")[0], now=now(),
                          by=actor_for(act.session, agreement_id, "agreement.pause"))
    return done(act.goes_to, "Möten och betalningar går vidare.", "Meetings and payments go on.")
