"""Who gets what of the pages of `outcome`."""

from __future__ import annotations

from datetime import date

from service.db import Database
from service.lifecycle.money.outcome import parsed, read_in
from tests.web.walk.words import DONE, GONE, NO, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import BY, NOW

HERE, ONE = "/agreements/{agreement}/utfall", "/outcome-imports/{outcome import}"
# Entering is the association's alone; whoever sees the agreement sees what is entered.
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}/nytt": only("ceo", OPEN),
    f"POST {HERE}/nytt": only("ceo", WRONG),
    f"GET {HERE}/las-in": only("ceo", OPEN),
    f"POST {HERE}/las-in": only("ceo", WRONG),
    f"GET {ONE}": only("ceo", OPEN),
    "GET /outcome-imports/999": users(GONE),
    f"POST {ONE}/placera": only("ceo", DONE),
    # A file counts once, and is not thrown away after that.
    f"POST {ONE}/rakna-in": {**only("ceo", NO), "c": DONE},
    f"POST {ONE}/kasta": only("ceo", NO),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Read a table in."""
    with database.write() as session:
        return {"outcome import": read_in(session, int(str(made["agreement"])), parsed(b"post;utfall\nPersonal;5\n"), "u.csv",
                                          as_of=date(2026, 6, 30), now=NOW, by=BY)}
