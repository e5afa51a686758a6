"""How all agreements stand, in pictures: for whoever runs the installation all of them, for others those they may know of."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from service.parties.tables import PartyRow
from service.web.frame.access import Who, is_operator, seen, sees_all_or_many
from service.web.frame.desk import desk, today
from service.web.pictures import draw
from service.web.pictures.risks import MOST, NEAR, risks
from service.web.pictures.sums import money, months, overdue
from service.web.pictures.within import Within
from service.web.portfolio.read import organisations

pages = Blueprint("overview", __name__)
WHO = {"index": Who.USER}
LARGEST = 2**62


@pages.get("/agreements/bilder")
def index() -> str:
    """Show money by year, ends and decisions by month, what is overdue, and what is at risk."""
    text = request.args.get("part", "")
    chosen = min(int(text), LARGEST) if text.isascii() and text.isdigit() else 0
    within = Within(None if is_operator() else seen, chosen)
    with desk().database.read() as session:
        by_year, by_month = money(session, within, today()), months(session, within, today())
        late, at_risk = overdue(session, within, today()), risks(session, within, today())
        choices = organisations(session, seen(PartyRow.agreement_id), many=sees_all_or_many())
    return render_template(
        "pictures/overview.html", choices=choices, chosen=chosen, late=late, risks=at_risk, most=MOST, near=NEAR,
        years=draw.years(by_year) if any(one.expected or one.paid for one in by_year) else None,
        ends=draw.ends(by_month) if any(one.ends or one.decisions for one in by_month) else None)
