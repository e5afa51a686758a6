"""Naming who acts for a party that is to join, so that it can be asked to sign."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from service.amendments.store import held
from service.lifecycle.amending.parties import name_person
from service.web.amendments.views import page
from service.web.frame.access import Of
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import now
from service.web.frame.forms import read_form
from service.web.people.forms import Joiner
from service.web.speech.language import language

pages = Blueprint("joiners", __name__)
WHO = {"name": Of("amendment", "amendment.draft")}
Answer = str | Response | tuple[str, int]


@pages.post("/amendments/<id:amendment_id>/ny-part")
def name(amendment_id: int) -> Answer:
    """Name a signatory or coordinator of a party that is to join."""
    form = read_form(Joiner)
    if form.ok:
        with acting(form, goes_to=url_for("amendments.show", amendment_id=amendment_id)) as act:
            row = held(act.session, amendment_id)
            given = form.given
            name_person(act.session, amendment_id, given.party, name=given.name, email=given.email, language=language(),
                        functions=given.functions, now=now(), by=actor_for(act.session, row.agreement_id, "amendment.draft"))
        if form.ok:
            return done(act.goes_to, "Sparat. Personen ser bara det här tillägget tills det gäller.",
                        "Saved. The person sees this amendment alone until it is in force.")
    return page(amendment_id, joiner=form), form.status
