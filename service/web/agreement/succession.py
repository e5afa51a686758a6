"""The agreements before and after one, and beginning the one after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, url_for
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.lifecycle.acts.succeed import Budget, succeed
from service.web.frame.access import Of, seen
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now
from service.web.frame.forms import Asked, Form, blank, read_form
from service.web.plan.timeline import Lane, Mark
from service.web.speech.language import called, long_day, say, short_day

pages = Blueprint("succession", __name__)
WHO = {"new": Of("agreement", "amendment.draft"), "begin": Of("agreement", "amendment.draft")}
Answer = str | Response | tuple[str, int]
ANCHOR = "successor"


class Begun(Asked):
    """How the budget of the new agreement is begun."""

    budget: Budget


@dataclass(frozen=True, slots=True)
class Linked:
    """An agreement before or after another."""

    id: int
    title: str
    state: str
    starts_on: date
    after: bool


_LINKED = select(AgreementRow.id, AgreementRow.title, AgreementRow.state, AgreementRow.starts_on, AgreementRow.follows_id).where(
    or_(AgreementRow.id == bindparam("follows"), AgreementRow.follows_id == bindparam("own")), AgreementRow.state != State.DISCARDED,
).order_by(AgreementRow.starts_on, AgreementRow.id)


def linked(session: Session, row: AgreementRow) -> Sequence[Linked]:
    """Return the agreements that one follows and is followed by, as far as the one who asks may know of them."""
    rows = session.connection().execute(_LINKED, {"follows": row.follows_id, "own": row.id}).all()
    if not rows:
        return []
    known = set(session.scalars(select(AgreementRow.id).where(AgreementRow.id.in_([one.id for one in rows]), seen(AgreementRow.id))))
    return [Linked(number, title, state, starts, follows == row.id)
            for number, title, state, starts, follows in rows if number in known]


def mark(one: Linked) -> Mark:
    """Return a successor as the timeline draws it, on its first day."""
    name = say("Ny överenskommelse", "New agreement")
    told = f"{name}: {one.title}. {long_day(one.starts_on)}. {called('agreement', one.state)}."
    look = "planned" if one.state == State.DRAFT else "open" if one.state == State.IN_SIGNATURE else "done"
    return Mark(anchor=ANCHOR, lane=Lane.AMENDMENT, day=one.starts_on, look=look, name=name,
                short=short_day(one.starts_on, year=False), told=told)


def _page(agreement_id: int, form: Form[Begun]) -> str:
    with desk().database.read() as session:
        row = session.get_one(AgreementRow, agreement_id)
    return render_template("agreement/succeed.html", row=row, form=form, budgets=[
        (Budget.BLANK.value, say("Fyll i ram och poster på nytt", "Enter frame and posts anew")),
        (Budget.COPIED.value, say("Kopiera ram och poster och gå igenom dem", "Copy frame and posts and look them over"))])


@pages.get("/agreements/<id:agreement_id>/ny-som-tar-vid")
def new(agreement_id: int) -> str:
    """Ask how the new agreement is begun."""
    return _page(agreement_id, blank(Begun))


@pages.post("/agreements/<id:agreement_id>/ny-som-tar-vid")
def begin(agreement_id: int) -> Answer:
    """Begin the draft of an agreement that takes over."""
    form = read_form(Begun)
    if form.ok:
        with acting(form, goes_to=url_for("agreements.show", agreement_id=agreement_id)) as act:
            made = succeed(act.session, agreement_id, budget=form.given.budget, now=now(),
                           by=actor_for(act.session, agreement_id, "amendment.draft"))
            act.goes_to = url_for("agreements.show", agreement_id=made)
        if form.ok:
            return done(act.goes_to, "Utkastet är skrivet. Gå igenom det och skicka det för underskrift i god tid.",
                        "The draft is drawn up. Go through it and send it for signature in good time.")
    return _page(agreement_id, form), form.status
