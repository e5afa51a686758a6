"""Links by mail: asking for one, and the page it opens, whose button alone uses it up."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_login import current_user
from pydantic import AfterValidator, ConfigDict, Field
from sqlalchemy import select
from werkzeug.wrappers import Response

from service.accounts.tables import UserRow
from service.accounts.users import set_password
from service.accounts.ways_in import attempts
from service.accounts.ways_in.passwords import LONGEST
from service.accounts.ways_in.tickets import DeadLink, Kind, Ticket, feign, issue, look, use
from service.kernel.errors import Refusal, Wrong
from service.lifecycle.acts.contacts import move_user
from service.notices.writing.links import read_ticket_token
from service.web.accounts.fresh import after_link
from service.web.accounts.login import address_key, admit, let_in, whence
from service.web.frame.access import Who
from service.web.frame.acting import acting, actor
from service.web.frame.desk import desk, now
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.speech.language import prefer, say

pages = Blueprint("links", __name__)
WHO = {"ask": Who.ANYONE, "asked": Who.ANYONE, "show": Who.ANYONE, "enter": Who.ANYONE}
Answer = str | Response | tuple[str, int]
FREE = 5
CAME_BY = "overens_came_by"


def an_address(text: str) -> str:
    """Return an e-mail address in lower case; raise Wrong for what cannot be one."""
    name, _, domain = text.strip().lower().rpartition("@")
    if not name or "." not in domain or any(mark.isspace() or ord(mark) < 32 for mark in text):
        raise Wrong("Skriv en e-postadress som namn@kommun.se.", "Write an e-mail address like name@council.org.")
    return f"{name}@{domain}"


class Wanted(Asked):
    """Who wants a link, and whether to choose a new password with it."""

    numbers = "not kept"

    email: Annotated[str, AfterValidator(an_address), Field(max_length=254)]
    kind: Literal[Kind.SIGN_IN, Kind.PASSWORD] = Kind.SIGN_IN


class Chosen(Asked):
    """A password chosen, written twice; none is chosen by leaving both empty."""

    numbers = "not kept"

    # As typed: a password may begin or end with a space.
    model_config = ConfigDict(str_strip_whitespace=False)

    password: Annotated[str, Field(max_length=LONGEST)] = ""
    again: Annotated[str, Field(max_length=LONGEST)] = ""


class Differ(Refusal):
    """The two passwords differ; write the same one twice."""

    sv = "Lösenorden är olika; skriv samma två gånger."
    status = 422


class NoneChosen(Refusal):
    """Choose a password."""

    sv = "Välj ett lösenord."
    status = 422


def ensure_chosen(password: str, again: str, *, needed: bool) -> str:
    """Return the password chosen, empty for none; refuse two that differ."""
    if password != again:
        raise Differ(field="again")
    if needed and not password:
        raise NoneChosen(field="password")
    return password


def _asking(form: Form[Wanted], sent: bool = False) -> str:
    return render_template("accounts/ask_link.html", form=form, sent=sent)


@pages.get("/logga-in/lank")
def ask() -> str:
    """Ask for a link."""
    return _asking(blank(Wanted, kind=Kind.SIGN_IN))


@pages.post("/logga-in/lank")
def asked() -> Answer:
    """Send a link to whoever has an account; tell everyone the same."""
    form = read_form(Wanted)
    if not form.ok:
        return _asking(form), form.status
    wanted = form.given
    key = address_key("link", wanted.email, FREE)
    with desk().database.write() as db:
        user = db.scalars(select(UserRow).where(UserRow.email == wanted.email, UserRow.closed_at.is_(None))).one_or_none()
        if attempts.count(db, key, now()) < FREE:
            if user is not None:
                issue(db, user, wanted.kind, now=now(), by=user.name)
            else:
                feign(db, wanted.kind, now=now())
        attempts.note_failed(db, [key], now())
    return _asking(form, sent=True)


def _ticket(token: str) -> Ticket:
    found = read_ticket_token(desk().settings.need_secret(), token)
    if found is None:
        raise DeadLink
    with desk().database.read() as db:
        ticket = look(db, *found, now())
    prefer(ticket.language)
    return ticket


def _page(token: str, ticket: Ticket, form: Form[Chosen] | None = None) -> str:
    if ticket.kind is Kind.ADDRESS:
        return render_template("accounts/link_address.html", token_of_link=token, ticket=ticket, form=form or blank(Chosen),
                               mine=_is_mine(ticket))
    return render_template("accounts/link.html", token_of_link=token, ticket=ticket, form=form or blank(Chosen))


def _is_mine(ticket: Ticket) -> bool:
    return bool(current_user.is_authenticated and current_user.id == ticket.user_id)


def _dead(token: str) -> Answer:
    """Say that a link is dead, but lead in whoever is logged in through that very link in this browser."""
    found = read_ticket_token(desk().settings.need_secret(), token)
    if found is not None and current_user.is_authenticated and session.get(CAME_BY) == found[0]:
        return redirect(url_for("start.index"), 303)
    return render_template("accounts/dead_link.html"), 410


@pages.get("/lank/<token>")
def show(token: str) -> Answer:
    """Show whom the link is for; nothing is used up."""
    try:
        return _page(token, _ticket(token))
    except DeadLink:
        return _dead(token)


@pages.post("/lank/<token>")
def enter(token: str) -> Answer:
    """Use the link up: choose a password if one is given or needed, and go in."""
    try:
        ticket = _ticket(token)
    except DeadLink:
        return _dead(token)
    if ticket.kind is Kind.ADDRESS:
        return _new_address(token, ticket)
    form = read_form(Chosen)
    if form.ok:
        try:
            with acting(form) as act:
                wanted = ensure_chosen(form.given.password, form.given.again, needed=ticket.kind is Kind.PASSWORD)
                use(act.session, ticket, now())
                if wanted and ticket.kind is not Kind.SIGN_IN:
                    set_password(act.session, act.session.get_one(UserRow, ticket.user_id), wanted, now=now(), by=ticket.name,
                                 where=whence())
        except DeadLink:
            return _dead(token)
        if form.ok:
            answer = admit(ticket.user_id, ticket.email, after_link(ticket.user_id), way="link")
            session[CAME_BY] = ticket.id
            return answer
    return _page(token, ticket, form), form.status


def _new_address(token: str, ticket: Ticket) -> Answer:
    """Let whoever asked for it log in with the address confirmed; anyone else who holds the link gets nowhere by it."""
    if not _is_mine(ticket):
        return _page(token, ticket), 403
    form = blank(Chosen)
    try:
        with acting(form) as act:
            use(act.session, ticket, now())
            row = act.session.get_one(UserRow, ticket.user_id)
            move_user(act.session, row, ticket.wished, now=now(), by=actor(), where=whence())
    except DeadLink:
        return _dead(token)
    if form.errors:
        return _page(token, ticket, form), form.status
    answer = let_in(ticket.user_id, ticket.wished, url_for("profile.show"), way=current_user.way, level=current_user.level)
    session[CAME_BY] = ticket.id
    flash(say("Adressen är bytt. Du är utloggad överallt utom här.",
              "The address is changed. You are logged out everywhere but here."),
          "done")
    return answer
