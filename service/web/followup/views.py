"""How goals and undertakings stand over the meetings, what was decided, and what somebody has to do."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, render_template, url_for
from flask_login import current_user
from pydantic import Field
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.store import briefs, terms_of
from service.followup.goals.model import STATUSES, Code, Given, Status, matters
from service.followup.goals.store import notes_at
from service.followup.summary.words import STATUS
from service.kernel.errors import Unknown
from service.kernel.text.personal import PersonalNumber, refuse_personal_numbers
from service.lifecycle.followup.goals import follow_up, history
from service.lifecycle.followup.tasks import Task, decisions_of, tasks_of
from service.meetings.minutes import finish, reopen
from service.meetings.states import State
from service.meetings.tables import MeetingRow
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.frame.text import one_line
from service.web.speech.language import say
from service.web.speech.refusals import told

pages = Blueprint("followup", __name__)
WHO = {
    "index": Of("agreement", "agreement.see"),
    "finish_task": Of("agreement", "meeting.comment"),
    "reopen_task": Of("agreement", "meeting.comment"),
    "goals": Of("meeting", "meeting.minute"),
    "note_goals": Of("meeting", "meeting.minute"),
}
Answer = str | Response | tuple[str, int]
LONGEST = 1000


class Done(Asked):
    """What is to be said of a task that is done."""

    note: Annotated[str, Field(max_length=LONGEST)] = ""


class Followed(Asked):
    """How each goal and undertaking stands, row by row: which it is, its status (or none), a note."""

    numbers = "refused"

    matter: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    note: tuple[Annotated[str, Field(max_length=LONGEST)], ...] = ()


def is_mine(who: str | None, name: str) -> bool:
    """Say whether a task is somebody's by name, as far as names can tell."""
    return bool(who) and name.casefold() in (who or "").casefold()


def _index(agreement_id: int, form: Form[Done] | None = None, wrong: int | None = None) -> str:
    with desk().database.read() as session:
        title = briefs(session, [agreement_id])[agreement_id].title
        every, tasks, decisions = history(session, agreement_id), tasks_of(session, agreement_id), decisions_of(session, agreement_id)
    name = str(current_user.name)
    return render_template(
        "followup/index.html", id=agreement_id, title=title, statuses=STATUS, today=today(), form=form or blank(Done), wrong=wrong,
        goals=[one for one in every if one.matter.code is Code.GOAL],
        undertakings=[one for one in every if one.matter.code is Code.UNDERTAKING],
        undone=[one for one in tasks if one.done_on is None], finished=[one for one in tasks if one.done_on is not None],
        decisions=decisions, mine=lambda task: is_mine(task.who, name))


@pages.get("/agreements/<id:agreement_id>/uppfoljning")
def index(agreement_id: int) -> str:
    """Show how everything stands."""
    return _index(agreement_id)


def _task(session: Session, agreement_id: int, task_id: int) -> Task:
    found = next((one for one in tasks_of(session, agreement_id) if one.id == task_id), None)
    if found is None:
        raise Unknown(what="task", id=task_id)
    return found


@pages.post("/agreements/<id:agreement_id>/uppgifter/<id:task_id>/klar")
def finish_task(agreement_id: int, task_id: int) -> Answer:
    """Tick a task off, with a note."""
    form = read_form(Done)
    if form.ok:
        with acting(form, goes_to=url_for("followup.index", agreement_id=agreement_id, _anchor="tasks")) as act:
            task = _task(act.session, agreement_id, task_id)
            finish(act.session, task.meeting_id, task_id, on=today(), note=form.given.note or None, now=now(),
                   by=actor_for(act.session, agreement_id, "meeting.comment"))
        if form.ok:
            return done(act.goes_to, "Uppgiften är avbockad.", "The task is ticked off.")
    return _index(agreement_id, form, task_id), form.status


@pages.post("/agreements/<id:agreement_id>/uppgifter/<id:task_id>/inte-klar")
def reopen_task(agreement_id: int, task_id: int) -> Answer:
    """Say that a task is not done after all."""
    with acting(goes_to=url_for("followup.index", agreement_id=agreement_id, _anchor="tasks")) as act:
        task = _task(act.session, agreement_id, task_id)
        reopen(act.session, task.meeting_id, task_id, now=now(), by=actor_for(act.session, agreement_id, "meeting.comment"))
    return done(act.goes_to, "Uppgiften är öppen igen.", "The task is open again.")


def _goals(meeting_id: int, form: Form[Followed] | None = None) -> str:
    with desk().database.read() as session:
        row = session.get_one(MeetingRow, meeting_id)
        present, known = matters(terms_of(session, row.agreement_id)), notes_at(session, meeting_id)
        past = {one.matter.digest: one.newest for one in history(session, row.agreement_id)}
    if form is None:
        form = blank(Followed)
        form.typed = {"status": [known[one.digest].status if one.digest in known else "" for one in present],
                      "note": [known[one.digest].note if one.digest in known else "" for one in present]}
    return render_template(
        "followup/goals.html", row=row, present=present, form=form, statuses=STATUS, choices=STATUSES, past=past,
        held=row.state in (State.HELD, State.MINUTED))


@pages.get("/meetings/<id:meeting_id>/mal")
def goals(meeting_id: int) -> str:
    """Ask how each goal and undertaking stands."""
    return _goals(meeting_id)


def _given(form: Form[Followed]) -> list[Given]:
    """Return what is said of each; note on the form a note without a status, a status that there is not, a personal number."""
    rows = zip(form.typed["matter"], form.typed["status"], form.typed["note"], strict=False)
    found = []
    for number, (digest, status, note) in enumerate(rows):
        text = one_line(note, LONGEST + 1)
        if status not in ("", *Status) or (text and not status):
            form.wrong(f"status-{number}", say("Välj hur det står till.", "Choose how it stands."))
        elif status:
            found.append(Given(digest, Status(status), text))
        try:
            refuse_personal_numbers(note=text)
        except PersonalNumber as refusal:
            form.wrong(f"note-{number}", told(refusal), refusal.status)
    return found


@pages.post("/meetings/<id:meeting_id>/mal")
def note_goals(meeting_id: int) -> Answer:
    """Put down how each goal and undertaking stands."""
    form = read_form(Followed)
    given = _given(form) if form.ok else []
    if form.ok:
        with acting(form, goes_to=url_for("meetings.show", meeting_id=meeting_id)) as act:
            follow_up(act.session, meeting_id, given, author=actor(), now=now(),
                      by=actor_for(act.session, standing_here().agreement_id, "meeting.minute"))
        if form.ok:
            return done(act.goes_to, "Målen är uppföljda.", "The goals are followed up.")
    return _goals(meeting_id, form), form.status

