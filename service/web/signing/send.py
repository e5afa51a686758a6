"""Sending an agreement for signature: who signs for each party is asked on a page that shows who usually does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from service.agreements.states import AGREEMENT as LIFE
from service.agreements.states import State, Step
from service.agreements.store import NoSuchAgreement
from service.agreements.tables import AgreementRow
from service.economy.reckoning.asked import asked
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.money.keeping import grounds_of
from service.lifecycle.signing.manner import USUAL_CAPACITY
from service.lifecycle.signing.papers import own_file, put_agreement
from service.obligations.model import Remark
from service.parties.model import Cast
from service.parties.store import cast
from service.signatures.store import AGREEMENT
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked as Model
from service.web.frame.forms import Form
from service.web.signing.asking import Rows, field_names, filled_in, manner_of, ordering, room_for_more, typed

pages = Blueprint("agreement_send", __name__)
WHO = {"show": Of("agreement", "agreement.send"), "send": Of("agreement", "agreement.send")}
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sending:
    """A draft that may be sent, its people, the document that it was read from, if that is what is signed, and what of its money
    the terms leave open.
    """

    row: AgreementRow
    cast: Cast
    rows: list[Rows]
    ordered: bool
    own: int | None
    unsaid: Sequence[Remark]


def _load(agreement_id: int) -> Sending:
    with desk().database.read() as session:
        row = session.get(AgreementRow, agreement_id)
        if row is None:
            raise NoSuchAgreement(id=agreement_id)
        people, own = cast(session, agreement_id), own_file(session, row)
        rows, ordered = filled_in(session, agreement_id, people, AGREEMENT)
        versions = versions_of(session, agreement_id)
        unsaid = asked(versions[-1].terms, tuple(grounds_of(session, agreement_id, versions).values()))
    return Sending(row, people, rows, ordered, own[0].id if own else None, unsaid)


def _page(one: Sending, every: Sequence[Rows], form: Form[Model]) -> str:
    room_for_more(every)
    return render_template("signing/send.html", one=one, row=one.row, every=every, form=form, names=field_names(form, every),
                           usual=USUAL_CAPACITY, today=today())


@pages.get("/agreements/<id:agreement_id>/skicka")
def show(agreement_id: int) -> Answer:
    """Ask who is to sign, filled in with who usually does."""
    one = _load(agreement_id)
    LIFE.after(State(one.row.state), Step.SEND)
    return _page(one, one.rows, Form(Model, {"ordered": "yes" if one.ordered else "no"}))


@pages.post("/agreements/<id:agreement_id>/skicka")
def send(agreement_id: int) -> Answer:
    """Send the draft for signature."""
    one = _load(agreement_id)
    form, rows = ordering(request.form), typed(request.form, one.cast, AGREEMENT)
    manner = manner_of(form, rows, one.cast, AGREEMENT)
    if not form.errors:
        with acting(form, goes_to=url_for("signing.show", agreement_id=agreement_id)) as act:
            put_agreement(act.session, agreement_id, manner, now=now(), by=actor_for(act.session, agreement_id, "agreement.send"))
        if not form.errors:
            return done(act.goes_to, "Skickat. De som undertecknar får mejl, och texten ligger fast.",
                        "Sent. Those who sign get mail, and the text is fixed.")
    return _page(one, rows, form), form.status
