"""Reporting a deviation, noting the dialogue, deciding for one's party; and the limit above which cases open themselves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import terms_of
from service.deviations.actions import Decision, Planned
from service.deviations.store import agreement_of
from service.deviations.tables import DeviationRow
from service.lifecycle.rights import NotYours
from service.lifecycle.settings.ground import ChangedMeanwhile
from service.lifecycle.talks import deviations as talks
from service.web.agreement.story import actor as named
from service.web.deviations.forms import Decided, Limited, Noted, Reported, TakenBack
from service.web.deviations.read import amount, listed, load
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor, actor_for, done, party_for
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.speech.history import EVENTS
from service.web.speech.language import say

pages = Blueprint("deviations", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "limit": Of("agreement", "agreement.settings"),
    "reporting": Of("agreement", "deviation.report"),
    "report": Of("agreement", "deviation.report"),
    "show": Of("deviation", "agreement.see"),
    "note": Of("deviation", "deviation.note"),
    "decide": Of("deviation", "deviation.approve"),
    "take_back": Of("deviation", "deviation.withdraw"),
}
Answer = str | Response | tuple[str, int]


def heading(row: DeviationRow) -> str:
    """Return what a deviation is called; one that nobody has reported has no words of its own."""
    return row.what or say("{post} är överskriden", "{post} is overspent", post=row.post or say("Budgeten", "The budget"))


def _held(right: str, party_id: int) -> int:
    """Return the party if the one who asks has the right for it: only a party's own people act for it."""
    if party_id not in standing_here().parties_for(right):
        raise NotYours(whom=whom(right))
    return party_id


def _index(agreement_id: int, form: Form[Limited] | None = None) -> str:
    with desk().database.read() as session:
        found = listed(session, agreement_id)
        limit = talks.limit_of(found.agreement)
    if form is not None and form.status == ChangedMeanwhile.status:
        form.typed["revision"] = str(found.agreement.revision)
    known = blank(Limited, limit_percent=limit.percent, limit_sek=limit.sek, revision=found.agreement.revision)
    return render_template("deviations/index.html", one=found, heading=heading, limit=limit, form=form or known, today=today())


@pages.get("/agreements/<id:agreement_id>/avvikelser")
def index(agreement_id: int) -> str:
    """Show the deviations of an agreement."""
    return _index(agreement_id)


@pages.post("/agreements/<id:agreement_id>/avvikelser/grans")
def limit(agreement_id: int) -> Answer:
    """Set how far a post may be overspent before a case opens by itself."""
    form = read_form(Limited)
    if form.ok:
        with acting(form, goes_to=url_for("deviations.index", agreement_id=agreement_id)) as act:
            talks.set_limit(act.session, agreement_id, form.given.limit(), revision=form.given.revision, now=now(),
                            party_id=party_for("agreement.settings"), by=actor_for(act.session, agreement_id, "agreement.settings"))
        if form.ok:
            return done(act.goes_to, "Gränsen är sparad.", "The limit is saved.")
    return _index(agreement_id, form), form.status


def _reporting(agreement_id: int, form: Form[Reported]) -> str:
    with desk().database.read() as session:
        found, terms = listed(session, agreement_id), terms_of(session, agreement_id)
    mine = [(number, found.names[number]) for number in standing_here().parties_for("deviation.report")]
    return render_template("deviations/report.html", one=found, form=form, mine=mine, posts=terms.economy.posts,
                           clause=terms.clause("approval_before_deviation", "approval_before"))


@pages.get("/agreements/<id:agreement_id>/avvikelser/ny")
def reporting(agreement_id: int) -> str:
    """Ask what is to be done otherwise."""
    return _reporting(agreement_id, blank(Reported))


@pages.post("/agreements/<id:agreement_id>/avvikelser/ny")
def report(agreement_id: int) -> Answer:
    """Report a deviation."""
    form = read_form(Reported)
    if form.ok:
        given, party = form.given, _held("deviation.report", form.given.party)
        planned = Planned(kind=given.kind, what=given.what, why=given.why, changes_on=given.changes_on, post=given.post,
                          sek=given.sek, percent=given.percent)
        with acting(form) as act:
            made = talks.report(act.session, agreement_id, planned, party_id=party, author=actor(), now=now(),
                                by=actor_for(act.session, agreement_id, "deviation.report", party))
            act.goes_to = url_for("deviations.show", deviation_id=made)
        if form.ok:
            return done(act.goes_to, "Avvikelsen är anmäld. Tala med varandra och anteckna samtalet.",
                        "The deviation is reported. Talk to each other and note what you say.")
    return _reporting(agreement_id, form), form.status


def _page(deviation_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        one = load(session, deviation_id)
    held = standing_here().parties_for("deviation.approve")
    mine = [party for party in one.waiting if party.id in held]
    withdrawing = standing_here().parties_for("deviation.withdraw")
    blanks: dict[str, Form[Any]] = {
        "decided": blank(Decided, party=mine[0].id if len(mine) == 1 else None, decided_on=today()),
        "noted": blank(Noted, day=today()), "taken": blank(TakenBack)}
    return render_template(
        "deviations/show.html", one=one, mine=mine, heading=heading(one.row), events=EVENTS, named=named, today=today(),
        sek=amount(one.row.ore), percent=amount(one.row.hundredths),
        ours=bool(withdrawing) and one.row.reported_by in (None, *withdrawing), **{**blanks, **forms})


@pages.get("/deviations/<id:deviation_id>")
def show(deviation_id: int) -> str:
    """Show a deviation."""
    return _page(deviation_id)


@pages.post("/deviations/<id:deviation_id>/anteckning")
def note(deviation_id: int) -> Answer:
    """Note what was said."""
    form = read_form(Noted)
    if form.ok:
        given = form.given
        party = standing_here().parties_for("deviation.note")[0]
        with acting(form, goes_to=url_for("deviations.show", deviation_id=deviation_id)) as act:
            talks.note(act.session, deviation_id, party_id=party, day=given.day, who=given.who, body=given.body,
                       author=actor(), now=now(), by=_by(act.session, deviation_id, "deviation.note", party))
        if form.ok:
            return done(act.goes_to, "Antecknat. Alla parter ser det.", "Noted. All parties see it.")
    return _page(deviation_id, noted=form), form.status


@pages.post("/deviations/<id:deviation_id>/beslut")
def decide(deviation_id: int) -> Answer:
    """Approve or reject for one's party."""
    form = read_form(Decided)
    if form.ok:
        given, party = form.given, _held("deviation.approve", form.given.party)
        decision = Decision(decided_by=given.decided_by, decided_on=given.decided_on, evidence=given.evidence)
        acts = {"approve": talks.approve, "reject": talks.reject}
        with acting(form, goes_to=url_for("deviations.show", deviation_id=deviation_id)) as act:
            acts[given.verdict](act.session, deviation_id, party, decision, author=actor(), now=now(),
                                by=_by(act.session, deviation_id, "deviation.approve", party))
        if form.ok:
            return done(act.goes_to, "Beslutet är antecknat.", "The decision is recorded.")
    return _page(deviation_id, decided=form), form.status


@pages.post("/deviations/<id:deviation_id>/aterta")
def take_back(deviation_id: int) -> Answer:
    """Withdraw what one's own party reported."""
    form = read_form(TakenBack)
    if form.ok:
        with acting(form, goes_to=url_for("deviations.show", deviation_id=deviation_id)) as act:
            reported_by, held = load(act.session, deviation_id).row.reported_by, standing_here().parties_for("deviation.withdraw")
            party = reported_by if reported_by is not None and reported_by in held else held[0]
            talks.take_back(act.session, deviation_id, party, form.given.reason, now=now(),
                            by=_by(act.session, deviation_id, "deviation.withdraw", party))
        if form.ok:
            return done(act.goes_to, "Avvikelsen är återtagen.", "The deviation is withdrawn.")
    return _page(deviation_id, taken=form), form.status


def _by(session: Session, deviation_id: int, right: str, party: int) -> str:
    return actor_for(session, agreement_of(session, deviation_id), right, party)
