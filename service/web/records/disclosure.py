"""Disclosures: what has been given out, choosing documents, making the copy, refusing."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from service.agreements.store import get_agreement
from service.documents.checks.kinds import Media
from service.documents.files import made, read
from service.kernel.errors import Refusal
from service.records.disclosure import actions
from service.records.disclosure.copying import make_copy, make_refusal
from service.records.disclosure.model import Chosen, Verdict
from service.records.disclosure.rules import check_chosen, check_ready, check_refusal, withheld_of
from service.records.disclosure.store import disclosures_of
from service.web.agreement.story import actor as named
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.records.forms import COURTS, Copied, Picked, Refused, names
from service.web.records.read import RIGHT, load_one, looked_at, our_party, sources_of, to_choose

pages = Blueprint("disclosure", __name__)
WHO = {
    "index": Of("agreement", RIGHT),
    "choosing": Of("agreement", RIGHT),
    "begin": Of("agreement", RIGHT),
    "show": Of("disclosure", RIGHT),
    "finish": Of("disclosure", RIGHT),
    "drop": Of("disclosure", RIGHT),
    "refusing": Of("disclosure", RIGHT),
    "refuse": Of("disclosure", RIGHT),
}
Answer = str | Response | tuple[str, int]


@pages.get("/agreements/<id:agreement_id>/utlamnanden")
def index(agreement_id: int) -> str:
    """Show what has been given out and is being looked through."""
    with desk().database.read() as session:
        title = get_agreement(session, agreement_id).title
        found = disclosures_of(session, agreement_id, standing_here().parties_for(RIGHT))
    return render_template("records/disclosures.html", id=agreement_id, title=title, rows=found, named=named)


def _choosing(agreement_id: int, form: Form[Picked] | None = None) -> str:
    with desk().database.read() as session:
        title = get_agreement(session, agreement_id).title
        found = to_choose(session, agreement_id)
    return render_template("records/choosing.html", id=agreement_id, title=title, rows=found, form=form or blank(Picked),
                           names=names())


@pages.get("/agreements/<id:agreement_id>/utlamnanden/nytt")
def choosing(agreement_id: int) -> str:
    """Ask which documents are to be looked through."""
    return _choosing(agreement_id)


@pages.post("/agreements/<id:agreement_id>/utlamnanden/nytt")
def begin(agreement_id: int) -> Answer:
    """Look through what is chosen."""
    form = read_form(Picked)
    if form.ok:
        try:
            check_chosen(len(form.given.documents))
            chosen = _looked(agreement_id, form.given.documents)
        except Refusal as refusal:
            form.refuse(refusal)
    if form.ok:
        with acting(form, goes_to=url_for("disclosure.index", agreement_id=agreement_id)) as act:
            party = our_party(act.session, agreement_id)
            number = actions.begin(act.session, agreement_id, party, chosen, now=now(),
                                   by=actor_for(act.session, agreement_id, RIGHT, party.id))
            act.goes_to = url_for("disclosure.show", disclosure_id=number)
        if form.ok:
            return done(act.goes_to)
    return _choosing(agreement_id, form), form.status


def _looked(agreement_id: int, wanted: tuple[int, ...]) -> list[Chosen]:
    """Return what is chosen, each file looked at; it takes its time, so no transaction is open meanwhile."""
    with desk().database.read() as session:
        found = [one for one in to_choose(session, agreement_id) if one.row.id in wanted]
        files = [(one, read(session, one.row, one.version)) for one in found]
    check_chosen(len(found))
    return [Chosen(document_id=one.row.id, version=one.version.number, secrecy=one.row.secrecy,
                   looked=looked_at(content, Media(one.version.media))) for one, content in files]


def _show(disclosure_id: int, form: Form[Copied] | None = None) -> str:
    with desk().database.read() as session:
        one = load_one(session, disclosure_id)
    return render_template("records/disclosure.html", one=one, form=form or Form(Copied), names=names(), withheld_of=withheld_of,
                           named=named)


@pages.get("/utlamnanden/<id:disclosure_id>")
def show(disclosure_id: int) -> str:
    """Show one disclosure."""
    return _show(disclosure_id)


@pages.post("/utlamnanden/<id:disclosure_id>/kopia")
def finish(disclosure_id: int) -> Answer:
    """Make the copy and register it."""
    form = read_form(Copied)
    with desk().database.read() as session:
        one = load_one(session, disclosure_id)
        sources = sources_of(session, one.chosen)
    if form.ok:
        try:
            check_ready([each.choice for each in sources])
            copy = made(make_copy(sources, authority=one.party.name, on=today(), at=now()), f"utlamnad-kopia-{disclosure_id}.pdf")
        except Refusal as refusal:
            form.refuse(refusal)
    if form.ok:
        with acting(form, goes_to=url_for("disclosure.show", disclosure_id=disclosure_id)) as act:
            actions.finish(act.session, disclosure_id, copy, seen=form.given.seen, party=one.party, now=now(),
                           by=actor_for(act.session, one.row.agreement_id, RIGHT, one.party.id))
        if form.ok:
            return done(act.goes_to, "Kopian är gjord och registrerad.", "The copy is made and registered.")
    return _show(disclosure_id, form), form.status


@pages.post("/utlamnanden/<id:disclosure_id>/slopa")
def drop(disclosure_id: int) -> Response:
    """Drop what came to nothing."""
    with desk().database.read() as session:
        one = load_one(session, disclosure_id)
    with acting(goes_to=url_for("disclosure.index", agreement_id=one.row.agreement_id)) as act:
        actions.drop(act.session, disclosure_id)
    return done(act.goes_to, "Genomgången är borttagen.", "It is dropped.")


def _refusing(disclosure_id: int, form: Form[Refused] | None = None) -> str:
    with desk().database.read() as session:
        one = load_one(session, disclosure_id)
    form = form or blank(Refused, decided_by=actor())
    return render_template("records/refusing.html", one=one, form=form, names=names(), courts=COURTS, withheld_of=withheld_of,
                           Verdict=Verdict)


@pages.get("/utlamnanden/<id:disclosure_id>/avslag")
def refusing(disclosure_id: int) -> str:
    """Ask for what a decision to refuse must say."""
    return _refusing(disclosure_id)


@pages.post("/utlamnanden/<id:disclosure_id>/avslag")
def refuse(disclosure_id: int) -> Answer:
    """Write the decision and register it."""
    form = read_form(Refused)
    with desk().database.read() as session:
        one = load_one(session, disclosure_id)
        sources = sources_of(session, one.chosen)
    if form.ok:
        given = form.given
        try:
            check_refusal([each.choice for each in sources], given.addressee, given.decided_by, given.why)
            file = made(make_refusal(
                sources, authority=one.party.name, addressee=given.addressee, decided_by=given.decided_by, why=given.why,
                court=given.court, diary_number=given.diary_number, on=today(), at=now()), f"beslut-{disclosure_id}.pdf")
        except Refusal as refusal:
            form.refuse(refusal)
    if form.ok:
        with acting(form, goes_to=url_for("disclosure.show", disclosure_id=disclosure_id)) as act:
            actions.refuse(act.session, disclosure_id, file, diary_number=form.given.diary_number, party=one.party, now=now(),
                           by=actor_for(act.session, one.row.agreement_id, RIGHT, one.party.id))
        if form.ok:
            return done(act.goes_to, "Beslutet är skrivet och registrerat.", "The decision is written and registered.")
    return _refusing(disclosure_id, form), form.status
