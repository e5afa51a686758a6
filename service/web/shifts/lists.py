"""An agreement's lists of places, kinds of events and groups: set up, added to, renamed, retired, merged."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from service.followup.shifts.lists import actions
from service.followup.shifts.lists.defaults import OFFERED, USUAL
from service.followup.shifts.model import Kind
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now
from service.web.frame.forms import Form, blank, read_form
from service.web.shifts.forms import FIELDS, Begun, EditDays, Merged, Renamed, Words
from service.web.shifts.read import lists
from service.web.speech.language import say

pages = Blueprint("shift_lists", __name__)
HERE = "/agreements/<id:agreement_id>/pass/listor"
EDIT = Of("agreement", "shift.lists")
WHO = {"show": Of("agreement", "shift.see"), "add": EDIT, "begin": EDIT, "rename": EDIT, "retire": EDIT, "merge": EDIT, "days": EDIT}
Answer = str | Response | tuple[str, int]


def called() -> dict[Kind, tuple[str, str]]:
    """Return what each list is called, and what it is for."""
    return {
        Kind.PLACE: (say("Platser", "Places"), say("Där passen är.", "Where the shifts are.")),
        Kind.EVENT: (say("Händelser", "Events"),
                     say("Det som händer på ett pass och ska räknas.", "What happens in a shift and is to be counted.")),
        Kind.GROUP: (say("Målgrupper", "Groups"), say("Vilka ni möter.", "Whom you meet.")),
    }


def _page(agreement_id: int, **forms: Form[Any]) -> str:
    with desk().database.read() as session:
        found = lists(session, agreement_id)
    blanks: dict[str, Form[Any]] = {
        "beginning": blank(Begun, events=sorted(USUAL), groups=sorted(USUAL)), "adding": blank(Words),
        "renaming": blank(Renamed), "merging": blank(Merged),
        "days_form": blank(EditDays, days=found.edit_days, revision=found.revision)}
    return render_template("shifts/lists.html", one=found, called=called(), kinds=list(Kind), offered=OFFERED, fields=FIELDS,
                           about=request.view_args.get("word_id") if request.view_args else None,
                           **{**blanks, **forms})


def _back(agreement_id: int) -> str:
    return url_for("shift_lists.show", agreement_id=agreement_id)


@pages.get(HERE)
def show(agreement_id: int) -> str:
    """Show the lists."""
    return _page(agreement_id)


@pages.post(f"{HERE}/borja")
def begin(agreement_id: int) -> Answer:
    """Begin all three lists at once, from what is offered and written."""
    form = read_form(Begun)
    if form.ok:
        with acting(form, goes_to=_back(agreement_id)) as act:
            by = actor_for(act.session, agreement_id, "shift.lists")
            for kind, names in form.given.lists().items():
                actions.add(act.session, agreement_id, kind, names, now=now(), by=by)
        if form.ok:
            return done(act.goes_to, "Listorna är klara. Nu kan ni logga pass.", "The lists are ready. Now you can log shifts.")
    return _page(agreement_id, beginning=form), form.status


@pages.post(HERE)
def add(agreement_id: int) -> Answer:
    """Put names on a list."""
    form = read_form(Words)
    if form.ok:
        with acting(form, goes_to=_back(agreement_id)) as act:
            actions.add(act.session, agreement_id, form.given.kind, form.given.names.split("\n"), now=now(),
                        by=actor_for(act.session, agreement_id, "shift.lists"))
        if form.ok:
            return done(act.goes_to, "Listan är utökad.", "The list is extended.")
    return _page(agreement_id, adding=form), form.status


@pages.post(f"{HERE}/<id:word_id>/namn")
def rename(agreement_id: int, word_id: int) -> Answer:
    """Rename a word."""
    form = read_form(Renamed)
    if form.ok:
        with acting(form, goes_to=_back(agreement_id)) as act:
            actions.rename(act.session, agreement_id, word_id, form.given.name, now=now(),
                           by=actor_for(act.session, agreement_id, "shift.lists"))
        if form.ok:
            return done(act.goes_to, "Namnet är ändrat.", "The name is changed.")
    return _page(agreement_id, renaming=form), form.status


@pages.post(f"{HERE}/<id:word_id>/vila")
def retire(agreement_id: int, word_id: int) -> Answer:
    """Offer a word no more, or again."""
    with acting(goes_to=_back(agreement_id)) as act:
        retired = request.form.get("again") != "yes"
        actions.retire(act.session, agreement_id, word_id, retired=retired, now=now(),
                       by=actor_for(act.session, agreement_id, "shift.lists"))
    return done(act.goes_to, "Föreslås inte längre." if retired else "Föreslås igen.",
                "No longer offered." if retired else "Offered again.")


@pages.post(f"{HERE}/<id:word_id>/sla-ihop")
def merge(agreement_id: int, word_id: int) -> Answer:
    """Merge a word into another."""
    form = read_form(Merged)
    if form.ok:
        with acting(form, goes_to=_back(agreement_id)) as act:
            actions.merge(act.session, agreement_id, word_id, form.given.into, now=now(),
                          by=actor_for(act.session, agreement_id, "shift.lists"))
        if form.ok:
            return done(act.goes_to, "Hopslaget.", "Merged.")
    return _page(agreement_id, merging=form), form.status


@pages.post(f"{HERE}/dagar")
def days(agreement_id: int) -> Answer:
    """Set for how many days a shift may be edited without a reason."""
    form = read_form(EditDays)
    if form.ok:
        with acting(form, goes_to=_back(agreement_id)) as act:
            actions.set_edit_days(act.session, agreement_id, form.given.days, revision=form.given.revision, now=now(),
                                  by=actor_for(act.session, agreement_id, "shift.lists"))
        if form.ok:
            return done(act.goes_to, "Sparat.", "Saved.")
    return _page(agreement_id, days_form=form), form.status
