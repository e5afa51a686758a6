"""How one agreement stands, in pictures."""

from __future__ import annotations

from flask import Blueprint, render_template

from service.web.frame.access import Of
from service.web.frame.desk import desk, today
from service.web.outcome.forms import kr
from service.web.outcome.pictures import bar
from service.web.outcome.views import called
from service.web.pictures import draw
from service.web.pictures.one import load

pages = Blueprint("pictures", __name__)
WHO = {"index": Of("agreement", "agreement.see")}


@pages.get("/agreements/<id:agreement_id>/bilder")
def index(agreement_id: int) -> str:
    """Show money, shifts, meetings and duties."""
    with desk().database.read() as session:
        found = load(session, agreement_id, today())
    return render_template(
        "pictures/agreement.html", found=found, id=agreement_id, kr=kr, bar=bar, called_post=called,
        money=draw.money(found.periods) if any(one.planned or one.invoiced for one in found.periods) else None,
        shifts=draw.shifts(found) if any(number for _, number in found.shifts) or any(found.before) else None,
        meetings=draw.meetings(found.meetings) if found.meetings else None,
        duties=draw.duties(found.duties) if found.duties else None)
