"""The page of an agreement's end, and closing the agreement."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from service.agreements.states import Step
from service.agreements.store import get_agreement
from service.lifecycle.steps import take
from service.web.agreement.story import actor as named
from service.web.closing.read import load
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.plan.duties import about, name_of

pages = Blueprint("closing", __name__)
WHO = {
    "show": Of("agreement", "agreement.see"),
    "close": Of("agreement", "agreement.close"),
}


@pages.get("/agreements/<id:agreement_id>/avslut")
def show(agreement_id: int) -> str:
    """Show what is left to do after the end."""
    with desk().database.read() as session:
        one = load(session, agreement_id)
    return render_template("closing/show.html", one=one, name_of=name_of, about=about, named=named, today=today())


@pages.post("/agreements/<id:agreement_id>/avsluta")
def close(agreement_id: int) -> Response:
    """Close an agreement whose last duties are done or waived."""
    with acting(goes_to=url_for("closing.show", agreement_id=agreement_id)) as act:
        get_agreement(act.session, agreement_id)
        take(act.session, agreement_id, Step.CLOSE, now=now(), by=actor_for(act.session, agreement_id, "agreement.close"))
    return done(act.goes_to, "Överenskommelsen är avslutad. Alla parter har fått det i ett mejl.",
                "The agreement is closed. All parties have been told by mail.")
