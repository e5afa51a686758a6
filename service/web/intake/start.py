"""Choosing how an agreement comes in: from a file, by hand, or one already begun."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from service.documents.files import gate_of, receive_original
from service.documents.model import Received
from service.intake import cases
from service.intake.files import read_bytes
from service.intake.formats import refusals
from service.intake.formats.limits import USUAL
from service.intake.proposal import Proposal
from service.intake.read import propose
from service.intake.words.normalise import normalise
from service.kernel.errors import Refusal
from service.lifecycle.standing import MayNotRegister, may_register
from service.parties.organisations import own_organisations
from service.web.frame.access import Who, is_operator
from service.web.frame.acting import acting, done
from service.web.frame.desk import desk, now, today
from service.web.frame.errors import page as error_page
from service.web.frame.forms import Asked, Form
from service.web.frame.text import one_line
from service.web.intake.form.typed import from_proposal, untouched
from service.web.speech.language import say
from service.web.speech.refusals import told

pages = Blueprint("intake", __name__)
WHO = {"choose": Who.USER, "upload": Who.USER, "by_hand": Who.USER, "discard": Who.USER}
Answer = str | Response | tuple[str, int]
LONGEST_NAME = 150
TOO_MUCH = (refusals.TooLarge, refusals.TooMuchText, refusals.TooManyPages)
WRONG_KIND = (refusals.BinaryFile, refusals.OldWord, refusals.OpenDocument, refusals.RichText, refusals.WebPage,
              refusals.Picture, refusals.OtherOffice, refusals.Archive)


class NoFile(Refusal):
    """Choose the file that holds the agreement."""

    sv = "Välj den fil som innehåller överenskommelsen."
    status = 422


@pages.app_template_global("may_register")
def may() -> bool:
    """Say whether the one who asks may take agreements in."""
    if not current_user.is_authenticated:
        return False
    with desk().database.read() as session:
        return may_register(session, person_id=current_user.person_id, operator=is_operator(), on=today())


def ensure_may_register() -> None:
    """Raise MayNotRegister if the one who asks may not take agreements in."""
    if not may():
        raise MayNotRegister


def _page(form: Form[Asked]) -> str:
    with desk().database.read() as session:
        begun = cases.unfinished(session, current_user.id)
    return render_template("intake/choose.html", form=form, begun=begun, megabytes=USUAL.bytes // 1_000_000, largest=USUAL.bytes,
                           titled=cases.title_of)


@pages.get("/agreements/ny")
def choose() -> str:
    """Offer the ways in."""
    ensure_may_register()
    return _page(Form(Asked))


def status_of(refusal: Refusal) -> int:
    """Return what a file that was refused is answered with."""
    if isinstance(refusal, TOO_MUCH):
        return 413
    return 415 if isinstance(refusal, WRONG_KIND) else refusal.status


def _read() -> tuple[str, str, Proposal, Received | None]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise NoFile
    name = one_line(file.filename, LONGEST_NAME)
    content = file.stream.read(USUAL.bytes + 1)
    text = normalise(read_bytes(content, name))
    return name, text, propose(text), receive_original(content, name, gate_of(desk().settings))


@pages.post("/agreements/ny")
def upload() -> Answer:
    """Read a file and go on to its review."""
    ensure_may_register()
    form = Form(Asked)
    try:
        name, text, proposal, original = _read()
    except Refusal as refusal:
        form.wrong("file", told(refusal), status_of(refusal))
        return _page(form), form.status
    with acting(goes_to=url_for("intake.choose")) as act:
        number = cases.begin(act.session, current_user.id, file_name=name, body=text, proposal=proposal, file=original, now=now(),
                             typed=from_proposal(proposal.as_json()))
        act.goes_to = url_for("intake_review.show", intake_id=number)
    return done(act.goes_to)


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Answer:
    """Tell at the field that a file is too large to be taken in at all."""
    if not current_user.is_authenticated:
        return error_page(413)
    form = Form(Asked)
    form.wrong("file", told(refusals.TooLarge(megabytes=f"{USUAL.bytes / 1_000_000:g}")), 413)
    return _page(form), form.status


def _own(session: Session) -> dict[str, str]:
    """Return whose installation it is as the party of its kind: said once, at the first start."""
    own = own_organisations(session)
    if len(own) != 1:
        return {}
    row = f"parties.{0 if own[0].kind == 'public' else 1}"
    return {f"{row}.name": own[0].name, f"{row}.org_number": own[0].org_number or ""}


@pages.post("/agreements/ny/for-hand")
def by_hand() -> Answer:
    """Begin with the empty form."""
    ensure_may_register()
    with acting(goes_to=url_for("intake.choose")) as act:
        number = cases.begin(act.session, current_user.id, typed={**untouched(), **_own(act.session)}, now=now())
        act.goes_to = url_for("intake_review.show", intake_id=number)
    return done(act.goes_to)


@pages.post("/intag/<id:intake_id>/kasta")
def discard(intake_id: int) -> Answer:
    """Throw away one that was begun."""
    with acting(goes_to=url_for("intake.choose")) as act:
        title = cases.title_of(cases.get_case(act.session, intake_id, current_user.id))
        cases.discard(act.session, intake_id, current_user.id)
    return done(act.goes_to, "{title} är borttagen.", "{title} is removed.", title=title or say("Påbörjad", "Begun"))
