"""The agreement's economy, and what the payer settles about it."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from service.economy.entered.store import entered_of
from service.economy.invoices.model import Settings
from service.kernel.money import ore
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.money.figures import asked_of, enter_figure
from service.lifecycle.money.settings import settle_economy
from service.lifecycle.settings.ground import ChangedMeanwhile
from service.web.economy.forms import FigureGiven, Settled
from service.web.economy.one import acts_as
from service.web.economy.read import kronor, load
from service.web.economy.words import called_figure, period_of, plain, typed
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form

pages = Blueprint("economy", __name__)
WHO = {
    "index": Of("agreement", "economy.see"),
    "settings": Of("agreement", "economy.settle"),
    "settle": Of("agreement", "economy.settle"),
    "enter": Of("agreement", "economy.settle"),
}
Answer = str | Response | tuple[str, int]


@pages.get("/agreements/<id:agreement_id>/ekonomi")
def index(agreement_id: int) -> str:
    """Show frame, posts and periods."""
    with desk().database.read() as session:
        one = load(session, agreement_id)
    return render_template("economy/index.html", one=one, kronor=kronor, period_of=period_of, today=today())


def _settings(agreement_id: int, form: Form[Settled] | None = None, figure: Form[FigureGiven] | None = None) -> str:
    with desk().database.read() as session:
        one = load(session, agreement_id)
        asked = asked_of(versions_of(session, agreement_id), one.items, entered_of(session, agreement_id))
    if form is not None and form.status == ChangedMeanwhile.status:
        form.typed["revision"] = str(one.settled.revision)
    known = blank(Settled, two=typed(one.settled.two_ore), reference=one.settled.reference, revision=one.settled.revision)
    named = [(f"{each.kind}:{each.name}", called_figure(each, one.terms), each) for each in asked]
    return render_template("economy/settings.html", one=one, form=form or known, figure=figure or blank(FigureGiven), asked=named,
                           numbers=[(code, name) for code, name, _ in named], number=plain)


@pages.get("/agreements/<id:agreement_id>/ekonomi/installningar")
def settings(agreement_id: int) -> str:
    """Ask what the payer settles."""
    return _settings(agreement_id)


@pages.post("/agreements/<id:agreement_id>/ekonomi/installningar")
def settle(agreement_id: int) -> Answer:
    """Settle it."""
    form = read_form(Settled)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("economy.index", agreement_id=agreement_id)) as act:
            settle_economy(act.session, agreement_id, Settings(
                two_ore=None if given.two is None else ore(given.two), reference=given.reference, revision=given.revision,
            ), actor=acts_as(), now=now(), by=actor_for(act.session, agreement_id, "economy.settle"))
        if form.ok:
            return done(act.goes_to, "Inställningarna är sparade.", "The settings are saved.")
    return _settings(agreement_id, form), form.status


@pages.post("/agreements/<id:agreement_id>/ekonomi/tal")
def enter(agreement_id: int) -> Answer:
    """Enter units of a period, or an index figure of a year."""
    form = read_form(FigureGiven)
    if form.ok:
        kind, _, name = form.given.what.partition(":")
        with acting(form, goes_to=url_for("economy.index", agreement_id=agreement_id)) as act:
            enter_figure(act.session, agreement_id, kind, name, form.given.value, author=actor(), now=now(),
                         by=actor_for(act.session, agreement_id, "economy.settle"))
        if form.ok:
            return done(act.goes_to, "Talet är infört och det som väntas är omräknat.",
                        "The number is entered, and what is expected is reckoned anew.")
    return _settings(agreement_id, figure=form), form.status
