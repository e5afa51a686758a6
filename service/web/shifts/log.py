"""Logging a shift in seconds on a phone: a page that opens without network, and what it sends once the network is there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answered

from service.agreements.tables import AgreementRow
from service.followup.shifts.actions import log
from service.followup.shifts.keep import LOGGED
from service.followup.shifts.model import Kind, Told
from service.followup.shifts.refusals import Unsure
from service.followup.shifts.store import Full, full, last_at_places, last_by, told, words
from service.followup.shifts.tables import WordRow
from service.kernel.clock import local
from service.kernel.errors import Refusal
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank
from service.web.shifts.forms import Shift, read_shift, told_by, typed_as
from service.web.speech.language import say
from service.web.speech.refusals import told as sentence

pages = Blueprint("shift_log", __name__)
HERE = "/agreements/<id:agreement_id>/pass/nytt"
WHO = dict.fromkeys(("show", "save", "send", "ticket", "shell", "worker"), Of("agreement", "shift.log"))
ASSETS = ("vendor/pico.min.css", "overens.css", "shifts.css", "vendor/htmx.min.js", "shifts.js", "mark.svg")
NOON, LATE, AGAIN = 12, 15, 6
Answer = str | Answered | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of logging offers: the agreement's title, its lists, whether shifts can be logged now, and shifts to repeat."""

    id: int
    title: str
    open: bool
    words: dict[str, list[WordRow]]
    again: list[Full] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        """Say whether there is a place to choose: nothing can be logged without."""
        return bool(self.words[Kind.PLACE])


def offered(session: Session, agreement_id: int, kept: frozenset[int] = frozenset()) -> Page:
    """Return what a form of a shift offers: what is on the lists, and what the shift has although it is retired."""
    row = session.get_one(AgreementRow, agreement_id)
    found: dict[str, list[WordRow]] = {kind.value: [] for kind in Kind}
    for one in words(session, agreement_id):
        if one.retired_at is None or one.id in kept:
            found[one.kind].append(one)
    return Page(row.id, row.title, row.state in LOGGED, found)


def _day_of(known: Told) -> date:
    """Return the day when a shift of those hours was last begun: in the morning, that of an evening is yesterday's."""
    return today() - timedelta(days=1) if local(now()).hour < NOON and known.start.hour >= LATE else today()


def _usual(session: Session, agreement_id: int, page: Page) -> Form[Shift]:
    """Return the form with what was told last: hours, staff, places; the day is when a shift of those hours was last begun."""
    row = last_by(session, agreement_id, actor())
    if row is None:
        only = [one.id for one in page.words[Kind.PLACE]]
        return blank(Shift, day=today(), staff=2, places=only if len(only) == 1 else ())
    known, offered_now = told(full(session, [row])[0]), {one.id for one in page.words[Kind.PLACE]}
    return blank(Shift, day=_day_of(known), start=known.start, end=known.end, staff=known.staff,
                 places=[one for one in known.places if one in offered_now])


def _same_as(page: Page) -> Form[Shift] | None:
    """Return the form filled with all that the shift asked for was told of but its day and note; None if none is asked for."""
    asked = request.args.get("som", type=int)
    one = next((each for each in page.again if each.row.id == asked), None)
    if one is None:
        return None
    known = told(one)
    offered_now = {each.id for each in page.words[Kind.PLACE]}
    return blank(Shift, **{**typed_as(known), "day": _day_of(known), "note": "",
                           "places": [each for each in known.places if each in offered_now]})


def _page(agreement_id: int, form: Form[Shift] | None = None, *, shell: bool = False) -> str:
    with desk().database.read() as session:
        page = offered(session, agreement_id)
        if not shell:
            page = replace(page, again=last_at_places(session, agreement_id)[:AGAIN])
        usual = form or _same_as(page) or _usual(session, agreement_id, page)
    return render_template("shifts/log.html", page=page, form=usual, shell=shell, today=today(), who=current_user.id,
                           frame="frame/bare.html" if shell else "frame/base.html")


@pages.get(HERE)
def show(agreement_id: int) -> str:
    """Show the form, filled with what was told last."""
    return _page(agreement_id)


@pages.post(HERE)
def save(agreement_id: int) -> Answer:
    """Keep a shift sent by the form itself."""
    form = read_shift(Shift)
    if form.ok:
        with acting(form, goes_to=url_for("shift_log.show", agreement_id=agreement_id)) as act:
            _keep(act.session, agreement_id, form)
        if form.ok:
            return done(act.goes_to, "Passet är loggat.", "The shift is logged.")
    return _page(agreement_id, form), form.status


def _keep(session: Session, agreement_id: int, form: Form[Shift]) -> int:
    given, party = form.given, standing_here().parties_for("shift.log")[0]
    return log(session, agreement_id, told_by(form, words(session, agreement_id)), entry=given.entry, sure=given.sure,
               party_id=party, author=actor(), now=now(), by=actor_for(session, agreement_id, "shift.log", party))


@pages.post(f"{HERE}/skicka")
def send(agreement_id: int) -> tuple[Response, int]:
    """Keep a shift that waited in the browser: the same entry again gets the same answer."""
    form = read_shift(Shift)
    asks = False
    if form.ok and form.given.entry is not None:
        try:
            with desk().database.write() as session:
                made = _keep(session, agreement_id, form)
            return jsonify(kept=url_for("shifts.show", shift_id=made)), 200
        except Refusal as refusal:
            form.wrong("", sentence(refusal), refusal.status)
            asks = isinstance(refusal, Unsure)
    why = " ".join(form.errors.values()) or say("Posten kom inte fram hel.", "The entry did not arrive whole.")
    return jsonify(refused=why, asks=asks), form.status if form.errors else 422


@pages.get(f"{HERE}/nyckel")
def ticket(agreement_id: int) -> Response:
    """Return what shows that a form is ours, fresh, and for whom; whoever is not logged in is led to the login instead."""
    return jsonify(token=generate_csrf(), who=current_user.id)


@pages.get(f"{HERE}/utan-nat")
def shell(agreement_id: int) -> str:
    """Return the page as the browser keeps it for when there is no network: the form and its lists, nothing of whoever asks."""
    return _page(agreement_id, shell=True)


@pages.get(f"{HERE}/arbetare.js")
def worker(agreement_id: int) -> Response:
    """Return the script that keeps the page and opens it without network, for this page alone."""
    script = render_template("shifts/worker.js", agreement_id=agreement_id, assets=ASSETS)
    answer = make_response(script)
    answer.mimetype = "text/javascript"
    answer.headers["Service-Worker-Allowed"] = url_for("shift_log.show", agreement_id=agreement_id)
    return answer
