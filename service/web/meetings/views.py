"""One meeting."""

from __future__ import annotations

from flask import Blueprint, render_template

from service.web.frame.access import Of
from service.web.frame.desk import desk, now
from service.web.meetings.read import load

pages = Blueprint("meetings", __name__)
WHO = {"show": Of("meeting", "agreement.see")}


@pages.get("/meetings/<id:meeting_id>")
def show(meeting_id: int) -> str:
    """Show one meeting: day, place, agenda, who comes."""
    with desk().database.read() as session:
        found = load(session, meeting_id, now())
    return render_template("meetings/show.html", one=found)
