"""Who gets what of the pages of `deviations`."""

from __future__ import annotations

from service.db import Database
from service.deviations.actions import Planned
from service.deviations.model import Kind
from service.lifecycle.talks.deviations import report
from service.parties.store import cast
from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages
from tests.web.world import BY, NOW

HERE, ONE = "/agreements/{agreement}/avvikelser", "/deviations/{deviation}"
# Deciding is for managers and signatories, of whom there are none in the walk. Whoever saves a limit without
# having seen the settings is told what they are.
PAGES: Pages = {
    f"GET {HERE}": (LOGIN, GONE, *[OPEN] * 4),
    f"POST {HERE}/grans": (LOGIN, GONE, 409, 409, NOT_YOU, 409),
    f"GET {HERE}/ny": (LOGIN, GONE, OPEN, OPEN, NOT_YOU, NOT_YOU),
    f"POST {HERE}/ny": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    f"GET {ONE}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /deviations/999": (LOGIN, *[GONE] * 5),
    f"POST {ONE}/anteckning": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    f"POST {ONE}/beslut": (LOGIN, GONE, *[NOT_YOU] * 4),
    f"POST {ONE}/aterta": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Report a deviation."""
    agreement = int(str(made["agreement"]))
    planned = Planned(kind=Kind.PLAN, what="Färre pass", why="Sjukdom.", changes_on=NOW.date())
    with database.write() as session:
        party = cast(session, agreement).parties[1].id
        return {"deviation": report(session, agreement, planned, party_id=party, author="Maria Holm", now=NOW, by=BY)}
