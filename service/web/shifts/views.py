"""The shifts of an agreement month by month, one shift, planning, telling of what was planned, correcting, striking."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.followup.shifts import actions
from service.followup.shifts.store import full, last_by, told, words
from service.followup.shifts.tables import ShiftRow
from service.web.agreement.story import actor as named
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.frame.paging import BadPlace
from service.web.shifts.forms import Planned, Reasoned, Shift, read_shift, told_by, typed_as
from service.web.shifts.log import offered
from service.web.shifts.read import month, one
from service.web.speech.history import EVENTS

pages = Blueprint("shifts", __name__)
LOG = Of("shift", "shift.log")
WHO = {
    "index": Of("agreement", "shift.see"), "show": Of("shift", "shift.see"),
    "planning": Of("agreement", "shift.log"), "plan": Of("agreement", "shift.log"),
    "editing": LOG, "edit": LOG, "reporting": LOG, "report": LOG, "strike": LOG, "call_off": LOG,
}
Answer = str | Response | tuple[str, int]


def _first(given: str) -> date:
    try:
        return date.fromisoformat(f"{given}-01") if given else today().replace(day=1)
    except ValueError:
        raise BadPlace from None


@pages.get("/agreements/<id:agreement_id>/pass")
def index(agreement_id: int) -> str:
    """Show a month of shifts, of all places or one."""
    first, place = _first(request.args.get("m", "")), request.args.get("plats", "")
    if place and not (place.isascii() and place.isdecimal() and len(place) < 19):
        raise BadPlace
    if not 1900 <= first.year <= 2200:
        raise BadPlace
    with desk().database.read() as session:
        found = month(session, agreement_id, first, place=int(place) if place else None, now=now())
    return render_template("shifts/index.html", one=found, place=place, today=today())


def _planning(agreement_id: int, form: Form[Planned] | None = None) -> str:
    with desk().database.read() as session:
        page, row = offered(session, agreement_id), last_by(session, agreement_id, actor())
        usual = {} if row is None else typed_as(told(full(session, [row])[0]))
    known = {name: usual[name] for name in ("start", "end", "staff", "places") if name in usual}
    return render_template("shifts/plan.html", page=page, form=form or blank(Planned, weeks=1, **{"staff": 2, **known}))


@pages.get("/agreements/<id:agreement_id>/pass/planera")
def planning(agreement_id: int) -> str:
    """Ask which shift is planned."""
    return _planning(agreement_id)


@pages.post("/agreements/<id:agreement_id>/pass/planera")
def plan(agreement_id: int) -> Answer:
    """Plan a shift, or the same for some weeks."""
    form = read_shift(Planned)
    if form.ok:
        with acting(form, goes_to=url_for("shifts.index", agreement_id=agreement_id, _anchor="planned")) as act:
            party = standing_here().parties_for("shift.log")[0]
            made = actions.plan(
                act.session, agreement_id, told_by(form, words(act.session, agreement_id)), weeks=form.given.weeks, party_id=party,
                author=actor(), now=now(), by=actor_for(act.session, agreement_id, "shift.log", party))
        if form.ok:
            return done(act.goes_to, "{n} pass är planerade." if len(made) > 1 else "Passet är planerat.",
                        "{n} shifts are planned." if len(made) > 1 else "The shift is planned.", n=len(made))
    return _planning(agreement_id, form), form.status


def _page(shift_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        found = one(session, shift_id, now())
    blanks: dict[str, Form[Any]] = {"striking": blank(Reasoned), "off": blank(Reasoned)}
    return render_template("shifts/show.html", one=found, events=EVENTS, named=named, now=now(), **{**blanks, **forms})


@pages.get("/pass/<id:shift_id>")
def show(shift_id: int) -> str:
    """Show a shift."""
    return _page(shift_id)


def _editing(shift_id: int, form: Form[Shift] | None, *, reporting: bool) -> str:
    with desk().database.read() as session:
        found = one(session, shift_id, now())
        known = told(found.shift)
        page = offered(session, found.agreement.id, frozenset((*known.places, *known.events, *known.groups)))
    shown = form or blank(Shift, revision=found.shift.row.revision, **typed_as(known))
    return render_template("shifts/edit.html", one=found, page=page, form=shown, reporting=reporting)


@pages.get("/pass/<id:shift_id>/andra")
def editing(shift_id: int) -> str:
    """Ask how a shift should read."""
    return _editing(shift_id, None, reporting=False)


@pages.post("/pass/<id:shift_id>/andra")
def edit(shift_id: int) -> Answer:
    """Change a shift, after its time with a reason."""
    form = read_shift(Shift)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("shifts.show", shift_id=shift_id)) as act:
            actions.edit(act.session, shift_id, told_by(form, _words(act.session, shift_id)), revision=given.revision,
                         reason=given.reason, sure=given.sure, now=now(), by=_by(act.session, shift_id))
        if form.ok:
            return done(act.goes_to, "Ändrat.", "Changed.")
    return _editing(shift_id, form, reporting=False), form.status


@pages.get("/pass/<id:shift_id>/gjort")
def reporting(shift_id: int) -> str:
    """Ask what a planned shift came to."""
    return _editing(shift_id, None, reporting=True)


@pages.post("/pass/<id:shift_id>/gjort")
def report(shift_id: int) -> Answer:
    """Tell what a planned shift came to."""
    form = read_shift(Shift)
    if form.ok:
        with acting(form, goes_to=url_for("shifts.show", shift_id=shift_id)) as act:
            actions.log_planned(act.session, shift_id, told_by(form, _words(act.session, shift_id)), revision=form.given.revision,
                                sure=form.given.sure, author=actor(), now=now(), by=_by(act.session, shift_id))
        if form.ok:
            return done(act.goes_to, "Passet är loggat.", "The shift is logged.")
    return _editing(shift_id, form, reporting=True), form.status


@pages.post("/pass/<id:shift_id>/stryk")
def strike(shift_id: int) -> Answer:
    """Strike a shift logged by mistake."""
    form = read_form(Reasoned)
    if form.ok:
        with acting(form, goes_to=url_for("shifts.show", shift_id=shift_id)) as act:
            actions.strike(act.session, shift_id, form.given.reason, now=now(), by=_by(act.session, shift_id))
        if form.ok:
            return done(act.goes_to, "Passet är struket och räknas inte.", "The shift is struck and does not count.")
    return _page(shift_id, striking=form), form.status


@pages.post("/pass/<id:shift_id>/ej-hallet")
def call_off(shift_id: int) -> Answer:
    """Say that a planned shift is not held."""
    form = read_form(Reasoned)
    if form.ok:
        with acting(form, goes_to=url_for("shifts.show", shift_id=shift_id)) as act:
            actions.call_off(act.session, shift_id, form.given.reason, now=now(), by=_by(act.session, shift_id))
        if form.ok:
            return done(act.goes_to, "Antecknat: passet hölls inte.", "Noted: the shift was not held.")
    return _page(shift_id, off=form), form.status


def _words(session: Session, shift_id: int) -> Any:
    return words(session, session.get_one(ShiftRow, shift_id).agreement_id)


def _by(session: Session, shift_id: int) -> str:
    return actor_for(session, session.get_one(ShiftRow, shift_id).agreement_id, "shift.log")

