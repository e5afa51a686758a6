"""The pages of help, open to everyone."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint, Flask, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup, escape
from pydantic import AfterValidator, Field
from werkzeug.wrappers import Response

from service.accounts.ways_in import attempts
from service.kernel.errors import Refusal
from service.operations.faults import report_fault
from service.parties.organisations import own_organisations
from service.web.accounts.links import an_address
from service.web.accounts.login import address_key
from service.web.frame.access import Who
from service.web.frame.acting import acting, done
from service.web.frame.desk import desk, now
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.guide.glossary import BY_ANCHOR, in_order
from service.web.speech.language import language

pages = Blueprint("guide", __name__)
WHO = dict.fromkeys(("glossary", "help", "accessibility", "report", "privacy"), Who.ANYONE)
Answer = str | Response | tuple[str, int]
REVIEWED = date(2026, 11, 23)
AN_HOUR = 5


def _address_or_nothing(text: str) -> str:
    return an_address(text) if text else ""


class Fault(Asked):
    """What someone could not use."""

    what: Annotated[str, Field(min_length=1, max_length=4000)]
    page: Annotated[str, Field(max_length=300)] = ""
    email: Annotated[str, AfterValidator(_address_or_nothing), Field(max_length=254)] = ""


def _frame() -> str:
    return "frame/base.html" if current_user.is_authenticated else "frame/bare.html"


@pages.get("/ordlista")
def glossary() -> str:
    """Explain the words."""
    return render_template("guide/glossary.html", frame=_frame(), terms=in_order(language()))


@pages.get("/hjalp")
def help() -> str:  # noqa: A001
    """Tell how things are done."""
    return render_template("guide/help.html", frame=_frame())


class TooManyReports(Refusal):
    """Many reports have been sent from here within the hour; wait a while and send yours then."""

    sv = "Många har hört av sig härifrån den senaste timmen; vänta en stund och skicka sedan."
    status = 429


def _statement(form: Form[Fault]) -> str:
    return render_template("guide/accessibility.html", frame=_frame(), form=form, reviewed=REVIEWED)


@pages.get("/tillganglighet")
def accessibility() -> str:
    """Tell how accessible the service is, and take reports of faults."""
    return _statement(blank(Fault, page=request.args.get("sida", "")[:300]))


@pages.post("/tillganglighet")
def report() -> Answer:
    """Send a report to whoever runs the installation."""
    form = read_form(Fault)
    if form.ok:
        key = address_key("fault", request.remote_addr or "", AN_HOUR)
        with acting(form, goes_to=url_for("guide.accessibility")) as act:
            if attempts.count(act.session, key, now()) >= AN_HOUR:
                raise TooManyReports
            attempts.note_failed(act.session, [key], now())
            report_fault(act.session, what=form.given.what, page=form.given.page, email=form.given.email, now=now())
        if form.ok:
            return done(act.goes_to, "Tack! Den som sköter Överens har fått det du skrev.",
                        "Thank you! Whoever runs Överens has been sent what you wrote.")
    return _statement(form), form.status


@pages.get("/integritet")
def privacy() -> str:
    """Tell what is held about people, and why."""
    with desk().database.read() as session:
        own = own_organisations(session)
    return render_template("guide/privacy.html", frame=_frame(), own=own)


def term(anchor: str, text: str = "") -> Markup:
    """Return a word of the field as a link to what it means."""
    found = BY_ANCHOR[anchor]
    shown = text or (found.sv if language() == "sv" else found.en).lower()
    return Markup('<a class="term" href="{}#{}">{}</a>').format(url_for("guide.glossary"), anchor, escape(shown))


def explain_words(app: Flask) -> None:
    """Let every template link a word to what it means."""
    app.jinja_env.globals["term"] = term
