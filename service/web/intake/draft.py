"""The terms of a draft in the same form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.states import State
from service.agreements.store import NoSuchAgreement, terms_of
from service.agreements.tables import AgreementRow, TextRow
from service.agreements.terms import Terms
from service.lifecycle.acts.revise import ChangedMeanwhile, TermsSettled, revise
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now
from service.web.frame.forms import Asked, Form
from service.web.intake.evidence import Paper
from service.web.intake.form.build import build
from service.web.intake.form.typed import Typed, from_terms, read_typed, renumbered
from service.web.intake.questions import open_ones, questions
from service.web.intake.sheet import Sheet, changed, differences
from service.web.speech.refusals import told

pages = Blueprint("intake_draft", __name__)
WHO = {"show": Of("agreement", "agreement.edit"), "save": Of("agreement", "agreement.edit")}
Answer = str | Response | tuple[str, int]
HIDDEN = frozenset({"signed.on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft with its terms and the text they were read from."""

    row: AgreementRow
    terms: Terms
    text: str
    evidence: dict[str, Any]

    @property
    def typed(self) -> Typed:
        """Return the form filled in with the terms."""
        return from_terms(self.terms) | {"signed.place": self.row.signed_place or ""}

    def sheet(self, typed: Typed | None = None) -> Sheet:
        """Return the form for its page, with what was assumed as questions."""
        before = self.typed
        here = before if typed is None else typed
        return Sheet(action=url_for("intake_draft.save", agreement_id=self.row.id), typed=here, version=str(self.row.revision),
                     paper=Paper(self.text, self.evidence) if self.text else None, hides=HIDDEN, assumes=True,
                     questions=questions(json.loads(self.row.assumed), here, before))


def _load(session: Session, agreement_id: int) -> Draft:
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    text = session.get(TextRow, agreement_id)
    return Draft(row=row, terms=terms_of(session, agreement_id), text=text.body if text is not None else "",
                 evidence=json.loads(text.evidence) if text is not None else {})


def _read(agreement_id: int) -> Draft:
    with desk().database.read() as session:
        found = _load(session, agreement_id)
        session.expunge_all()
    return found


def _page(draft: Draft, sheet: Sheet, form: Form[Asked] | None = None) -> str:
    return render_template("intake/draft.html", row=draft.row, sheet=sheet, form=form or Form(Asked))


@pages.get("/agreements/<id:agreement_id>/utkast")
def show(agreement_id: int) -> Answer:
    """Show the form with the draft's terms."""
    draft = _read(agreement_id)
    if draft.row.state != State.DRAFT:
        return render_template("intake/settled.html", row=draft.row, why=told(TermsSettled())), TermsSettled.status
    return _page(draft, draft.sheet())


@pages.post("/agreements/<id:agreement_id>/utkast")
def save(agreement_id: int) -> Answer:
    """Give the draft the terms of the form."""
    typed, place = changed(read_typed(request.form), request.form.get("do", "save"))
    draft, form = _read(agreement_id), Form(Asked)
    if draft.row.state != State.DRAFT:
        raise TermsSettled
    sheet = draft.sheet(typed)
    sheet.version = request.form.get("version", "")[:12]
    if place:
        return _page(draft, sheet)
    built = build(typed, clauses=renumbered(draft.terms.clauses, typed))
    sheet.errors = built.errors
    if built.terms is None:
        return _page(draft, sheet), 422
    with acting(form, goes_to=url_for("agreements.show", agreement_id=agreement_id)) as act:
        revise(act.session, agreement_id, built.terms, now=now(), by=actor_for(act.session, agreement_id, "agreement.edit"),
               revision=int(sheet.version) if sheet.version.isdecimal() else 0, place=built.place,
               assumed=open_ones(json.loads(draft.row.assumed), typed, draft.typed),
               evidence=renumbered(draft.evidence, typed))
    if form.errors:
        if told(ChangedMeanwhile()) in form.errors.values():
            sheet.version, sheet.differences = str(draft.row.revision), differences(draft.typed, typed)
        return _page(draft, sheet, form), form.status
    return done(act.goes_to, "Villkoren är sparade och planen är lagd på nytt.", "The terms are saved and the plan is laid anew.")
