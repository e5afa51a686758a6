"""What is used, left and foreseen of each post; and entering it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from service.agreements.tables import AgreementRow
from service.economy.outcome.actions import Budget
from service.economy.outcome.refusals import NoBudget
from service.economy.outcome.store import get_figure, latest, listed, standing_of, waiting
from service.economy.outcome.tables import FigureRow
from service.lifecycle.money import outcome
from service.lifecycle.talks.deviations import limit_of
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.outcome.forms import Given, entered, kr, sums, typed_amount, typed_by_post
from service.web.outcome.pictures import bar
from service.web.speech.language import say

pages = Blueprint("outcome", __name__)
WHO = {
    "index": Of("agreement", "outcome.see"),
    "entering": Of("agreement", "outcome.enter"),
    "enter": Of("agreement", "outcome.enter"),
}
Answer = str | Response | tuple[str, int]


def called(post: str) -> str:
    """Return what a post is called; a budget without posts is its frame."""
    return post or say("Ekonomisk ram", "Financial frame")


@pages.get("/agreements/<id:agreement_id>/utfall")
def index(agreement_id: int) -> str:
    """Show how the posts stand by the newest figures, or by older ones asked for."""
    asked = request.args.get("visa", type=int)
    with desk().database.read() as session:
        agreement = session.get_one(AgreementRow, agreement_id)
        newest = latest(session, agreement_id)
        row = newest if asked is None else get_figure(session, agreement_id, asked)
        standing = None if row is None else standing_of(session, row)
        every, files = listed(session, agreement_id), waiting(session, agreement_id)
        limit, budgeted = limit_of(agreement), _has_budget(agreement_id)
    return render_template(
        "outcome/index.html", agreement=agreement, row=row, standing=standing, every=every, files=files, limit=limit, kr=kr, bar=bar,
        called_post=called, open=outcome.open_for(agreement) and budgeted, budgeted=budgeted, newest=row is None or row is newest)


def _has_budget(agreement_id: int) -> bool:
    try:
        return bool(_budget(agreement_id, today()).posts)
    except NoBudget:
        return False


def _budget(agreement_id: int, day: date) -> Budget:
    with desk().database.read() as session:
        return outcome.budget_on(session, agreement_id, max(day, session.get_one(AgreementRow, agreement_id).starts_on))


def _page(agreement_id: int, form: Form[Given], budget: Budget) -> str:
    with desk().database.read() as session:
        agreement = session.get_one(AgreementRow, agreement_id)
        before = latest(session, agreement_id)
        last = {} if before is None else {one.name: one.used_ore for one in standing_of(session, before).posts}
    typed = typed_by_post(form)
    rows = [(one, typed.get(one.name, ("", "")), last.get(one.name)) for one in budget.posts]
    return render_template(
        "outcome/enter.html", agreement=agreement, form=form, budget=budget, rows=rows, kr=kr, called_post=called, before=before,
        sums=sums({post.name: row for post, row, _ in rows}), whole=sum(one.budget_ore for one in budget.posts))


@pages.get("/agreements/<id:agreement_id>/utfall/nytt")
def entering(agreement_id: int) -> str:
    """Ask what is used of each post."""
    budget = _budget(agreement_id, today())
    return _page(agreement_id, blank(Given, as_of=min(today(), budget.last), **_known(agreement_id, budget)), budget)


def _known(agreement_id: int, budget: Budget) -> dict[str, list[str]]:
    """Return the forecasts given last, to go on from; what is used is asked anew."""
    with desk().database.read() as session:
        before: FigureRow | None = latest(session, agreement_id)
        told = {} if before is None else {one.name: one for one in standing_of(session, before).posts if not one.guessed}
    names = [one.name for one in budget.posts]
    return {"post": names, "used": ["" for _ in names],
            "forecast": [typed_amount(told[one].forecast_ore) if one in told else "" for one in names]}


@pages.post("/agreements/<id:agreement_id>/utfall/nytt")
def enter(agreement_id: int) -> Answer:
    """Enter it, or only sum what is typed."""
    form = read_form(Given)
    budget = _budget(agreement_id, min(form.given.as_of, today()) if form.value is not None else today())
    if form.ok and request.form.get("do") == "sum":
        return _page(agreement_id, form, budget)
    given = entered(form, budget) if form.ok else None
    if given is not None:
        with acting(form, goes_to=url_for("outcome.index", agreement_id=agreement_id)) as act:
            made = outcome.enter(act.session, agreement_id, given, author=actor(), now=now(),
                                 by=actor_for(act.session, agreement_id, "outcome.enter"))
        if form.ok:
            return told(act.goes_to, made)
    return _page(agreement_id, form, budget), form.status


def told(location: str, made: outcome.Done) -> Response:
    """Lead on and tell what was done, and which cases opened."""
    if made.cases:
        return done(location, "Utfallet är angivet. Gränsen är passerad: {n} avvikelse har öppnats av sig själv.",
                    "The outcome is entered. The limit is passed: {n} deviation has opened by itself.", n=len(made.cases)) \
            if len(made.cases) == 1 else \
            done(location, "Utfallet är angivet. Gränsen är passerad: {n} avvikelser har öppnats av sig själva.",
                 "The outcome is entered. The limit is passed: {n} deviations have opened by themselves.", n=len(made.cases))
    return done(location, "Utfallet är angivet.", "The outcome is entered.")
