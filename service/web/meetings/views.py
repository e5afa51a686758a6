"""The page of one meeting, and what everyone who works with the agreement does there."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from service.followup.summary.words import STATUS
from service.kernel.clock import local_day
from service.meetings.agenda import add_point, drop_point
from service.meetings.minutes import comment, finish, reopen
from service.meetings.states import MEETING, State
from service.notices.writing.links import reply_token
from service.web.agreement.story import actor as named
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.meetings.around import AHEAD, elsewhere, minuted_before, own_seat
from service.web.meetings.forms import Commented, Pointed
from service.web.meetings.read import expected, load, record_of

pages = Blueprint("meetings", __name__)
WHO = {
    "show": Of("meeting", "agreement.see"),
    "add": Of("meeting", "meeting.agenda"),
    "drop": Of("meeting", "meeting.agenda"),
    "say_of_it": Of("meeting", "meeting.comment"),
    "tick_off": Of("meeting", "meeting.comment"),
    "not_done": Of("meeting", "meeting.comment"),
}
Answer = str | Response | tuple[str, int]


def _place(meeting_id: int, anchor: str) -> str:
    return url_for("meetings.show", meeting_id=meeting_id, _anchor=anchor)


def _page(meeting_id: int, pointed: Form[Pointed] | None = None, commented: Form[Commented] | None = None) -> str:
    with desk().database.read() as session:
        one = load(session, meeting_id, now())
        record, coming = record_of(session, one.row), expected(session, one, now())
        person, row = current_user.person_id, one.row
        seat, before = own_seat(session, meeting_id, person), minuted_before(session, row)
        others = elsewhere(session, meeting_id, person, row.starts_at, row.ends_at, today()) if row.state in AHEAD else []
    state = State(row.state)
    answers = seat is not None and state is State.CALLED and now() < row.starts_at
    return render_template(
        "meetings/show.html", one=one, record=record, coming=coming, steps=MEETING.steps_from(state),
        begun=now() >= one.row.starts_at, over=now() >= one.row.ends_at, points_open=state in (State.PLANNED, State.CALLED)
        and now() < one.row.starts_at, today=today(), me=actor(), mine=standing_here().parties, named=named,
        called_on=local_day(one.row.called_at) if one.row.called_at else None,
        goal_words=STATUS, others=others, before=before, seat=seat if answers else None,
        reply=reply_token(desk().settings.need_secret(), seat.id, seat.nonce) if seat is not None and answers else "",
        pointed=pointed or blank(Pointed), commented=commented or blank(Commented))


@pages.get("/meetings/<id:meeting_id>")
def show(meeting_id: int) -> str:
    """Show one meeting: day, place, agenda, who comes, what came of it."""
    return _page(meeting_id)


@pages.post("/meetings/<id:meeting_id>/punkter")
def add(meeting_id: int) -> Answer:
    """Put a point on the agenda."""
    form = read_form(Pointed)
    if form.ok:
        with acting(form, goes_to=_place(meeting_id, "agenda")) as act:
            mine = standing_here().parties_for("meeting.agenda")
            add_point(act.session, meeting_id, form.given.point, author=actor(), party_id=next(iter(mine), None), now=now(),
                      by=actor_for(act.session, standing_here().agreement_id, "meeting.agenda"))
        if form.ok:
            return done(act.goes_to, "Punkten står på dagordningen.", "The point is on the agenda.")
    return _page(meeting_id, pointed=form), form.status


@pages.post("/meetings/<id:meeting_id>/punkter/<id:point_id>/bort")
def drop(meeting_id: int, point_id: int) -> Answer:
    """Take away a point of one's own."""
    with acting(goes_to=_place(meeting_id, "agenda")) as act:
        drop_point(act.session, meeting_id, point_id, author=actor(), parties=standing_here().parties, now=now(),
                   by=actor_for(act.session, standing_here().agreement_id, "meeting.agenda"))
    return done(act.goes_to, "Punkten är borttagen.", "The point is gone.")


@pages.post("/meetings/<id:meeting_id>/synpunkt")
def say_of_it(meeting_id: int) -> Answer:
    """Comment on the minutes."""
    form = read_form(Commented)
    if form.ok:
        with acting(form, goes_to=_place(meeting_id, "comments")) as act:
            mine = standing_here().parties_for("meeting.comment")
            comment(act.session, meeting_id, form.given.comment, author=actor(), party_id=next(iter(mine), None), now=now(),
                    by=actor_for(act.session, standing_here().agreement_id, "meeting.comment"))
        if form.ok:
            return done(act.goes_to, "Synpunkten är sparad. Båda parter ser den.", "The comment is saved. Both parties see it.")
    return _page(meeting_id, commented=form), form.status


@pages.post("/meetings/<id:meeting_id>/uppgifter/<id:task_id>/klar")
def tick_off(meeting_id: int, task_id: int) -> Answer:
    """Tick a task off."""
    with acting(goes_to=_place(meeting_id, "tasks")) as act:
        finish(act.session, meeting_id, task_id, on=today(), now=now(),
               by=actor_for(act.session, standing_here().agreement_id, "meeting.comment"))
    return done(act.goes_to, "Uppgiften är avbockad.", "The task is ticked off.")


@pages.post("/meetings/<id:meeting_id>/uppgifter/<id:task_id>/inte-klar")
def not_done(meeting_id: int, task_id: int) -> Answer:
    """Say that a task is not done after all."""
    with acting(goes_to=_place(meeting_id, "tasks")) as act:
        reopen(act.session, meeting_id, task_id, now=now(),
               by=actor_for(act.session, standing_here().agreement_id, "meeting.comment"))
    return done(act.goes_to, "Uppgiften är öppen igen.", "The task is open again.")
