"""One's own log-in address: a new one holds once the link mailed to it has been pressed by whoever asked."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, render_template
from flask_login import current_user
from pydantic import AfterValidator, Field
from sqlalchemy import select
from werkzeug.wrappers import Response

from service.accounts.tables import UserRow
from service.accounts.ways_in import attempts
from service.accounts.ways_in.tickets import Kind, issue
from service.kernel.errors import Refusal
from service.web.accounts.links import an_address
from service.web.accounts.login import address_key
from service.web.frame.access import Who
from service.web.frame.acting import acting, actor
from service.web.frame.desk import now
from service.web.frame.forms import Asked, Form, blank, read_form

pages = Blueprint("address", __name__)
WHO = {"show": Who.FRESH, "ask": Who.FRESH}
FREE = 5
Answer = str | Response | tuple[str, int]


class Wished(Asked):
    """The address that one wants to log in with."""

    email: Annotated[str, AfterValidator(an_address), Field(max_length=254)]


class SameAddress(Refusal):
    """That is the address you log in with already."""

    sv = "Det är redan den adressen du loggar in med."
    status = 422


def _page(form: Form[Wished], sent: bool = False) -> str:
    return render_template("accounts/address.html", form=form, sent=sent)


@pages.get("/jag/adress")
def show() -> str:
    """Ask for the new address."""
    return _page(blank(Wished))


@pages.post("/jag/adress")
def ask() -> Answer:
    """Mail a link to the new address; what is said is the same whether or not someone else has it."""
    form = read_form(Wished)
    if form.ok and form.given.email == current_user.email:
        form.refuse(SameAddress(field="email"))
    if not form.ok:
        return _page(form), form.status
    email = form.given.email
    counted = [address_key("new address of", str(current_user.id), FREE), address_key("new address", email, FREE)]
    with acting(form) as act:
        row = act.session.get_one(UserRow, current_user.id)
        taken = act.session.scalars(select(UserRow.id).where(UserRow.email == email)).first() is not None
        if all(attempts.count(act.session, key, now()) < FREE for key in counted):
            issue(act.session, row, Kind.ADDRESS, now=now(), by=actor(), email=email, unsent=taken)
        attempts.note_failed(act.session, counted, now())
    return _page(form, sent=True)
