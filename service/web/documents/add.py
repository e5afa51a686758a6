"""Adding a document to an agreement."""

from __future__ import annotations

from flask import Blueprint, g, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from service.agreements.tables import AgreementRow
from service.documents import actions
from service.documents.checks.refusals import TooBig
from service.documents.model import Direction, Kind
from service.documents.rules import PUBLIC
from service.lifecycle.rights import NotYours
from service.parties.store import cast
from service.web.documents.forms import Added, names, registration, taken
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.errors import page as error_page
from service.web.frame.forms import Form, blank, read_form
from service.web.speech.refusals import told

pages = Blueprint("document_add", __name__)
RIGHT = "document.add"
WHO = {"adding": Of("agreement", RIGHT), "add": Of("agreement", RIGHT)}
Answer = str | Response | tuple[str, int]


def _begun() -> Form[Added]:
    return blank(Added, day=today(), direction=Direction.RECEIVED)


def _adding(agreement_id: int, form: Form[Added] | None = None) -> str:
    held = standing_here().parties_for(RIGHT)
    with desk().database.read() as session:
        title = session.get_one(AgreementRow, agreement_id).title
        mine = [party for party in cast(session, agreement_id).parties if party.id in held]
    form = form or _begun()
    return render_template("documents/add.html", id=agreement_id, title=title, form=form, names=names(), parties=mine,
                           inside=any(party.role == PUBLIC for party in mine), kinds=list(Kind), directions=list(Direction),
                           megabytes=desk().settings.document_megabytes, today=today())


@pages.get("/agreements/<id:agreement_id>/dokument/nytt")
def adding(agreement_id: int) -> str:
    """Ask for a file and what is to be registered of it."""
    return _adding(agreement_id)


@pages.post("/agreements/<id:agreement_id>/dokument/nytt")
def add(agreement_id: int) -> Answer:
    """Keep a file and register it."""
    form = read_form(Added)
    file = taken(form)
    if form.ok and file is not None:
        given = form.given
        held = standing_here().parties_for(RIGHT)
        party_id = given.party if given.party is not None else held[0]
        if party_id not in held:
            raise NotYours(whom=whom(RIGHT))
        with acting(form, goes_to=url_for("documents.index", agreement_id=agreement_id)) as act:
            party = next(one for one in cast(act.session, agreement_id).every if one.id == party_id)
            number = actions.add(act.session, agreement_id, registration(given), file, party=party, now=now(),
                                 by=actor_for(act.session, agreement_id, RIGHT, party_id))
            act.goes_to = url_for("document.show", document_id=number)
        if form.ok:
            return done(act.goes_to, "Dokumentet är inlagt.", "The document is added.")
    return _adding(agreement_id, form), form.status


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Tell at the field that a file is too large to be taken in at all."""
    if "standing" not in g:
        return error_page(413)
    form = _begun()
    form.wrong("file", told(TooBig(megabytes=desk().settings.document_megabytes)), 413)
    return _adding((request.view_args or {})["agreement_id"], form), form.status
