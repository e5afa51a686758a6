"""Agreements: the list, and one of them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.agreements.states import State
from service.web import agreement_read
from service.web.agreement_page import arrange
from service.web.agreements_read import Wanted, lines
from service.web.desk import desk, now, today
from service.web.text import one_line

pages = Blueprint("agreements", __name__)


@pages.get("/")
def index() -> str:
    """List the agreements."""
    wanted = Wanted(words=one_line(request.args.get("q"), 100), state=request.args.get("lage", ""),
                    after=request.args.get("efter", ""))
    with desk().database.read() as session:
        page = lines(session, wanted, today())
    return render_template("agreements.html", page=page, wanted=wanted, states=list(State), today=today())


@pages.get("/agreements/<id:agreement_id>")
def show(agreement_id: int) -> str:
    """Show one agreement."""
    with desk().database.read() as session:
        found = agreement_read.load(session, agreement_id)
    return render_template("agreement.html", one=found, page=arrange(found, now()), today=today())


@pages.get("/decisions/<id:decision_id>")
def decision(decision_id: int) -> Response:
    """Go to the decision's place on its agreement's page."""
    with desk().database.read() as session:
        agreement_id = agreement_read.agreement_of_decision(session, decision_id)
    return redirect(url_for("agreements.show", agreement_id=agreement_id, _anchor="decision"))
