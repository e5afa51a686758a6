"""Who gets what of the pages of `deviations`."""

from __future__ import annotations

from service.db import Database
from service.deviations.actions import Planned
from service.deviations.model import Kind
from service.lifecycle.talks.deviations import report
from service.parties.store import cast
from tests.web.walk.words import GONE, NO, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import BY, NOW

HERE, ONE = "/agreements/{agreement}/avvikelser", "/deviations/{deviation}"
# Deciding is for managers and signatories, of whom there are none in the walk. Whoever saves a limit without
# having seen the settings is told what they are.
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"POST {HERE}/grans": only("CM cm *", NO),
    f"GET {HERE}/ny": only("CMSEO cmseo", OPEN),
    f"POST {HERE}/ny": only("CMSEO cmseo", WRONG),
    f"GET {ONE}": seeing(OPEN),
    "GET /deviations/999": users(GONE),
    f"POST {ONE}/anteckning": only("CMSEOR cmseor", WRONG),
    f"POST {ONE}/beslut": only("MS ms", WRONG),
    f"POST {ONE}/aterta": only("CMSEO cmseo", WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Report a deviation."""
    agreement = int(str(made["agreement"]))
    planned = Planned(kind=Kind.PLAN, what="Färre pass", why="Sjukdom.", changes_on=NOW.date())
    with database.write() as session:
        party = cast(session, agreement).parties[1].id
        return {"deviation": report(session, agreement, planned, party_id=party, author="Maria Holm", now=NOW, by=BY)}
