"""The second step: its code at log-in, and switching it on and off."""

from __future__ import annotations

from typing import Annotated, Literal

import segno
from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_login import current_user
from pydantic import Field
from werkzeug.wrappers import Response

from service.accounts.ways_in import attempts, totp
from service.accounts.ways_in.attempts import TooSoon
from service.web.accounts import half
from service.web.accounts.login import device_of, let_in, whence
from service.web.frame.access import Who
from service.web.frame.acting import acting, actor, done
from service.web.frame.desk import desk, now
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.speech.language import say

pages = Blueprint("second", __name__)
WHO = {"ask": Who.ANYONE, "enter": Who.ANYONE, "show": Who.FRESH, "turn_on": Who.FRESH, "change": Who.FRESH}
NEW = "overens_second"
Answer = str | Response | tuple[str, int]


class Code(Asked):
    """A code of the app, or a recovery code."""

    numbers = "not kept"

    code: Annotated[str, Field(max_length=40)]


class Change(Asked):
    """What to do with a second step that is on."""

    act: Literal["renew", "off"] = "renew"


def _right(user_id: int, email: str, form: Form[Code]) -> bool:
    """Say whether the code on the form is right, noting on the form what is not."""
    key = desk().settings.need_secret()
    # Only who has taken the first step gets here, so it is counted by whom it is aimed at, not by where it comes from.
    counted = attempts.keys(key, f"second {user_id}", "", device_of(email))[:1]
    try:
        with desk().database.write() as db:
            right = totp.attempt(db, key, user_id, form.given.code, counted, now=now(), where=whence())
    except TooSoon as refusal:
        form.wrong("code", say("För många koder var fel; vänta {seconds} s och ta sedan en ny.",
                               "Too many codes were wrong; wait {seconds} s and then take a new one.",
                               seconds=refusal.facts["seconds"]), refusal.status)
        return False
    if not right:
        form.refuse(totp.WrongCode(field="code"))
    return right


@pages.get("/logga-in/kod")
def ask() -> Answer:
    """Ask for the code."""
    if current_user.is_authenticated:
        return redirect("/")
    if half.waiting() is None:
        return _again()
    return render_template("accounts/second_ask.html", form=blank(Code))


@pages.post("/logga-in/kod")
def enter() -> Answer:
    """Let in whoever gives the right code."""
    found = half.waiting()
    if found is None:
        return _again()
    form = read_form(Code)
    if form.ok and _right(found.user_id, found.email, form):
        return let_in(found.user_id, found.email, found.target, way=found.way, level=found.level)
    return render_template("accounts/second_ask.html", form=form), form.status


def _again() -> Response:
    if half.was_waiting():
        flash(say("Det dröjde för länge. Logga in en gång till.", "That took too long. Log in once more."), "info")
    return redirect(url_for("login.show"), 303)


@pages.get("/jag/tvasteg")
def show() -> Answer:
    """Show whether the second step is on, and how to change that."""
    with desk().database.read() as db:
        on = totp.user_with_second_step(db, current_user.id) is not None
        left = totp.codes_left(db, current_user.id) if on else 0
    return _on(blank(Change), left) if on else _off(blank(Code), _new_secret())


def _new_secret() -> str:
    """Return the key offered in this session: the same until it is taken, so that the page may be loaded again."""
    key = desk().settings.need_secret()
    kept = totp.opened(key, current_user.id, session.get(NEW, ""))
    if kept is None:
        kept = totp.new_secret()
        session[NEW] = totp.sealed(key, current_user.id, kept, now())
    return kept


def _off(form: Form[Code], secret: str) -> str:
    address = totp.address(secret, current_user.email)
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff", xmldecl=False)
    spaced = " ".join(secret[at:at + 4] for at in range(0, len(secret), 4))
    return render_template("accounts/second_off.html", form=form, picture=picture, secret=spaced, address=address)


def _on(form: Form[Change], left: int) -> str:
    return render_template("accounts/second_on.html", form=form, left=left, many=totp.CODES)


@pages.post("/jag/tvasteg")
def turn_on() -> Answer:
    """Switch the second step on, once the app shows the right code."""
    here, key = url_for("second.show"), desk().settings.need_secret()
    secret = totp.opened(key, current_user.id, session.get(NEW, ""))
    if secret is None:
        return redirect(here, 303)
    form = read_form(Code)
    codes: tuple[str, ...] = ()
    if form.ok:
        with acting(form, goes_to=here) as act:
            codes = totp.turn_on(act.session, key, current_user.id, secret, form.given.code, now=now(), by=actor(),
                                 where=whence())
    if not form.ok:
        return _off(form, secret), form.status
    session.pop(NEW)
    return render_template("accounts/second_codes.html", codes=codes, first=True)


@pages.post("/jag/tvasteg/andra")
def change() -> Answer:
    """Give new recovery codes, or switch the second step off."""
    here, key = url_for("second.show"), desk().settings.need_secret()
    with desk().database.read() as db:
        if totp.user_with_second_step(db, current_user.id) is None:
            return redirect(here, 303)
        left = totp.codes_left(db, current_user.id)
    form = read_form(Change)
    codes: tuple[str, ...] = ()
    if not form.ok:
        return _on(form, left), form.status
    with acting(goes_to=here) as act:
        if form.given.act == "off":
            totp.turn_off(act.session, current_user.id, now=now(), by=actor(), where=whence())
        else:
            codes = totp.renew_codes(act.session, key, current_user.id, now=now(), by=actor(), where=whence())
    if not codes:
        return done(here, "Det andra steget är avstängt.", "The second step is off.")
    return render_template("accounts/second_codes.html", codes=codes, first=False)
