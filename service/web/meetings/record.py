"""What the convenor does after a meeting: says whether it was held and who was there, and writes the minutes."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.meetings.actions import NotHeldYet, hold, minute, not_held
from service.meetings.minutes import revise
from service.meetings.notices import ACCEPTED
from service.meetings.states import MEETING, State, Step
from service.meetings.store import Present, get_item
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.frame.text import one_line
from service.web.meetings.forms import MOST_ROWS, Held, Minuted, Typed, outcomes_in, typed_rows
from service.web.meetings.read import Meeting, Record, expected, load, record_of

pages = Blueprint("meeting_record", __name__)
WHO = {
    "holding": Of("meeting", "meeting.hold"),
    "held": Of("meeting", "meeting.hold"),
    "not_held_at_all": Of("meeting", "meeting.hold"),
    "writing": Of("meeting", "meeting.minute"),
    "write": Of("meeting", "meeting.minute"),
}
Answer = str | Response | tuple[str, int]
BLANK_ROWS = 3


def _place(meeting_id: int) -> str:
    return url_for("meetings.show", meeting_id=meeting_id)


def _by(session: Session, right: str) -> str:
    return actor_for(session, standing_here().agreement_id, right)


def _people(session: Session, one: Meeting) -> list[tuple[int, str, str]]:
    """Return who may have been there: those called, or those who would have been; id, name and party."""
    ids = {seat.email: seat.person_id for seat in one.cast.seats}
    if one.seats:
        return [(ids.get(seat.email, -seat.id), seat.name, one.party_name(seat.party_id)) for seat in one.seats]
    return [(each.person_id, each.name, one.party_name(each.party_id)) for each in expected(session, one, now())
            if each.person_id is not None]


def _holding(meeting_id: int, form: Form[Held] | None = None) -> str:
    with desk().database.read() as session:
        one = load(session, meeting_id, now())
        people = _people(session, one)
    MEETING.after(State(one.row.state), Step.HOLD)
    came = {seat.name for seat in one.seats if seat.answer == ACCEPTED}
    form = form or blank(Held, day=min(one.row.day, today()), present=[number for number, name, _ in people if name in came])
    return render_template("meetings/hold.html", one=one, form=form, today=today(),
                           options=[(number, name, party) for number, name, party in people])


@pages.get("/meetings/<id:meeting_id>/hallet")
def holding(meeting_id: int) -> str:
    """Ask when the meeting was held and who was there."""
    return _holding(meeting_id)


@pages.post("/meetings/<id:meeting_id>/hallet")
def held(meeting_id: int) -> Answer:
    """Record that the meeting was held."""
    form = read_form(Held)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("meeting_record.writing", meeting_id=meeting_id)) as act:
            people = _people(act.session, load(act.session, meeting_id, now()))
            there = [Present(name, party) for number, name, party in people if number in given.present]
            there += [Present(name, "") for line in given.others.splitlines() if (name := one_line(line, 200))]
            hold(act.session, meeting_id, on=given.day, present=there, now=now(), by=_by(act.session, "meeting.hold"))
        if form.ok:
            return done(act.goes_to, "Antecknat att mötet hölls. Skriv nu vad ni kom fram till.",
                        "Recorded that the meeting was held. Now write what you agreed on.")
    return _holding(meeting_id, form), form.status


@pages.post("/meetings/<id:meeting_id>/blev-inte-av")
def not_held_at_all(meeting_id: int) -> Answer:
    """Record that the meeting did not take place."""
    with acting(goes_to=_place(meeting_id)) as act:
        item = get_item(act.session, meeting_id)
        if now() < item.starts_at:
            raise NotHeldYet(day=item.day)
        not_held(act.session, meeting_id, now=now(), by=_by(act.session, "meeting.hold"))
    return done(act.goes_to, "Antecknat att mötet inte blev av.", "Recorded that the meeting did not take place.")


def _filled(one: Meeting, record: Record) -> Form[Minuted]:
    rows = [*record.decisions, *record.tasks]
    seen = record.version if one.row.state == State.MINUTED else 0
    return blank(Minuted, text=one.row.minutes or "", seen=seen, kind=[row.kind for row in rows],
                 what=[row.body for row in rows], who=[row.who or "" for row in rows], ref=[row.id for row in rows],
                 due=[row.due_on.isoformat() if row.due_on else "" for row in rows])


def _rows(form: Form[Minuted], more: bool) -> list[Typed]:
    """Return the rows to write in: those typed, and some empty ones after them."""
    rows = typed_rows(form)
    while rows and rows[-1].empty and not more:
        rows.pop()
    return rows + [Typed()] * min(BLANK_ROWS, MOST_ROWS - len(rows))


def _writing(meeting_id: int, form: Form[Minuted] | None = None, *, more: bool = False) -> str:
    with desk().database.read() as session:
        one = load(session, meeting_id, now())
        record = record_of(session, one.row)
    again = one.row.state == State.MINUTED
    if not again:
        MEETING.after(State(one.row.state), Step.MINUTE)
    form = form or _filled(one, record)
    # Whoever wrote while someone else saved is shown that text, and has then seen it.
    overtaken = again and form.text("seen") != str(record.version)
    if overtaken:
        form.typed["seen"] = str(record.version)
    rows = _rows(form, more)
    people = [*dict.fromkeys([each.name for each in record.present] + [party.name for party in one.parties])]
    return render_template("meetings/write.html", one=one, record=record, form=form, rows=rows, again=again, people=people,
                           overtaken=overtaken, full=len(rows) >= MOST_ROWS)


@pages.get("/meetings/<id:meeting_id>/anteckningar")
def writing(meeting_id: int) -> str:
    """Ask for the minutes, or for a corrected text of them."""
    return _writing(meeting_id)


@pages.post("/meetings/<id:meeting_id>/anteckningar")
def write(meeting_id: int) -> Answer:
    """Put down the minutes and send them, or add rows to write in."""
    form = read_form(Minuted)
    if "more" in request.form:
        form.errors.clear()
        return _writing(meeting_id, form, more=True)
    with desk().database.read() as session:
        held_on = get_item(session, meeting_id).day
    outcomes = outcomes_in(form, held_on)
    if form.ok:
        given, version = form.given, 1
        with acting(form, goes_to=_place(meeting_id)) as act:
            by = _by(act.session, "meeting.minute")
            if get_item(act.session, meeting_id).state is State.MINUTED:
                version = revise(act.session, meeting_id, given.text, outcomes, seen=given.seen, now=now(), by=by)
            else:
                minute(act.session, meeting_id, given.text, outcomes=outcomes, now=now(), by=by)
        if form.ok:
            if version > 1:
                return done(act.goes_to, "Anteckningarna är ändrade och skickas till alla. Den förra versionen finns kvar nedan.",
                            "The minutes are changed and go to everyone. The former version is kept below.")
            return done(act.goes_to, "Anteckningarna är klara och skickas till alla som var kallade.",
                        "The minutes are ready and go to everyone who was called.")
    return _writing(meeting_id, form), form.status
