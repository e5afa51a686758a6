"""Who gets what of the pages of `disputes`."""

from __future__ import annotations

from service.db import Database
from service.lifecycle.talks.disputes import open_one
from service.parties.store import cast
from tests.web.walk.words import GONE, NO, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import BY, NOW

HERE, ONE = "/agreements/{agreement}/tvister", "/disputes/{dispute}"
LEADING, DECIDING = "CMS cms", "MS ms"
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}/ny": only(LEADING, OPEN),
    f"POST {HERE}/ny": only(LEADING, WRONG),
    f"GET {ONE}": seeing(OPEN),
    "GET /disputes/999": users(GONE),
    f"POST {ONE}/anteckning": only("CMSEOR cmseor", WRONG),
    f"POST {ONE}/lost": only(DECIDING, WRONG),
    f"POST {ONE}/bekrafta": only(DECIDING, NO),
    f"POST {ONE}/vidare": only(DECIDING, WRONG),
    f"POST {ONE}/aterta": only(LEADING, WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Open a dispute."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        return {"dispute": open_one(session, agreement, party_id=cast(session, agreement).parties[0].id, matter="", about="Möten",
                                    why="Vi ses inte.", now=NOW, by=BY)}
