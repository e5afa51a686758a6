"""Who gets what of the pages of `amendments`."""

from __future__ import annotations

from service.db import Database
from tests.amendments.cast import drawn_up
from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages
from tests.web.world import NOW

# Declining is for signatories, of whom there are none in the walk.
PAGES: Pages = {
    "GET /agreements/{agreement}/tillagg": (LOGIN, GONE, *[OPEN] * 4),
    "GET /agreements/{agreement}/villkor": (LOGIN, GONE, *[OPEN] * 4),
    "GET /agreements/{agreement}/tillagg/nytt": (LOGIN, GONE, OPEN, OPEN, NOT_YOU, NOT_YOU),
    "POST /agreements/{agreement}/tillagg/nytt": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    "GET /amendments/{amendment}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /amendments/999": (LOGIN, *[GONE] * 5),
    "GET /amendments/{amendment}/andra": (LOGIN, GONE, OPEN, OPEN, NOT_YOU, NOT_YOU),
    "POST /amendments/{amendment}/andra": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    "GET /amendments/{amendment}/skicka": (LOGIN, GONE, OPEN, OPEN, NOT_YOU, NOT_YOU),
    "POST /amendments/{amendment}/skicka": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    "POST /amendments/{amendment}/ta-tillbaka": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    "POST /amendments/{amendment}/avboj": (LOGIN, GONE, *[NOT_YOU] * 4),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Draw up an amendment of the agreement of the walk."""
    with database.write() as session:
        return {"amendment": drawn_up(session, int(str(made["agreement"])), now=NOW, goals=["Färre olyckor"])}
