"""Adding a meeting beside those that the terms ask for."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.tables import AgreementRow
from service.kernel.calendar import is_working_day
from service.lifecycle.acts.meet import Extra, add_meeting
from service.lifecycle.settings.ground import ensure_open
from service.lifecycle.settings.habits import habits_of
from service.meetings.actions import Spot
from service.meetings.rules import Unusual, planned_times
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.meetings.around import elsewhere
from service.web.meetings.changes import SURE, Unconfirmed
from service.web.meetings.forms import Shifted
from service.web.meetings.words import about_day

pages = Blueprint("meeting_extra", __name__)
WHO = {
    "new": Of("agreement", "meeting.move"),
    "add": Of("agreement", "meeting.move"),
}
Answer = str | Response | tuple[str, int]


def _page(agreement_id: int, form: Form[Shifted] | None = None, warned: Sequence[Unusual] = ()) -> str:
    with desk().database.read() as session:
        row = session.get_one(AgreementRow, agreement_id)
        ensure_open(row)
        habits = habits_of(session, row)
    form = form or blank(Shifted, starts=habits.starts, place=habits.place, video=habits.video)
    return render_template("meetings/extra.html", row=row, form=form, lead=habits.lead_days, today=today(),
                           warnings=[about_day(one) for one in warned])


@pages.get("/agreements/<id:agreement_id>/moten/nytt")
def new(agreement_id: int) -> str:
    """Ask when and where."""
    return _page(agreement_id)


@pages.post("/agreements/<id:agreement_id>/moten/nytt")
def add(agreement_id: int) -> Answer:
    """Add the meeting, once whoever does it knows what there is to know about the day."""
    form = read_form(Shifted)
    warned: list[Unusual] = []
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("agreements.show", agreement_id=agreement_id, _anchor="meetings")) as act:
            warned = _unusual(act.session, agreement_id, given)
            number = add_meeting(
                act.session, agreement_id, now=now(), by=actor_for(act.session, agreement_id, "meeting.move"),
                extra=Extra(day=given.day, starts=given.starts, spot=Spot(given.place or None, given.video or None)))
            if warned and given.anyway != given.day.isoformat():
                raise Unconfirmed(field=SURE)
            act.goes_to = url_for("meetings.show", meeting_id=number)
        if form.ok:
            return done(act.goes_to, "Mötet är tillagt. Kallelsen går ut av sig själv.",
                        "The meeting is added. The call goes out by itself.")
    if form.errors.pop(SURE, None) is None:
        warned = []
    return _page(agreement_id, form, warned), form.status


def _unusual(session: Session, agreement_id: int, given: Shifted) -> list[Unusual]:
    habits = habits_of(session, session.get_one(AgreementRow, agreement_id))
    starts, ends = planned_times(given.day, given.starts.hour, given.starts.minute, habits.minutes)
    off = [] if is_working_day(given.day) else [Unusual(code="weekend" if given.day.weekday() >= 5 else "day_off")]
    return off + [Unusual(code="taken", who=one.agreement) for one in elsewhere(
        session, 0, current_user.person_id, starts, ends, today())]
