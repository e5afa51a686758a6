"""Answering a call to a meeting by the link in the mail: opening it does nothing, its button acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.kernel.text.personal import holds_personal_number
from service.meetings.calling.answers import BadLink, reply
from service.meetings.notices import ACCEPTED, DECLINED, SUGGESTED
from service.meetings.states import State
from service.notices.writing.links import ANSWERS, read_reply_token
from service.web.frame.access import Who
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import NOT_PERSONAL
from service.web.frame.text import many_lines
from service.web.meetings.read import Chair, Meeting, chair, load
from service.web.speech.language import prefer, say

pages = Blueprint("replies", __name__)
WHO = {"show": Who.ANYONE, "answer": Who.ANYONE}
CHOICES = dict(zip(ANSWERS, (ACCEPTED, DECLINED, SUGGESTED), strict=True))
LONGEST_COMMENT = 1000


@dataclass
class Given:
    """What was filled in, as it stands, and what is wrong with it by field."""

    answer: str = ""
    day: str = ""
    comment: str = ""
    personal: bool = False
    not_personal: bool = False
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def suggested_on(self) -> date | None:
        """Return the day suggested, if it is one."""
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            return None


def _sit(token: str) -> tuple[Chair, Meeting]:
    """Return the seat and the meeting that a link stands for, and speak that person's language."""
    one = desk()
    told = read_reply_token(one.settings.need_secret(), token)
    if told is None or told[0] > 2**62:
        raise BadLink
    with one.database.read() as session:
        seat = chair(session, *told)
        if seat is None:
            raise BadLink
        prefer(seat.language)
        return seat, load(session, seat.row.meeting_id, now())


def _open(meeting: Meeting) -> bool:
    return meeting.row.state == State.CALLED and now() < meeting.row.starts_at


def _page(token: str, seat: Chair, meeting: Meeting, given: Given, status: int = 200) -> tuple[str, int]:
    facts: dict[str, Any] = {"seat": seat, "one": meeting, "given": given, "link": token, "open": _open(meeting)}
    return render_template("replies/show.html", **facts, today=today(), choices=CHOICES), status


@pages.get("/svar/<token>")
def show(token: str) -> tuple[str, int]:
    """Show the meeting and the answer so far; change nothing."""
    seat, meeting = _sit(token)
    asked = CHOICES.get(request.args.get("svar", ""), "")
    row = seat.row
    known = row.answer if row.answer in CHOICES.values() else ""
    given = Given(answer=asked or known, day=row.suggested_on.isoformat() if row.suggested_on else "",
                  comment=row.comment or "")
    return _page(token, seat, meeting, given)


@pages.post("/svar/<token>")
def answer(token: str) -> Response | tuple[str, int]:
    """Record the answer."""
    seat, meeting = _sit(token)
    given = Given(answer=request.form.get("answer", ""), day=request.form.get("day", "")[:10],
                  comment=many_lines(request.form.get("comment")), not_personal="comment" in request.form.getlist(NOT_PERSONAL))
    _check(given)
    if given.wrong:
        return _page(token, seat, meeting, given, 422)
    with desk().database.write() as session:
        reply(session, seat_id=seat.row.id, nonce=seat.row.nonce, answer=given.answer,
              suggested_on=given.suggested_on if given.answer == SUGGESTED else None, comment=given.comment or None,
              now=now())
    return redirect(url_for("replies.show", token=token), 303)


def _check(given: Given) -> None:
    if given.answer not in CHOICES.values():
        given.wrong["answer"] = say("Välj ett av svaren.", "Choose one of the answers.")
    if given.answer == SUGGESTED:
        day = given.suggested_on
        if day is None:
            given.wrong["day"] = say("Ange den dag du föreslår, till exempel 2026-10-08.",
                                     "Give the day you suggest, like 2026-10-08.")
        elif day <= today():
            given.wrong["day"] = say("Föreslå en dag längre fram.", "Suggest a day that is still to come.")
    if len(given.comment) > LONGEST_COMMENT:
        given.wrong["comment"] = say("Korta hälsningen till högst {n} tecken; den är {is_} nu.",
                                     "Shorten the message to {n} characters at most; it is {is_} now.",
                                     n=LONGEST_COMMENT, is_=len(given.comment))
    elif holds_personal_number(given.comment):
        given.personal = True
        if not given.not_personal:
            given.wrong["comment"] = say("Det ser ut som ett personnummer. Ta bort det, eller kryssa för att det inte är ett.",
                                         "This looks like a personal number. Take it away, or tick that it is not one.")
