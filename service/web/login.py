"""Logging in with a password, and out."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from service.parties.tables import UserRow
from service.parties.users import find_user
from service.web.desk import desk
from service.web.language import KEPT
from service.web.security import safe_path
from service.web.text import one_line

pages = Blueprint("login", __name__)
LONGEST_PASSWORD = 1024
LONGEST_ID = 18


@dataclass(frozen=True)
class Someone(UserMixin):  # type: ignore[misc]
    """The one who is logged in; a new password makes every older session end."""

    id: int
    name: str
    role: str
    language: str
    seal: str

    @classmethod
    def of(cls, row: UserRow) -> Someone:
        """Return the one whom a row stands for."""
        return cls(row.id, row.name, row.role, row.language, sha256(row.password.encode()).hexdigest()[:16])

    def get_id(self) -> str:
        """Return what the session keeps."""
        return f"{self.id}.{self.seal}"


def _load(kept: str) -> Someone | None:
    number, _, seal = kept.partition(".")
    if not number.isdecimal() or len(number) > LONGEST_ID:
        return None
    with desk().database.read() as session_:
        row = session_.get(UserRow, int(number))
    found = Someone.of(row) if row is not None else None
    return found if found is not None and found.seal == seal else None


@pages.get("/logga-in")
def show() -> str | Response:
    """Show the form, or go on if already logged in."""
    if current_user.is_authenticated:
        return redirect(safe_path(request.args.get("next")))
    return render_template("login.html", email="", wrong=False, next=safe_path(request.args.get("next")))


@pages.post("/logga-in")
def enter() -> str | Response | tuple[str, int]:
    """Log in whoever gives a known address and its password."""
    email, password = one_line(request.form.get("email"), 254), request.form.get("password", "")
    target = safe_path(request.form.get("next"))
    row = None
    if len(password) <= LONGEST_PASSWORD:
        with desk().database.read() as session_:
            row = find_user(session_, email, password)
    if row is None:
        return render_template("login.html", email=email, wrong=True, next=target), 422
    chosen = session.get(KEPT)
    session.clear()
    if chosen:
        session[KEPT] = chosen
    session.permanent = True
    login_user(Someone.of(row))
    return redirect(target)


@pages.post("/logga-ut")
def leave() -> Response:
    """Log out; keep the language chosen."""
    chosen = session.get(KEPT)
    logout_user()
    session.clear()
    if chosen:
        session[KEPT] = chosen
    return redirect(url_for("login.show"))


def welcome(app: Flask) -> None:
    """Let people log in to the application."""
    manager = LoginManager()
    # As a global and not for every template: the page that says that the database is gone must not ask it.
    manager.init_app(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = current_user
    manager.user_loader(_load)
    app.register_blueprint(pages)
