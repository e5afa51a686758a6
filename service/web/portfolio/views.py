"""The list of agreements."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.web.frame.access import Who, seen
from service.web.frame.desk import desk, today
from service.web.frame.text import one_line
from service.web.portfolio.read import Wanted, lines

pages = Blueprint("portfolio", __name__)
WHO = {"index": Who.USER}


@pages.get("/agreements")
def index() -> str:
    """List the agreements."""
    wanted = Wanted(words=one_line(request.args.get("q"), 100), state=request.args.get("lage", ""),
                    after=request.args.get("efter", ""))
    with desk().database.read() as session:
        page = lines(session, wanted, today(), seen(AgreementRow.id))
    return render_template("portfolio/list.html", page=page, wanted=wanted, states=list(State), today=today())
