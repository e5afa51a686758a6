"""The page of one agreement."""

from __future__ import annotations

from flask import Blueprint, render_template

from service.web.agreement.page import arrange
from service.web.agreement.succession import linked
from service.web.frame.access import Of
from service.web.frame.desk import desk, now, today
from service.web.plan import read

pages = Blueprint("agreements", __name__)
WHO = {
    "show": Of("agreement", "agreement.see"),
}


@pages.get("/agreements/<id:agreement_id>")
def show(agreement_id: int) -> str:
    """Show one agreement."""
    with desk().database.read(apart=True) as session:
        found = read.load(session, agreement_id)
        chain = linked(session, found.row)
    return render_template("agreement/show.html", one=found, page=arrange(found, now(), chain), today=today(), chain=chain)
