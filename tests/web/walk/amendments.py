"""Who gets what of the pages of `amendments`."""

from __future__ import annotations

from service.db import Database
from tests.amendments.cast import drawn_up
from tests.web.walk.words import GONE, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import NOW

# Declining is for signatories, of whom there are none in the walk.
LEADING = "CMS cms"
PAGES: Pages = {
    "GET /agreements/{agreement}/tillagg": seeing(OPEN),
    "GET /agreements/{agreement}/villkor": seeing(OPEN),
    "GET /agreements/{agreement}/tillagg/nytt": only(LEADING, OPEN),
    "POST /agreements/{agreement}/tillagg/nytt": only(LEADING, WRONG),
    "GET /amendments/{amendment}": seeing(OPEN),
    "GET /amendments/999": users(GONE),
    "GET /amendments/{amendment}/andra": only(LEADING, OPEN),
    "POST /amendments/{amendment}/andra": only(LEADING, WRONG),
    "GET /amendments/{amendment}/skicka": only(LEADING, OPEN),
    "POST /amendments/{amendment}/skicka": only(LEADING, WRONG),
    "GET /amendments/{amendment}/utkast.pdf": seeing(OPEN),
    "POST /amendments/{amendment}/ta-tillbaka": only(LEADING, WRONG),
    "POST /amendments/{amendment}/ny-part": only(LEADING, WRONG),
    # For the people of a party that has left; there are none in the walk.
    "GET /agreements/{agreement}/ny-som-tar-vid": only(LEADING, OPEN),
    "POST /agreements/{agreement}/ny-som-tar-vid": only(LEADING, WRONG),
    "GET /agreements/{agreement}/till-dess": only("", OPEN),
    "GET /agreements/{agreement}/till-dess/1": only("", OPEN),
    "POST /amendments/{amendment}/avboj": only("S s", WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Draw up an amendment of the agreement of the walk."""
    with database.write() as session:
        return {"amendment": drawn_up(session, int(str(made["agreement"])), now=NOW, goals=["Färre olyckor"])}
