"""Proving anew who one is before one's ways in are changed: asked once a log-in is some minutes old, and leading back."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import Blueprint, Flask, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from pydantic import ConfigDict, Field
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from service.accounts.tables import UserRow
from service.accounts.users import find_user
from service.accounts.ways_in import attempts, identities, totp
from service.accounts.ways_in.passwords import LONGEST
from service.accounts.ways_in.tickets import Kind, issue
from service.kernel.errors import Refusal
from service.web.accounts.login import address_key, attempt_keys, device_of, renew, whence
from service.web.accounts.providers.doors import label_of
from service.web.frame.access import NotFresh, Who
from service.web.frame.desk import desk, now
from service.web.frame.errors import PASSWORDS, is_secret, page
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.frame.security import safe_path

pages = Blueprint("fresh", __name__)
WHO = {"ask": Who.USER, "prove": Who.USER}
AFTER = "overens_after"
OWN = frozenset({"csrf_token", "proof", "way", "to", "back"})
MAILS = 5
Answer = str | Response | tuple[str, int]


class Proved(Asked):
    """Who one is: by password or code, or by a link that is to be mailed."""

    numbers = "not kept"

    model_config = ConfigDict(str_strip_whitespace=False)

    proof: Annotated[str, Field(max_length=LONGEST)] = ""
    way: Literal["proof", "link"] = "proof"


class WrongPassword(Refusal):
    """The password is not right."""

    sv = "Lösenordet stämmer inte."
    status = 422


def _page(form: Form[Proved], back: str, to: str = "", kept: list[tuple[str, str]] | None = None, mailed: bool = False) -> str:
    with desk().database.read() as db:
        row = db.get_one(UserRow, current_user.id)
        known = {one.issuer for one in identities.of_user(db, row.id)}
    providers = [(name, label_of(one)) for name, one in desk().settings.oidc.items() if one.issuer in known and row.secret is None]
    return render_template("accounts/fresh.html", form=form, row=row, back=back, to=to, kept=kept or [], providers=providers,
                           mailed=mailed)


def _typed() -> list[tuple[str, str]]:
    """Return what the form that has to wait holds, but for secrets."""
    # Beside a password `again` is the password once more; elsewhere it is something to tick.
    left_out = OWN | PASSWORDS if "password" in request.form else OWN
    return [(name, text) for name, text in request.form.items(multi=True) if name not in left_out and not is_secret(name)]


def _wait(_error: NotFresh) -> Response:
    """Ask for the proof; a form that was sent waits for it."""
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("fresh.ask", next=request.full_path.rstrip("?")))
    referred = safe_path((request.referrer or "").removeprefix(request.host_url.rstrip("/")))
    try:
        kept = _typed()
    except RequestEntityTooLarge:
        return make_response(page(413))
    return make_response(_page(blank(Proved), referred, request.path, kept), 403)


@pages.get("/jag/bevisa")
def ask() -> str:
    """Ask who one is."""
    return _page(blank(Proved), safe_path(request.args.get("next")))


@pages.post("/jag/bevisa")
def prove() -> Answer:
    """Let whoever proves who they are go on to where they were; a form that waited is sent."""
    form, back = read_form(Proved), safe_path(request.form.get("back"))
    to = safe_path(request.form["to"]) if request.form.get("to") else ""
    if form.ok and form.given.way == "link":
        return _page(form, back, to, _typed(), mailed=_mail(back)), 200
    if form.ok and _is_right(form):
        renew()
        return redirect(to, 307) if to else redirect(back, 303)
    return _page(form, back, to, _typed()), form.status


def _is_right(form: Form[Proved]) -> bool:
    with desk().database.read() as db:
        row = db.get_one(UserRow, current_user.id)
    key, given = desk().settings.need_secret(), form.given.proof
    why: Refusal = totp.WrongCode(field="proof") if row.secret is not None else WrongPassword(field="proof")
    try:
        if row.secret is not None:
            counted = attempts.keys(key, f"second {row.id}", "", device_of(row.email))[:1]
            with desk().database.write() as db:
                right = totp.attempt(db, key, row.id, given, counted, now=now(), where=whence())
        else:
            right = _knows(row, given)
    except attempts.TooSoon as refusal:
        form.wrong("proof", refusal.sentence("sv" if current_user.language == "sv" else "en"), refusal.status)
        return False
    if not right:
        form.refuse(why)
    return right


def _knows(row: UserRow, given: str) -> bool:
    with desk().database.write() as db:
        noted = attempts.begin(db, attempt_keys(row.email), now())
    with desk().database.read() as db:
        found = find_user(db, row.email, given)
    if found is not None:
        with desk().database.write() as db:
            attempts.undo(db, noted)
    return found is not None


def _mail(back: str) -> bool:
    """Send a log-in link, which leads back to where one was; five an hour."""
    key = address_key("link", current_user.email, MAILS)
    with desk().database.write() as db:
        row = db.get_one(UserRow, current_user.id)
        if attempts.count(db, key, now()) < MAILS:
            issue(db, row, Kind.SIGN_IN, now=now(), by=row.name)
        attempts.note_failed(db, [key], now())
    session[AFTER] = [current_user.id, back]
    return True


def after_link(user_id: int) -> str:
    """Return where someone who comes in by a link was when they asked for it."""
    match session.get(AFTER):
        case [int() as asked_by, str() as back] if asked_by == user_id:
            return safe_path(back)
    return url_for("start.index")


def guard_ways(app: Flask) -> None:
    """Let a page ask for a fresh proof."""
    app.register_error_handler(NotFresh, _wait)
