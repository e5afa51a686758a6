"""One document: what is registered, its versions, and what can be done with it."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, g, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from service.documents import actions
from service.documents.checks.refusals import TooBig
from service.documents.files import read
from service.documents.model import Direction, Kind
from service.documents.store import get_document, get_version
from service.documents.tables import DocumentRow, VersionRow
from service.web.agreement.story import actor
from service.web.documents.forms import Culled, Registered, as_registered, names, registration, taken
from service.web.documents.matters import matter_of
from service.web.documents.read import ensure_may_handle, eyes_here, load_one, opened
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.errors import page as error_page
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.speech.refusals import told

pages = Blueprint("document", __name__)
WHO = {
    "show": Of("document", "document.see"),
    "file": Of("document", "document.see"),
    "version": Of("document", "document.add"),
    "shown": Of("document", "document.add"),
    "official": Of("document", "document.register"),
    "registering": Of("document", "document.register"),
    "register": Of("document", "document.register"),
    "culling": Of("document", "document.cull"),
    "cull": Of("document", "document.cull"),
}
Answer = str | Response | tuple[str, int]


def _place(document_id: int) -> str:
    return url_for("document.show", document_id=document_id)


def _mine(session: Session, document_id: int, right: str) -> tuple[DocumentRow, str]:
    """Return a document that may be acted on, and who acts."""
    row = get_document(session, document_id, eyes_here())
    ensure_may_handle(row, right)
    held = standing_here().parties_for(right)
    return row, actor_for(session, row.agreement_id, right, row.party_id if row.party_id in held else None)


def _show(document_id: int, form: Form[Asked] | None = None) -> str:
    with desk().database.read() as session:
        one = load_one(session, document_id)
    return render_template("documents/one.html", one=one, form=form or Form(Asked), names=names(), named=actor,
                           matter=matter_of(one.row.matter), megabytes=desk().settings.document_megabytes)


@pages.get("/dokument/<id:document_id>")
def show(document_id: int) -> str:
    """Show one document."""
    return _show(document_id)


@pages.get("/dokument/<id:document_id>/fil/<int(max=999999):number>")
def file(document_id: int, number: int) -> Response:
    """Give the file of one version, looked at anew."""
    with desk().database.read() as session:
        row = get_document(session, document_id, eyes_here())
        version = get_version(session, document_id, number)
        content = read(session, row, version)
    opened(row, version)
    return given_out(content, version)


def given_out(content: bytes, version: VersionRow) -> Response:
    """Return a file of someone else's to be kept, never opened as part of this site."""
    answer = make_response(content)
    answer.headers["Content-Type"] = version.media
    plain = " ".join(version.file_name.encode("ascii", "ignore").decode().split())
    answer.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(version.file_name, safe='')}"
    # Nothing in a file from someone else may run as part of this site.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@pages.post("/dokument/<id:document_id>/version")
def version(document_id: int) -> Answer:
    """Add a version."""
    with desk().database.read() as session:
        _mine(session, document_id, "document.add")
    form: Form[Asked] = read_form(Asked)
    file_given = taken(form)
    if form.ok and file_given is not None:
        with acting(form, goes_to=_place(document_id)) as act:
            row, by = _mine(act.session, document_id, "document.add")
            number = actions.new_version(act.session, row.id, file_given, now=now(), by=by)
        if form.ok:
            return done(act.goes_to, "Version {n} är inlagd.", "Version {n} is added.", n=number)
    return _show(document_id, form), form.status


@pages.post("/dokument/<id:document_id>/visad")
def shown(document_id: int) -> Response:
    """Record that the other party has been shown the document."""
    with acting(goes_to=_place(document_id)) as act:
        row, by = _mine(act.session, document_id, "document.add")
        actions.show_to_other(act.session, row.id, now=now(), by=by)
    return done(act.goes_to, "Den andra parten ser nu dokumentet, och det är en allmän handling.",
                "The other party sees the document now, and it is an official document.")


@pages.post("/dokument/<id:document_id>/allman")
def official(document_id: int) -> Response:
    """Finish working material."""
    with acting(goes_to=_place(document_id)) as act:
        row, by = _mine(act.session, document_id, "document.register")
        actions.make_official(act.session, row.id, now=now(), by=by)
    return done(act.goes_to, "Dokumentet är nu en allmän handling.", "The document is now an official document.")


def _registering(document_id: int, form: Form[Registered] | None = None) -> str:
    with desk().database.read() as session:
        _mine(session, document_id, "document.register")
        one = load_one(session, document_id)
    form = form or blank(Registered, **as_registered(one.row))
    return render_template("documents/register.html", one=one, form=form, names=names(), kinds=list(Kind),
                           directions=list(Direction), today=today())


@pages.get("/dokument/<id:document_id>/registrering")
def registering(document_id: int) -> str:
    """Ask what is to be changed in the register."""
    return _registering(document_id)


@pages.post("/dokument/<id:document_id>/registrering")
def register(document_id: int) -> Answer:
    """Change what is registered."""
    form = read_form(Registered)
    if form.ok:
        given = form.given
        with acting(form, goes_to=_place(document_id)) as act:
            row, by = _mine(act.session, document_id, "document.register")
            actions.register(act.session, row.id, registration(given), seen=given.seen, now=now(), by=by)
        if form.ok:
            return done(act.goes_to, "Registreringen är ändrad.", "The registration is changed.")
    return _registering(document_id, form), form.status


def _culling(document_id: int, form: Form[Culled] | None = None) -> str:
    with desk().database.read() as session:
        _mine(session, document_id, "document.cull")
        one = load_one(session, document_id)
    return render_template("documents/cull.html", one=one, form=form or blank(Culled, decision=one.row.retention), names=names())


@pages.get("/dokument/<id:document_id>/gallra")
def culling(document_id: int) -> str:
    """Ask for the decision to cull by."""
    return _culling(document_id)


@pages.post("/dokument/<id:document_id>/gallra")
def cull(document_id: int) -> Answer:
    """Take the files away by a decision."""
    form = read_form(Culled)
    if form.ok:
        with acting(form, goes_to=_place(document_id)) as act:
            row, by = _mine(act.session, document_id, "document.cull")
            actions.cull(act.session, row.id, decision=form.given.decision, now=now(), by=by)
        if form.ok:
            return done(act.goes_to, "Dokumentet är gallrat; registreringen finns kvar.",
                        "The document is culled; its registration remains.")
    return _culling(document_id, form), form.status


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Tell at the field that a file is too large to be taken in at all."""
    if "standing" not in g:
        return error_page(413)
    form = Form(Asked)
    form.wrong("file", told(TooBig(megabytes=desk().settings.document_megabytes)), 413)
    return _show((request.view_args or {})["document_id"], form), form.status
