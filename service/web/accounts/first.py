"""The first start: who runs the installation, and whose it is."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from pydantic import AfterValidator, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.se import orgnr
from werkzeug.wrappers import Response

from service.accounts.setup import ensure_setup_code
from service.accounts.tables import UserRow
from service.accounts.users import OPERATOR, count_users, create_user
from service.accounts.ways_in.passwords import LONGEST
from service.agreements.tables import AgreementRow
from service.kernel.errors import Refusal, Wrong
from service.kernel.ids import seen_as
from service.parties.organisations import organisation_for, own_organisations, set_own
from service.web.accounts.links import an_address, ensure_chosen
from service.web.accounts.login import admit
from service.web.frame.access import Who
from service.web.frame.acting import acting, done
from service.web.frame.desk import desk, now
from service.web.frame.forms import ONE_LINE, Asked, blank, read_form
from service.web.speech.language import language

pages = Blueprint("first", __name__)
WHO = {"show": Who.ANYONE, "begin": Who.ANYONE, "organisation": Who.OPERATOR, "set_organisation": Who.OPERATOR}
Answer = str | Response | tuple[str, int]
INHABITED = "overens_inhabited"
# Open while there is nobody: the first start itself, and what it is made of.
OPEN = frozenset({"first.show", "first.begin", "static", "language.switch", "health.healthz", "health.metrics",
                  "guide.glossary", "guide.help", "guide.accessibility", "guide.privacy"})


class AlreadyBegun(Refusal):
    """Someone already runs this installation; log in, or ask them for an invitation."""

    sv = "Någon sköter redan den här installationen; logga in, eller be om en inbjudan."
    status = 403


class OrganisationMeanwhile(Refusal):
    """Somebody has changed this meanwhile; it now says {name}. Save again if yours is to hold."""

    sv = "Någon har ändrat det här under tiden; nu står det {name}. Spara igen om ditt ska gälla."


class First(Asked):
    """The first operator."""

    numbers = "not kept"

    model_config = ConfigDict(str_strip_whitespace=False)

    code: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]
    email: Annotated[str, AfterValidator(an_address), Field(max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    again: Annotated[str, Field(max_length=LONGEST)] = ""


def _number(text: str) -> str:
    if text and not orgnr.is_valid(text):
        raise Wrong("Numret stämmer inte; skriv tio siffror som 212000-1355, eller lämna tomt.",
                    "The number is not right; write ten digits like 212000-1355, or leave it empty.")
    return orgnr.format(text) if text else ""


class Organisation(Asked):
    """Whose installation it is."""

    name: Annotated[str, Field(min_length=1, max_length=300), ONE_LINE]
    kind: Literal["public", "civil"] = "public"
    number: Annotated[str, AfterValidator(_number)] = ""
    seen: int | None = None


def nobody_yet() -> bool:
    """Say whether the installation has no users; once it has, that is not asked again."""
    if current_app.extensions.get(INHABITED):
        return False
    with desk().database.read() as db:
        empty = db.scalars(select(UserRow.id).limit(1)).first() is None
    current_app.extensions[INHABITED] = not empty
    return empty


def lead_there(app: Flask) -> None:
    """Lead every page to the first start as long as there is nobody."""

    def lead() -> Response | None:
        if request.endpoint is None or request.endpoint in OPEN or not nobody_yet():
            return None
        return redirect(url_for("first.show"))

    app.before_request(lead)


@pages.get("/kom-igang")
def show() -> Answer:
    """Show the form for the first operator."""
    if not nobody_yet():
        return redirect(url_for("start.index"))
    return render_template("accounts/first.html", form=blank(First))


@pages.post("/kom-igang")
def begin() -> Answer:
    """Make the first operator, for whoever has the code that the start printed."""
    form = read_form(First)
    made = 0
    if form.ok:
        with acting(form) as act:
            if count_users(act.session) > 0:
                raise AlreadyBegun
            ensure_setup_code(desk().settings.need_secret(), form.given.code)
            ensure_chosen(form.given.password, form.given.again, needed=True)
            made = create_user(act.session, email=form.given.email, name=form.given.name, role=OPERATOR, language=language(),
                               now=now(), by=form.given.name, password=form.given.password, check=True)
    if form.ok:
        return admit(made, form.given.email, url_for("first.organisation"), way="password")
    return render_template("accounts/first.html", form=form), form.status


@pages.get("/kom-igang/organisation")
def organisation() -> str:
    """Ask whose installation it is."""
    with desk().database.read() as db:
        own, settled, stands = own_organisations(db), _settled(db), _stands(db)
    form = blank(Organisation, name=own[0].name, kind=own[0].kind, number=own[0].org_number, seen=stands) if own else blank(
        Organisation, kind="public", seen=stands)
    return render_template("accounts/organisation.html", form=form, settled=settled)


def _stands(db: Session) -> int:
    return seen_as(*(f"{one.name} {one.kind} {one.org_number}" for one in own_organisations(db)))


def _settled(db: Session) -> bool:
    """Say whether the first start is behind: what the organisation is called may be changed even then."""
    return bool(own_organisations(db)) and db.scalars(select(AgreementRow.id).limit(1)).first() is not None


@pages.post("/kom-igang/organisation")
def set_organisation() -> Answer:
    """Note whose installation it is, and go on to the first agreement."""
    form = read_form(Organisation)
    with desk().database.read() as db:
        settled, stands = _settled(db), _stands(db)
    if form.ok:
        with acting(form, goes_to=url_for("operator.about" if settled else "intake.choose")) as act:
            given = form.given
            if given.seen is not None and given.seen != _stands(act.session):
                form.typed["seen"] = str(stands)
                raise OrganisationMeanwhile(name=", ".join(one.name for one in own_organisations(act.session)))
            row = organisation_for(act.session, given.name, given.kind, given.number or None)
            set_own(act.session, row.id)
        if form.ok:
            if settled:
                return done(act.goes_to, "Sparat.", "Saved.")
            return done(act.goes_to, "Då lägger vi in er första överenskommelse, {name}.",
                        "Now let us take in your first agreement, {name}.", name=current_user.name.split(" ")[0])
    return render_template("accounts/organisation.html", form=form, settled=settled), form.status
