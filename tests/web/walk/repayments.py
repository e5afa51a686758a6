"""Who gets what of the pages of `repayments`."""

from __future__ import annotations

from service.db import Database
from service.parties.store import cast
from service.repayments.tables import InstalmentRow, RepaymentRow
from tests.web.walk.words import GONE, NO, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import NOW

HERE, ONE = "/agreements/{agreement}/aterbetalningar", "/repayments/{repayment}"
CLAIMING, ANSWERING = "MS", "ms"
# The agreement is in force: what is done about a claim is refused as such to those who might.
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}/ny": only(CLAIMING, OPEN),
    f"POST {HERE}/ny": only(CLAIMING, WRONG),
    f"GET {ONE}": seeing(OPEN),
    "GET /repayments/999": users(GONE),
    f"POST {ONE}/godta": only(ANSWERING, NO),
    f"POST {ONE}/bestrid": only(ANSWERING, WRONG),
    f"POST {ONE}/avgjort": only(CLAIMING, WRONG),
    f"POST {ONE}/betalt": only("EM", WRONG),
    f"POST {ONE}/efterge": only(CLAIMING, WRONG),
    f"POST {ONE}/aterta": only(CLAIMING, WRONG),
    f"POST {ONE}/delar": only(CLAIMING, WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Put a claim there, as one would be of an agreement that is over."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        public, civil = cast(session, agreement).parties[:2]
        row = RepaymentRow(
            agreement_id=agreement, claimed_by=public.id, against=civil.id, ground="full", ore=100, proposed_ore=100, why="Hävning.",
            reckoned='{"ground": "full", "ore": 100, "paid_ore": 100, "day": null, "shares": [], "posts": []}', clause="",
            state="claimed", claimed_on=NOW.date(), day=NOW.date(), arose_at=NOW, next_at=None)
        session.add(row)
        session.flush()
        session.add(InstalmentRow(repayment_id=row.id, due_on=NOW.date(), ore=100))
        return {"repayment": row.id}
