"""Who gets what of the pages of `shifts`."""

from __future__ import annotations

from datetime import date, time

from service.db import Database
from service.followup.shifts.actions import log, plan
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind, Told
from tests.web.walk.words import DONE, GONE, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import BY, NOW

HERE, ONE, PLANNED = "/agreements/{agreement}/pass", "/pass/{shift}", "/pass/{planned_shift}"
# Shifts are the association's to tell of; what they come to is for everyone.
TELLING = "cmo"
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}.csv": seeing(OPEN),
    f"GET {HERE}/nytt": only(TELLING, OPEN),
    f"POST {HERE}/nytt": only(TELLING, WRONG),
    f"POST {HERE}/nytt/skicka": only(TELLING, WRONG),
    f"GET {HERE}/nytt/nyckel": only(TELLING, OPEN),
    f"GET {HERE}/nytt/utan-nat": only(TELLING, OPEN),
    f"GET {HERE}/nytt/arbetare.js": only(TELLING, OPEN),
    f"GET {HERE}/planera": only(TELLING, OPEN),
    f"POST {HERE}/planera": only(TELLING, WRONG),
    f"GET {HERE}/fil": only(TELLING, OPEN),
    f"POST {HERE}/fil": only(TELLING, WRONG),
    f"POST {HERE}/fil/spara": only(TELLING, WRONG),
    f"GET {HERE}/fil/mall.csv": only(TELLING, OPEN),
    f"GET {HERE}/listor": seeing(OPEN),
    f"POST {HERE}/listor": only(TELLING, WRONG),
    f"POST {HERE}/listor/borja": only(TELLING, WRONG),
    f"POST {HERE}/listor/dagar": only(TELLING, WRONG),
    f"POST {HERE}/listor/{{shift_word}}/namn": only(TELLING, WRONG),
    f"POST {HERE}/listor/{{shift_word}}/vila": only(TELLING, DONE),
    f"POST {HERE}/listor/{{shift_word}}/sla-ihop": only(TELLING, WRONG),
    f"GET {ONE}": seeing(OPEN),
    "GET /pass/999": users(GONE),
    f"GET {ONE}/andra": only(TELLING, OPEN),
    f"POST {ONE}/andra": only(TELLING, WRONG),
    f"GET {PLANNED}/gjort": only(TELLING, OPEN),
    f"POST {PLANNED}/gjort": only(TELLING, WRONG),
    f"POST {PLANNED}/ej-hallet": only(TELLING, WRONG),
    f"POST {ONE}/stryk": only(TELLING, WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Log a shift and plan another."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        square, = add(session, agreement, Kind.PLACE, ["Järntorget"], now=NOW, by=BY)
        told = Told(day=date(2026, 9, 18), start=time(20), end=time(2), staff=4, places=(square,))
        shift = log(session, agreement, told, author="Maria Holm", now=NOW, by=BY)
        ahead = Told(day=date(2026, 10, 2), start=time(20), end=time(2), staff=4, places=(square,))
        planned, = plan(session, agreement, ahead, author="Maria Holm", now=NOW, by=BY)
    return {"shift": shift, "planned_shift": planned, "shift_word": square}
