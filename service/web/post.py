"""The post box: every mail as it was or will be sent."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from service.kernel.errors import Refusal
from service.notices.tables import OutboxRow, Post
from service.notices.writing.compose import Letterhead, Preview, preview
from service.parties.users import OPERATOR
from service.web.desk import desk
from service.web.language import language
from service.web.post_read import Wanted, items, letter, title_of
from service.web.security import MAIL_POLICY
from service.web.text import one_line
from service.web.words import NOTICE

pages = Blueprint("post", __name__)


def kept_here() -> bool:
    """Say whether mail is kept and not sent: no mail server is set."""
    return not desk().settings.mail_server


def _whole() -> bool:
    """Say whether links that let someone answer are shown: only where nobody else gets them."""
    return kept_here() and current_user.role == OPERATOR


def _preview(row: OutboxRow) -> Preview:
    return preview(row, Letterhead.of(desk().settings), masked=not _whole())


@pages.get("/post")
def index() -> str:
    """List the mails."""
    about = one_line(request.args.get("overenskommelse"), 20)
    wanted = Wanted(
        state=request.args.get("lage", ""), name=one_line(request.args.get("slag"), 40),
        agreement_id=min(int(about), 2**62) if about.isdecimal() else 0, before=request.args.get("fore", ""))
    with desk().database.read() as session:
        page = items(session, wanted)
        title = title_of(session, wanted.agreement_id) if wanted.agreement_id else None
    return render_template("post.html", page=page, wanted=wanted, states=list(Post), names=list(NOTICE),
                           agreement=title, kept_here=kept_here())


@pages.get("/post/<id:post_id>")
def show(post_id: int) -> str:
    """Show one mail."""
    with desk().database.read() as session:
        found = letter(session, post_id)
    shown, why = None, None
    try:
        shown = _preview(found.row)
    except Refusal as refusal:
        why = refusal.sentence(language())
    return render_template("letter.html", one=found, shown=shown, why=why, kept_here=kept_here(), whole=_whole())


@pages.get("/post/<id:post_id>/html")
def html(post_id: int) -> Response:
    """Give the html of one mail, for the frame on its page."""
    with desk().database.read() as session:
        found = letter(session, post_id)
    answer = make_response(_preview(found.row).html)
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer
