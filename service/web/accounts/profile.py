"""One's own page: name and language, password, where one is logged in, what is held about one."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from flask import Blueprint, flash, make_response, render_template, url_for
from flask_login import current_user
from pydantic import ConfigDict, Field
from werkzeug.wrappers import Response

from service.accounts import sessions
from service.accounts.person import held_about, profile_seen, set_profile
from service.accounts.tables import UserRow
from service.accounts.users import set_password
from service.accounts.ways_in.passwords import LONGEST
from service.digest.actions import choose_digest
from service.parties.tables import PersonRow
from service.web.accounts.agents import device
from service.web.accounts.links import ensure_chosen
from service.web.accounts.login import let_in, whence
from service.web.frame.access import Who
from service.web.frame.acting import acting, actor, done
from service.web.frame.desk import desk, now
from service.web.frame.forms import ONE_LINE, Asked, Form, blank, read_form
from service.web.speech.language import choose, say

pages = Blueprint("profile", __name__)
WHO = {"show": Who.USER, "save": Who.USER, "choosing": Who.FRESH, "password": Who.FRESH,
       "end": Who.USER, "end_others": Who.USER, "export": Who.USER}
Answer = str | Response | tuple[str, int]


class Profile(Asked):
    """What one is called, and how one is written to."""

    name: Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]
    language: Literal["sv", "en"]
    digest: bool = False
    seen: int | None = None


class Changed(Asked):
    """A new password."""

    numbers = "not kept"

    model_config = ConfigDict(str_strip_whitespace=False)

    password: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    again: Annotated[str, Field(max_length=LONGEST)] = ""


def _page(profile: Form[Profile] | None = None) -> str:
    with desk().database.read() as db:
        row = db.get_one(UserRow, current_user.id)
        places = sessions.of_user(db, row.id, now())
        person = db.get(PersonRow, row.person_id) if row.person_id is not None else None
        stands = profile_seen(db, row.id)[0]
    known = blank(Profile, name=row.name, language=row.language, digest=person is not None and person.digest)
    shown = profile or known
    # Told of what changed meanwhile, one has seen it.
    if shown.status != 422:
        shown.typed["seen"] = str(stands)
    return render_template(
        "accounts/profile.html", row=row, person=person, places=places, device=device, mine=current_user.session_id,
        profile=shown,
        others=bool(desk().settings.oidc))


@pages.get("/jag")
def show() -> str:
    """Show one's own page."""
    return _page()


@pages.post("/jag")
def save() -> Answer:
    """Change name, language and how mail comes."""
    form = read_form(Profile)
    if form.ok:
        with acting(form, goes_to=url_for("profile.show")) as act:
            set_profile(act.session, current_user.id, form.given.name, form.given.language, now=now(),
                        by=actor(), seen=form.given.seen)
            if current_user.person_id is not None:
                choose_digest(act.session, current_user.person_id, form.given.digest, now=now(), by=actor())
        if form.ok:
            choose(None)
            return done(act.goes_to, "Sparat.", "Saved.")
    return _page(profile=form), form.status


@pages.get("/jag/losenord")
def choosing() -> str:
    """Ask for a new password."""
    return render_template("accounts/password.html", form=blank(Changed))


@pages.post("/jag/losenord")
def password() -> Answer:
    """Choose a new password; one is logged out everywhere else."""
    form = read_form(Changed)
    if form.ok:
        with acting(form, goes_to=url_for("profile.show")) as act:
            wanted = ensure_chosen(form.given.password, form.given.again, needed=True)
            set_password(act.session, act.session.get_one(UserRow, current_user.id), wanted, now=now(), by=actor(), where=whence())
        if form.ok:
            # On a new session: whoever has a copy of the one before is out too.
            answer = let_in(current_user.id, current_user.email, act.goes_to, way=current_user.way, level=current_user.level)
            flash(say("Lösenordet är bytt. Du är utloggad överallt utom här.",
                      "The password is changed. You are logged out everywhere but here."), "done")
            return answer
    return render_template("accounts/password.html", form=form), form.status


@pages.post("/jag/inloggad/<id:session_id>/avsluta")
def end(session_id: int) -> Answer:
    """Log out in one place."""
    with acting(goes_to=url_for("profile.show", _anchor="places")) as act:
        sessions.end(act.session, current_user.id, session_id, now())
    return done(act.goes_to, "Utloggad där.", "Logged out there.")


@pages.post("/jag/inloggad/avsluta-andra")
def end_others() -> Answer:
    """Log out everywhere but here."""
    with acting(goes_to=url_for("profile.show", _anchor="places")) as act:
        sessions.end_all(act.session, current_user.id, now(), but=current_user.session_id)
    return done(act.goes_to, "Utloggad överallt utom här.", "Logged out everywhere but here.")


@pages.get("/jag/uppgifter.json")
def export() -> Response:
    """Give what is held about the one who asks."""
    with desk().database.read() as db:
        held = held_about(db, current_user.id)
    answer = make_response(json.dumps(held, ensure_ascii=False, indent=2, default=str))
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="mina-uppgifter.json"'
    return answer
