"""Those who may log in: listed, invited, shut out, let in again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

from flask import Blueprint, render_template, request, url_for
from pydantic import AfterValidator, Field
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.accounts import sessions, users
from service.accounts.invitations import invite_user
from service.accounts.tables import SessionRow, UserRow
from service.accounts.users import OPERATOR, READER
from service.accounts.ways_in import totp
from service.kernel.errors import Unknown
from service.kernel.ids import seen_as
from service.lifecycle.acts.contacts import move_user
from service.web.accounts.links import an_address
from service.web.frame.access import Who, ensure_fresh
from service.web.frame.acting import acting, actor, done
from service.web.frame.desk import desk, now
from service.web.frame.forms import ONE_LINE, Asked, Form, blank, read_form
from service.web.frame.paging import PAGE, BadPlace, cut
from service.web.frame.text import one_line

pages = Blueprint("users", __name__)
WHO = {"index": Who.OPERATOR, "add": Who.OPERATOR, "act": Who.OPERATOR}
Answer = str | Response | tuple[str, int]


class Added(Asked):
    """Someone to invite."""

    name: Annotated[str, Field(min_length=1, max_length=200), ONE_LINE]
    email: Annotated[str, AfterValidator(an_address), Field(max_length=254)]
    language: Literal["sv", "en"] = "sv"
    operator: bool = False


class Moved(Asked):
    """The new address of a user, and how it stood."""

    email: Annotated[str, AfterValidator(an_address), Field(max_length=254)]
    seen: int | None = None


def _page(form: Form[Added] | None = None, moving: tuple[int, Form[Moved]] | None = None) -> str:
    words, after = one_line(request.args.get("q"), 100), request.args.get("efter", "")
    query = select(UserRow).order_by(UserRow.id)
    if words:
        # SQLite knows capitals of English letters alone.
        spelt = {words, words.lower(), words.title()}
        query = query.where(or_(UserRow.email.contains(words.lower(), autoescape=True),
                                *(UserRow.name.icontains(one, autoescape=True) for one in sorted(spelt))))
    if after:
        if not after.isdecimal():
            raise BadPlace
        query = query.where(UserRow.id > min(int(after), 2**62))
    with desk().database.read() as session:
        page = cut(session.scalars(query.limit(PAGE + 1)).all(), lambda row: str(row.id))
        ids = [row.id for row in page.rows]
        last = dict(session.execute(select(SessionRow.user_id, func.max(SessionRow.seen_at)).where(
            SessionRow.user_id.in_(ids)).group_by(SessionRow.user_id)).all())
    return render_template("operator/users.html", page=page, words=words, last=last, moving=moving, seen_as=seen_as,
                           form=form or blank(Added, language="sv"))


@pages.get("/drift/anvandare")
def index() -> str:
    """List those who may log in."""
    return _page()


@pages.post("/drift/anvandare")
def add() -> Answer:
    """Add someone and send an invitation."""
    form = read_form(Added)
    if form.ok and form.given.operator:
        ensure_fresh()
    if form.ok:
        with acting(form, goes_to=url_for("users.index")) as act:
            number = users.create_user(
                act.session, email=form.given.email, name=form.given.name, role=OPERATOR if form.given.operator else READER,
                language=form.given.language, now=now(), by=actor())
            invite_user(act.session, act.session.get_one(UserRow, number), now=now(), by=actor())
        if form.ok:
            return done(act.goes_to, "{name} får en inbjudan per mejl.", "{name} gets an invitation by mail.", name=form.given.name)
    return _page(form), form.status


ADDRESS = "adress"
# What gives a way in, or takes one away, asks for a fresh proof of who does it.
WAYS = frozenset({ADDRESS, "utan-kod", "sköt", "sköt-inte"})
Change = Callable[[Session, UserRow], None]
CHANGES: dict[str, tuple[Change, str, str]] = {
    "stang": (lambda s, row: users.close(s, row, now=now(), by=actor()),
              "{name} kommer inte in längre.", "{name} is shut out."),
    "oppna": (lambda s, row: users.reopen(s, row, now=now(), by=actor()), "{name} kommer in igen.", "{name} is let in again."),
    "sköt": (lambda s, row: users.set_role(s, row, OPERATOR, now=now(), by=actor()),
             "{name} sköter nu Överens.", "{name} now runs Överens."),
    "sköt-inte": (lambda s, row: users.set_role(s, row, READER, now=now(), by=actor()),
                  "{name} sköter inte längre Överens.", "{name} no longer runs Överens."),
    "utloggad": (lambda s, row: sessions.end_all(s, row.id, now()),
                 "{name} är utloggad överallt.", "{name} is logged out everywhere."),
    "utan-kod": (lambda s, row: totp.remove_second_step(s, row.id, now=now(), by=actor()),
                 "{name} loggar in utan kod.", "{name} logs in without a code."),
    "bjud-in": (lambda s, row: _invite(s, row), "{name} får en inbjudan per mejl.", "{name} gets an invitation by mail."),
}


def _invite(session: Session, row: UserRow) -> None:
    invite_user(session, row, now=now(), by=actor())


def _user(session: Session, user_id: int) -> UserRow:
    row = session.get(UserRow, user_id)
    if row is None:
        raise Unknown(what="användare", id=user_id)
    return row


def _move(user_id: int) -> Answer:
    form = read_form(Moved)
    if form.ok:
        with acting(form, goes_to=url_for("users.index")) as one:
            row = _user(one.session, user_id)
            move_user(one.session, row, form.given.email, now=now(), by=actor(), seen=form.given.seen)
        if form.ok:
            return done(one.goes_to, "{name} loggar in med {email}.", "{name} logs in by {email}.", name=row.name,
                        email=form.given.email)
    return _page(moving=(user_id, form)), form.status


@pages.post("/drift/anvandare/<id:user_id>/<what>")
def act(user_id: int, what: str) -> Answer:
    """Change one of them."""
    if what in WAYS:
        ensure_fresh()
    if what == ADDRESS:
        return _move(user_id)
    if what not in CHANGES:
        raise Unknown(what="åtgärd", id=what)
    change, sv, en = CHANGES[what]
    with acting(goes_to=url_for("users.index")) as one:
        row = _user(one.session, user_id)
        change(one.session, row)
    return done(one.goes_to, sv, en, name=row.name)
