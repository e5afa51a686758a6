"""The post box: every mail as it was or will be sent."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import NoSuchAgreement
from service.agreements.tables import AgreementRow
from service.kernel.errors import Refusal
from service.lifecycle.acts.resend import resend
from service.lifecycle.rights import NotYours
from service.notices.tables import OutboxRow, Post
from service.notices.writing.compose import Letterhead, Preview, preview
from service.web.frame.access import Of, Who, is_operator, may, seen, sees_all_or_many, stand, standing_here, whom
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.security import MAIL_POLICY
from service.web.frame.text import one_line
from service.web.post.coming import foreseen
from service.web.post.read import Wanted, items, letter, seen_post, title_of
from service.web.speech.language import language
from service.web.speech.words import NOTICE

pages = Blueprint("post", __name__)
# Which mails someone sees is asked of the database: their own, and those to a party they act for.
WHO = {"index": Who.USER, "show": Who.USER, "html": Who.USER, "again": Of("post", "post.see"), "coming": Who.USER}


def kept_here() -> bool:
    """Say whether mail is kept and not sent: no mail server is set."""
    return not desk().settings.mail_server


def _whole() -> bool:
    """Say whether links that let someone answer are shown: only where nobody else gets them."""
    return kept_here() and is_operator()


def _theirs() -> ColumnElement[bool]:
    return seen_post(person_id=current_user.person_id, operator=is_operator(), on=today(), many=sees_all_or_many())


def _preview(row: OutboxRow) -> Preview:
    return preview(row, Letterhead.of(desk().settings), masked=not _whole())


@pages.get("/post")
def index() -> str:
    """List the mails."""
    about = one_line(request.args.get("overenskommelse"), 20)
    wanted = Wanted(
        state=request.args.get("lage", ""), name=one_line(request.args.get("slag"), 40),
        to=one_line(request.args.get("till"), 100), agreement_id=min(int(about), 2**62) if about.isdecimal() else 0,
        before=request.args.get("fore", ""))
    with desk().database.read(apart=True) as session:
        page = items(session, wanted, _theirs())
        title = title_of(session, wanted.agreement_id, seen(AgreementRow.id)) if wanted.agreement_id else None
    return render_template("post/list.html", page=page, wanted=wanted, states=list(Post), names=list(NOTICE),
                           agreement=title, kept_here=kept_here())


def _may_resend(session: Session, agreement_id: int) -> bool:
    try:
        return stand(session, agreement_id).may("post.resend")
    except NoSuchAgreement:
        # Whoever has left an agreement still reads the mail they got.
        return False


@pages.get("/post/<id:post_id>")
def show(post_id: int) -> str:
    """Show one mail."""
    with desk().database.read() as session:
        found = letter(session, post_id, _theirs())
        number = found.row.agreement_id
        may_resend = is_operator() or number is not None and _may_resend(session, number)
    shown, why = None, None
    try:
        shown = _preview(found.row)
    except Refusal as refusal:
        why = refusal.sentence(language())
    return render_template("post/letter.html", one=found, shown=shown, why=why, kept_here=kept_here(), whole=_whole(),
                           may_resend=may_resend)


@pages.get("/post/<id:post_id>/html")
def html(post_id: int) -> Response:
    """Give the html of one mail, for the frame on its page."""
    with desk().database.read() as session:
        found = letter(session, post_id, _theirs())
    answer = make_response(_preview(found.row).html)
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@pages.post("/post/<id:post_id>/igen")
def again(post_id: int) -> Response:
    """Send a mail again."""
    with acting(goes_to=url_for("post.show", post_id=post_id)) as act:
        # The right is asked for last: that there is such a mail is known to its own side alone.
        found = letter(act.session, post_id, _theirs())
        if not (is_operator() or may("post.resend")):
            raise NotYours(whom=whom("post.resend"))
        made = resend(act.session, post_id, now=now(), by=_sender(act.session, found.row))
        act.goes_to = url_for("post.show", post_id=made)
    return done(act.goes_to, "Mejlet går ut igen inom någon minut.", "The mail goes out again within a minute.")


def _sender(session: Session, row: OutboxRow) -> str:
    if row.agreement_id is None or not standing_here().parties_for("post.resend"):
        return actor()
    return actor_for(session, row.agreement_id, "post.resend")


@pages.get("/post/kommer")
def coming() -> str:
    """Show what will be sent next and why, over all agreements one may know of."""
    with desk().database.read() as session:
        found = foreseen(session, seen(AgreementRow.id), now())
    return render_template("post/coming.html", days=found, kept_here=kept_here(), today=today())
