"""The first page: what needs the one who is logged in."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from service.lifecycle.standing import may_register
from service.web.frame.access import Who, is_operator
from service.web.frame.desk import desk, now, today
from service.web.start.beside import beside
from service.web.start.mine import MOST, held_by
from service.web.start.needs import needs
from service.web.start.shifts import logging
from service.web.start.soon import count_agreements, soon

pages = Blueprint("start", __name__)
WHO = {"index": Who.USER}


@pages.get("/")
def index() -> str:
    """Show what needs doing: mine first, then what waits for others, then the days to come."""
    person = current_user.person_id
    with desk().database.read(apart=True) as session:
        mine = held_by(session, person, today())
        every = needs(session, mine, person_id=person, name=current_user.name, now=now())
        coming = soon(session, mine, now())
        shifts, aside = logging(session, mine), beside(session, person)
        anything = bool(mine.ids) or is_operator() and count_agreements(session) > 0
        registers = may_register(session, person_id=person, operator=is_operator(), on=today())
    return render_template(
        "start/index.html", mine=[one for one in every if one.mine], others=[one for one in every if not one.mine],
        coming=coming, shifts=shifts, beside=aside, held=bool(mine.ids), newest=MOST if mine.more else None,
        anything=anything, registers=registers, today=today())
