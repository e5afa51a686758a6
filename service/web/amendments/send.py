"""Sending an amendment for signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, abort, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from service.amendments.states import AMENDMENT, State, Step
from service.amendments.store import NoSuchAmendment, get_amendment, matter_of
from service.amendments.tables import AmendmentRow
from service.documents.papers import make_pdf
from service.lifecycle.signing.manner import USUAL_CAPACITY, Manner
from service.lifecycle.signing.papers import amendment_paper, put_amendment
from service.web.amendments.compare import compared, effect_in_words, outlook
from service.web.amendments.read import Amendment, load
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked as Model
from service.web.frame.forms import Form
from service.web.signing.asking import Rows, field_names, filled_in, manner_of, ordering, room_for_more, typed
from service.web.speech.language import say

pages = Blueprint("amendment_send", __name__)
WHO = {"show": Of("amendment", "amendment.send"), "send": Of("amendment", "amendment.send"),
       "text": Of("amendment", "amendment.see")}
Answer = str | Response | tuple[str, int]


def _load(amendment_id: int) -> tuple[Amendment, list[Rows], bool]:
    with desk().database.read() as session:
        if session.get(AmendmentRow, amendment_id) is None:
            raise NoSuchAmendment(id=amendment_id)
        one = load(session, amendment_id)
        rows, ordered = filled_in(session, one.row.agreement_id, one.desk.cast, matter_of(one.row))
    return one, rows, ordered


def _page(one: Amendment, every: Sequence[Rows], form: Form[Model]) -> str:
    room_for_more(every)
    seen = outlook(one.desk, one.row, one.changes, today=today(), now=now())
    names = field_names(form, every) | {"effective_on": say("Börjar gälla", "Takes effect"), "changes": say("Ändringar", "Changes")}
    return render_template(
        "amendments/send.html", one=one, row=one.row, agreement=one.desk.agreement, every=every, form=form, outlook=seen,
        compared=compared(one.changes), effect=effect_in_words(one.row), names=names, usual=USUAL_CAPACITY, today=today())


@pages.get("/amendments/<id:amendment_id>/skicka")
def show(amendment_id: int) -> Answer:
    """Ask who is to sign, filled in with who usually does."""
    one, rows, ordered = _load(amendment_id)
    AMENDMENT.after(State(one.row.state), Step.SEND)
    return _page(one, rows, Form(Model, {"ordered": "yes" if ordered else "no"}))


@pages.post("/amendments/<id:amendment_id>/skicka")
def send(amendment_id: int) -> Answer:
    """Send the draft for signature."""
    one, _, _ = _load(amendment_id)
    form, rows = ordering(request.form), typed(request.form, one.desk.cast, matter_of(one.row))
    manner = manner_of(form, rows, one.desk.cast, matter_of(one.row))
    if not form.errors:
        with acting(form, goes_to=url_for("amendments.show", amendment_id=amendment_id)) as act:
            put_amendment(act.session, amendment_id, manner, now=now(),
                          by=actor_for(act.session, one.row.agreement_id, "amendment.send"))
        if not form.errors:
            return done(act.goes_to, "Skickat. De som undertecknar får mejl, och texten ligger fast.",
                        "Sent. Those who sign get mail, and the text is fixed.")
    return _page(one, rows, form), form.status


@pages.get("/amendments/<id:amendment_id>/utkast.pdf")
def text(amendment_id: int) -> Response:
    """Give the text as it would be signed, marked as a draft."""
    with desk().database.read() as session:
        row = get_amendment(session, amendment_id)
        if row.state != State.DRAFT:
            abort(404)
        made = replace(amendment_paper(session, row, Manner(), now=now()), mark="Utkast")
    answer = make_response(make_pdf(made, at=now()))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="tillagg-{row.number}-utkast.pdf"'
    return answer
