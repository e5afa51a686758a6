"""Logging in with a password, and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, flash, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from service.accounts import sessions
from service.accounts.tables import UserRow
from service.accounts.users import find_user
from service.accounts.ways_in import attempts
from service.kernel.errors import Refusal
from service.kernel.ids import new_nonce
from service.web.accounts import half
from service.web.accounts.agents import device
from service.web.frame.access import LOOPBACK, Who
from service.web.frame.desk import desk, now
from service.web.frame.security import safe_path
from service.web.frame.text import one_line
from service.web.speech.language import KEPT, choose, language, say

pages = Blueprint("login", __name__)
WHO = {"show": Who.ANYONE, "enter": Who.ANYONE, "leave": Who.USER}
DEVICE = "overens_device"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Someone(UserMixin):  # type: ignore[misc]
    """The one who is logged in."""

    id: int
    person_id: int | None
    name: str
    email: str
    role: str
    language: str
    session_id: int
    way: str
    level: str | None
    token: str
    proved_at: datetime | None

    def get_id(self) -> str:
        """Return what the session keeps."""
        return self.token


def _load(token: str) -> Someone | None:
    with desk().database.read(apart=True) as db:
        found = sessions.find(db, token, now())
    if found is None:
        return None
    if now() - found.seen_at > sessions.NOTED_EVERY:
        with desk().database.write() as db:
            sessions.note_seen(db, found.session_id, now())
    return Someone(found.user_id, found.person_id, found.name, found.email, found.role, found.language,
                   found.session_id, found.way, found.level, token, found.proved_at)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(desk().settings.need_secret(), salt="overens.device")


def device_of(email: str) -> str | None:
    """Return the name of this device if `email` has logged in on it before."""
    try:
        kept, name = _signer().loads(request.cookies.get(DEVICE, ""))
    except (BadData, UnicodeError, ValueError, TypeError):
        return None
    return str(name) if kept == email.strip().lower() else None


def attempt_keys(email: str) -> tuple[attempts.Key, ...]:
    """Return what an attempt to log in as `email` from here counts against."""
    return attempts.keys(desk().settings.need_secret(), email, request.remote_addr or "", device_of(email))


def address_key(what: str, email: str, free: int) -> attempts.Key:
    """Return what asking for something by mail to `email` counts against."""
    return attempts.key_of(desk().settings.need_secret(), what, email, free)


def admit(user_id: int, email: str, target: str, *, way: str, level: str | None = None) -> Response:
    """Lead on after the first step: to the second for who has one, else in.

    An identity provider that vouches for a level has asked for as much itself.
    """
    _start_afresh()
    if level is None and half.begin(user_id, safe_path(target), way=way, level=level):
        return redirect(url_for("second.ask"), 303)
    return let_in(user_id, email, target, way=way, level=level)


def _start_afresh() -> None:
    chosen = session.get(KEPT)
    session.clear()
    choose(chosen)


def let_in(user_id: int, email: str, target: str, *, way: str, level: str | None = None) -> Response:
    """Log someone in on a new session, and lead on."""
    with desk().database.write() as db:
        token = sessions.begin(db, user_id, now=now(), way=way, level=level,
                               agent=one_line(request.headers.get("User-Agent"), sessions.LONGEST_AGENT))
        attempts.forgive(db, attempt_keys(email))
    _start_afresh()
    session.permanent = True
    found = _load(token)
    assert found is not None
    login_user(found)
    answer = redirect(safe_path(target), 303)
    answer.set_cookie(DEVICE, _signer().dumps([email.strip().lower(), device_of(email) or new_nonce()]), max_age=YEAR,
                      httponly=True, samesite="Lax", secure=desk().settings.base_url.startswith("https://"))
    return answer


def whence() -> str:
    """Return what is known of where the one who asks is: browser, system and network address."""
    address = request.remote_addr or ""
    seen = device(one_line(request.headers.get("User-Agent"), sessions.LONGEST_AGENT))
    return ", ".join(part for part in (seen, "" if address in LOOPBACK else address) if part)


def renew() -> None:
    """Go on with a new token after a fresh proof: a copy of the one before is not made fresh by it."""
    with desk().database.write() as db:
        token = sessions.renew(db, current_user.session_id, now())
    found = _load(token)
    assert found is not None
    login_user(found)


@pages.get("/logga-in")
def show() -> str | Response:
    """Show the form, or go on if already logged in."""
    if current_user.is_authenticated:
        return redirect(safe_path(request.args.get("next")))
    return render_template("accounts/login.html", email="", wrong="", next=safe_path(request.args.get("next")))


@pages.post("/logga-in")
def enter() -> str | Response | tuple[str, int]:
    """Log in whoever gives a known address and its password."""
    email, password = one_line(request.form.get("email"), 254), request.form.get("password", "")
    target = safe_path(request.form.get("next"))
    try:
        row = _known(email, password)
    except Refusal as refusal:
        return _again(email, target, refusal.sentence(language())), refusal.status
    if row is None:
        return _again(email, target, "unknown"), 422
    return admit(row.id, row.email, target, way="password")


def _again(email: str, target: str, wrong: str) -> str:
    return render_template("accounts/login.html", email=email, wrong=wrong, next=target)


def _known(email: str, password: str) -> UserRow | None:
    if not email or not password:
        return None
    with desk().database.write() as db:
        noted = attempts.begin(db, attempt_keys(email), now())
    with desk().database.read() as db:
        row = find_user(db, email, password)
    if row is not None:
        with desk().database.write() as db:
            attempts.undo(db, noted)
    return row


@pages.post("/logga-ut")
def leave() -> Response:
    """Log out; keep the language chosen."""
    through_provider = current_user.way == "oidc"
    with desk().database.write() as db:
        sessions.end(db, current_user.id, current_user.session_id, now())
    logout_user()
    _start_afresh()
    if through_provider:
        flash(say("Du är utloggad från Överens. Hos tjänsten du loggade in med kan du fortfarande vara inloggad.",
                  "You are logged out of Överens. You may still be logged in to the service you logged in with."), "info")
    return redirect(url_for("login.show"))


def welcome(app: Flask) -> None:
    """Let people log in to the application."""
    manager = LoginManager()
    # As a global and not for every template: the page that says that the database is gone must not ask it.
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user
    manager.user_loader(_load)
