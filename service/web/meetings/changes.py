"""What the convenor does before a meeting: moves it, cancels it, sees to who is called and what they have answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.kernel.clock import local, moment, stamp
from service.kernel.errors import Refusal
from service.meetings.actions import Spot, cancel, shift
from service.meetings.calling.answers import answer_for
from service.meetings.calling.guests import invite, strike
from service.meetings.notices import SUGGESTED
from service.meetings.rules import Unusual, unusual
from service.meetings.states import MEETING, State, Step
from service.meetings.store import get_item
from service.web.frame.access import Of, standing_here
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.meetings.around import elsewhere
from service.web.meetings.forms import Answered, Cancelled, Chosen, Shifted
from service.web.meetings.read import Meeting, decides_by, expected, load
from service.web.meetings.words import warning
from service.web.speech.language import say

pages = Blueprint("meeting_changes", __name__)
WHO = {
    "moving": Of("meeting", "meeting.move"),
    "move": Of("meeting", "meeting.move"),
    "cancelling": Of("meeting", "meeting.cancel"),
    "call_off": Of("meeting", "meeting.cancel"),
    "called": Of("meeting", "meeting.invite"),
    "add": Of("meeting", "meeting.invite"),
    "take_away": Of("meeting", "meeting.invite"),
    "answer": Of("meeting", "meeting.answer_for"),
}
Answer = str | Response | tuple[str, int]
SURE = "anyway"


class Unconfirmed(Refusal):
    """There is something to know about that day; look at it and confirm."""

    sv = "Det är något att veta om den dagen; se efter och bekräfta."
    status = 422


def _place(meeting_id: int) -> str:
    return url_for("meetings.show", meeting_id=meeting_id)


def _by(session: object, right: str) -> str:
    return actor_for(session, standing_here().agreement_id, right)  # type: ignore[arg-type]


def _loaded(meeting_id: int, step: Step) -> tuple[Meeting, date | None]:
    """Return a meeting that can take a step, and by when the parties decide on renewal."""
    with desk().database.read() as session:
        one = load(session, meeting_id, now())
        decides = decides_by(session, one.agreement_id)
    MEETING.after(State(one.row.state), step)
    return one, decides


def _moving(meeting_id: int, form: Form[Shifted] | None = None, warned: Sequence[Unusual] = ()) -> str:
    one, decides = _loaded(meeting_id, Step.MOVE)
    row = one.row
    picked = request.args.get("dag", "")
    form = form or blank(Shifted, day=picked or row.day, starts=local(row.starts_at).time(), place=row.place, video=row.video)
    if form.status != Unconfirmed.status:
        form.typed["seen"] = stamp(row.starts_at)
    return render_template("meetings/move.html", one=one, form=form, decides=decides, today=today(),
                           warnings=[warning(each, one) for each in warned])


@pages.get("/meetings/<id:meeting_id>/flytta")
def moving(meeting_id: int) -> str:
    """Ask for another day."""
    return _moving(meeting_id)


def _taken(session: Session, one: Meeting, given: Shifted) -> list[Unusual]:
    """Return the other meetings that whoever moves this one is to be at then."""
    length = one.row.ends_at - one.row.starts_at
    begins = moment(given.day, given.starts.hour, given.starts.minute)
    return [Unusual(code="taken", who=other.agreement) for other in elsewhere(
        session, one.row.id, current_user.person_id, begins, begins + length, today())]


@pages.post("/meetings/<id:meeting_id>/flytta")
def move(meeting_id: int) -> Answer:
    """Move the meeting, once whoever does it knows what there is to know about the day."""
    form = read_form(Shifted)
    warned: list[Unusual] = []
    if form.ok:
        given = form.given
        with acting(form, goes_to=_place(meeting_id)) as act:
            one = load(act.session, meeting_id, now())
            warned = unusual(get_item(act.session, meeting_id), given.day, suggested=one.suggested,
                             decides_by=decides_by(act.session, one.agreement_id))
            warned += _taken(act.session, one, given)
            shift(act.session, meeting_id, given.day, now=now(), starts=given.starts, seen=given.seen,
                  spot=Spot(given.place or None, given.video or None), by=_by(act.session, "meeting.move"))
            if warned and given.anyway != given.day.isoformat():
                raise Unconfirmed(field=SURE)
        if form.ok:
            if one.row.state == State.CALLED:
                return done(act.goes_to, "Mötet är flyttat. Alla kallade får en ny kallelse.",
                            "The meeting is moved. Everyone called gets a new call.")
            return done(act.goes_to, "Mötet är flyttat. Kallelsen går ut som vanligt, före den nya dagen.",
                        "The meeting is moved. The call goes out as usual, ahead of the new day.")
    if form.errors.pop(SURE, None) is None:
        warned = []
    return _moving(meeting_id, form, warned), form.status


def _cancelling(meeting_id: int, form: Form[Cancelled] | None = None) -> str:
    one, _ = _loaded(meeting_id, Step.CANCEL)
    return render_template("meetings/cancel.html", one=one, form=form or blank(Cancelled))


@pages.get("/meetings/<id:meeting_id>/stall-in")
def cancelling(meeting_id: int) -> str:
    """Ask why the meeting is cancelled."""
    return _cancelling(meeting_id)


@pages.post("/meetings/<id:meeting_id>/stall-in")
def call_off(meeting_id: int) -> Answer:
    """Cancel the meeting."""
    form = read_form(Cancelled)
    if form.ok:
        with acting(form, goes_to=_place(meeting_id)) as act:
            cancel(act.session, meeting_id, now=now(), reason=form.given.reason, by=_by(act.session, "meeting.cancel"))
        if form.ok:
            return done(act.goes_to, "Mötet är inställt. De som fått kallelsen får besked, och mötet tas bort ur deras kalendrar.",
                        "The meeting is cancelled. Those who have the call are told, and it leaves their calendars.")
    return _cancelling(meeting_id, form), form.status


def _called(meeting_id: int, chosen: Form[Chosen] | None = None, answered: Form[Answered] | None = None) -> str:
    with desk().database.read() as session:
        one = load(session, meeting_id, now())
        coming = expected(session, one, now())
    # Those called are added to and answered for only as long as the meeting can still be moved.
    MEETING.after(State(one.row.state), Step.MOVE)
    sent = one.row.state == State.CALLED
    people = {seat.email for seat in one.seats} if sent else {each.email for each in coming}
    contacts = {seat.person_id: f"{seat.name}, {one.party_name(seat.party_id)}" for seat in one.cast.seats
                if seat.email not in people and seat.holds(today())}
    ids = {seat.email: seat.person_id for seat in one.cast.seats}
    return render_template(
        "meetings/called.html", one=one, coming=coming, sent=sent, ids=ids, contacts=list(contacts.items()), today=today(),
        open=now() < one.row.starts_at, chosen=chosen or blank(Chosen), answered=answered or blank(Answered))


@pages.get("/meetings/<id:meeting_id>/kallade")
def called(meeting_id: int) -> str:
    """Show who is called, to add, strike and answer for."""
    return _called(meeting_id)


@pages.post("/meetings/<id:meeting_id>/kallade/till")
def add(meeting_id: int) -> Answer:
    """Add a contact to those called."""
    form = read_form(Chosen)
    if form.ok:
        with acting(form, goes_to=url_for("meeting_changes.called", meeting_id=meeting_id)) as act:
            invite(act.session, meeting_id, form.given.person, now=now(), by=_by(act.session, "meeting.invite"))
        if form.ok:
            return done(act.goes_to, "Personen är tillagd.", "The person is added.")
    return _called(meeting_id, chosen=form), form.status


@pages.post("/meetings/<id:meeting_id>/kallade/bort")
def take_away(meeting_id: int) -> Answer:
    """Strike someone from those called."""
    form = read_form(Chosen)
    if form.ok:
        with acting(form, goes_to=url_for("meeting_changes.called", meeting_id=meeting_id)) as act:
            strike(act.session, meeting_id, form.given.person, now=now(), by=_by(act.session, "meeting.invite"))
        if form.ok:
            return done(act.goes_to, "Personen är borttagen från mötet.", "The person is taken off the meeting.")
    return _called(meeting_id, chosen=form), form.status


@pages.post("/meetings/<id:meeting_id>/kallade/svar")
def answer(meeting_id: int) -> Answer:
    """Put down what someone has answered in another way."""
    form = read_form(Answered)
    if form.ok and form.given.answer == SUGGESTED and (form.given.suggested is None or form.given.suggested <= today()):
        form.wrong("suggested", say("Ange den dag som föreslås; den ska ligga framåt i tiden.",
                                    "Give the day that is suggested; it must be still to come."))
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("meeting_changes.called", meeting_id=meeting_id)) as act:
            answer_for(act.session, meeting_id, given.seat, answer=given.answer, suggested_on=given.suggested,
                       comment=given.message or None, now=now(), by=_by(act.session, "meeting.answer_for"))
        if form.ok:
            return done(act.goes_to, "Svaret är antecknat.", "The answer is recorded.")
    return _called(meeting_id, answered=form), form.status
