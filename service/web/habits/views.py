"""The settings of one agreement, each change shown in its effect before it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Annotated, Any

from flask import Blueprint, render_template, url_for
from flask_login import current_user
from pydantic import AfterValidator, Field
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.tables import AgreementRow
from service.agreements.terms import Habits
from service.kernel.clock import local_day
from service.lifecycle.settings.ground import ChangedMeanwhile, ensure_open
from service.lifecycle.settings.habits import Effect, change_habits, foresee, habits_of
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done, party_for
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked, Form, Line, blank, read_form
from service.web.meetings.around import Crowded, crowded
from service.web.meetings.forms import https_only
from service.web.speech.language import say

pages = Blueprint("habits", __name__)
RIGHT = "meeting.habits"
WHO = {
    "show": Of("agreement", RIGHT),
    "change": Of("agreement", RIGHT),
}
Answer = str | Response | tuple[str, int]


class Settled(Asked):
    """How meetings are held; `sure` is what whoever saves has seen the effect of."""

    weekday: Annotated[int, Field(ge=0, le=4)] | None = None
    starts: time
    minutes: Annotated[int, Field(ge=15, le=600)]
    place: Annotated[Line, Field(max_length=200)] = ""
    video: Annotated[Line, Field(max_length=500), AfterValidator(https_only)] = ""
    lead_days: Annotated[int, Field(ge=1, le=90)]
    revision: int = 0
    sure: str = ""

    def habits(self) -> Habits:
        """Return the habits asked for."""
        return Habits(weekday=self.weekday, starts=self.starts, minutes=self.minutes, place=self.place or None,
                      video=self.video or None, lead_days=self.lead_days)


def weekdays() -> list[tuple[str, str]]:
    """Return the days that meetings can be held on, in words."""
    names = (("Måndagar", "Mondays"), ("Tisdagar", "Tuesdays"), ("Onsdagar", "Wednesdays"), ("Torsdagar", "Thursdays"),
             ("Fredagar", "Fridays"))
    return [(str(number), say(*name)) for number, name in enumerate(names)]


def _typed(habits: Habits, revision: int) -> dict[str, Any]:
    return {"weekday": habits.weekday, "starts": habits.starts, "minutes": habits.minutes, "place": habits.place,
            "video": habits.video, "lead_days": habits.lead_days, "revision": revision}


def _taken(session: Session, row: AgreementRow, habits: Habits, effects: Sequence[Effect]) -> Crowded | None:
    """Return where the meetings would clash with others of whoever looks."""
    return crowded(session, current_user.person_id, [local_day(one.becomes) for one in effects if not one.stays], habits.starts,
                   habits.minutes, today(), but=row.id)


def _page(agreement_id: int, form: Form[Settled] | None = None, effects: Sequence[Effect] | None = None) -> str:
    with desk().database.read() as session:
        row = session.get_one(AgreementRow, agreement_id)
        ensure_open(row)
        habits = habits_of(session, row)
        wanted = form.given.habits() if form is not None and form.value is not None else habits
        shown = effects if effects is not None else foresee(session, row, habits, now=now())
        taken = _taken(session, row, wanted, shown)
    if form is not None and form.status == ChangedMeanwhile.status:
        form.typed["revision"] = str(row.revision)
    return render_template("habits/show.html", row=row, form=form or blank(Settled, **_typed(habits, row.revision)),
                           habits=habits, effects=effects, taken=taken, weekdays=weekdays(),
                           sure=form.given.habits().model_dump_json() if form is not None and form.value is not None else "")


@pages.get("/agreements/<id:agreement_id>/installningar")
def show(agreement_id: int) -> str:
    """Show the settings."""
    return _page(agreement_id)


@pages.post("/agreements/<id:agreement_id>/installningar")
def change(agreement_id: int) -> Answer:
    """Show what a change of meeting habits leads to; make it once that has been seen."""
    form = read_form(Settled)
    if not form.ok:
        return _page(agreement_id, form), form.status
    wanted = form.given.habits()
    if form.given.sure == wanted.model_dump_json():
        with acting(form, goes_to=url_for("habits.show", agreement_id=agreement_id)) as act:
            change_habits(act.session, agreement_id, wanted, revision=form.given.revision, now=now(), party_id=party_for(RIGHT),
                          by=actor_for(act.session, agreement_id, RIGHT))
        if form.ok:
            return done(act.goes_to, "Mötesvanorna är ändrade.", "The meeting habits are changed.")
    with desk().database.read() as session:
        effects = foresee(session, session.get_one(AgreementRow, agreement_id), wanted, now=now())
    return _page(agreement_id, form, effects), form.status
