"""The review of proposed terms beside the document's text, and the preview of what they lead to."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from service.intake import cases
from service.intake.tables import IntakeRow
from service.obligations.model import Kind
from service.web.frame.access import Who
from service.web.frame.acting import acting, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Asked, Form
from service.web.intake.evidence import Paper
from service.web.intake.form.build import Built, build
from service.web.intake.form.numbers import doubtful
from service.web.intake.form.people import check_people
from service.web.intake.form.typed import Typed, read_typed, renumbered
from service.web.intake.preview import preview as rehearsed
from service.web.intake.questions import asked_of, before_of, open_ones, questions
from service.web.intake.sheet import Sheet, changed, differences
from service.web.meetings.around import crowded

pages = Blueprint("intake_review", __name__)
WHO = {"show": Who.USER, "save": Who.USER, "preview": Who.USER}
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One that is under review: what was read, and the form as it stands."""

    row: IntakeRow
    proposal: dict[str, Any] | None
    before: Typed
    typed: Typed

    @property
    def evidence(self) -> dict[str, Any]:
        """Return where each value stands in the text, as it was read."""
        found: dict[str, Any] = self.proposal["evidence"] if self.proposal is not None else {}
        return found

    def built(self, typed: Typed | None = None) -> Built:
        """Return what the form comes to, with assumptions for what the text leaves open."""
        here = self.typed if typed is None else typed
        asked = asked_of(self.proposal) if self.proposal is not None else []
        clauses = {path: " ".join(one["text"].split()) for path, one in renumbered(self.evidence, here).items()}
        still = open_ones(asked, here, self.before)
        built = build(here, proposal=self.proposal, clauses=clauses,
                      asked=[{"about": one["about"], "question": one["sv"]} for one in still])
        settled = {one.about for one in questions(asked, here, self.before) if one.answered}
        built.assumed = [one for one in built.assumed if one["about"] not in settled]
        return built

    def sheet(self, typed: Typed | None = None) -> Sheet:
        """Return the form for its page."""
        here = self.typed if typed is None else typed
        asked = asked_of(self.proposal) if self.proposal is not None else []
        return Sheet(
            action=url_for("intake_review.save", intake_id=self.row.id), typed=here, version=cases.version_of(self.row.typed),
            paper=Paper(self.row.body, self.evidence) if self.row.body else None,
            questions=questions(asked, here, self.before, self.built(here).assumed))


def load_case(intake_id: int) -> Case:
    """Return one that the one who asks has begun; raise Unknown for any other."""
    with desk().database.read() as session:
        row = cases.get_case(session, intake_id, current_user.id)
        session.expunge(row)
    proposal, before = before_of(row.proposal)
    return Case(row=row, proposal=proposal, before=before, typed=json.loads(row.typed))


def finished(case: Case) -> Response | None:
    """Return the way to the agreement that this has become, if it has."""
    if case.row.agreement_id is None:
        return None
    return redirect(url_for("agreements.show", agreement_id=case.row.agreement_id))


def _page(case: Case, sheet: Sheet, form: Form[Asked] | None = None) -> str:
    return render_template("intake/review.html", case=case.row, sheet=sheet, form=form or Form(Asked),
                           title=cases.title_of(case.row))


@pages.get("/intag/<id:intake_id>")
def show(intake_id: int) -> Answer:
    """Show the form beside the text."""
    case = load_case(intake_id)
    sheet = case.sheet()
    if "kontrollera" in request.args:
        sheet.errors = case.built().errors
    return finished(case) or _page(case, sheet)


@pages.post("/intag/<id:intake_id>")
def save(intake_id: int) -> Answer:
    """Keep the form as it stands, and go where the button leads."""
    do = request.form.get("do", "keep")
    typed, place = changed(read_typed(request.form), do)
    case, form = load_case(intake_id), Form(Asked)
    if (gone := finished(case)) is not None:
        return gone
    if do == "later":
        leads = url_for("intake.choose")
    elif do == "preview":
        leads = url_for("intake_review.preview", intake_id=intake_id)
    else:
        leads = url_for("intake_review.show", intake_id=intake_id, _anchor=place or None)
    with acting(form, goes_to=leads) as act:
        cases.save_terms(act.session, intake_id, current_user.id, typed, version=request.form.get("version", ""), now=now())
    if form.errors:
        sheet = case.sheet(typed)
        sheet.differences = differences(case.typed, typed)
        return _page(case, sheet, form), form.status
    if do == "preview" and (wrong := case.built(typed).errors):
        fresh = load_case(intake_id)
        sheet = fresh.sheet()
        sheet.errors = wrong
        return _page(fresh, sheet), 422
    if place:
        return redirect(leads, 303)
    if do == "preview":
        return redirect(leads, 303)
    return done(leads, "Sparat. Du kan fortsätta när du vill.", "Saved. You can go on whenever you like.")


@pages.get("/intag/<id:intake_id>/forhandsgranska")
def preview(intake_id: int) -> Answer:
    """Show what will happen: the timeline and every mail."""
    case = load_case(intake_id)
    built = case.built()
    if (gone := finished(case)) is not None:
        return gone
    if built.terms is None:
        return redirect(url_for("intake_review.show", intake_id=intake_id, kontrollera=1))
    contacts = check_people(json.loads(case.row.people), [party.name for party in built.terms.parties]).contacts
    found = rehearsed(built.terms, contacts, built.signed_on, desk().settings, today())
    habits = built.terms.meetings.habits
    with desk().database.read() as session:
        taken = crowded(session, current_user.person_id, [one.day for one in found.duties if one.kind == Kind.MEETING],
                        habits.starts, habits.minutes, today())
    return render_template("intake/preview.html", case=case.row, terms=built.terms, assumed=built.assumed, one=found, taken=taken,
                           today=today())


@pages.app_template_global("doubtful_number")
def _doubtful_number(number: str | None) -> bool:
    return doubtful(number)
