"""Who gets what of the pages of `renegotiations`."""

from __future__ import annotations

from service.db import Database
from service.lifecycle.talks.renegotiations import ask
from service.parties.store import cast
from service.renegotiations.model import Provision
from tests.web.walk.words import GONE, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import BY, NOW

HERE, ONE = "/agreements/{agreement}/omforhandlingar", "/renegotiations/{renegotiation}"
# Asking, answering and ending are for coordinators, managers and signatories; the reader and the operator only look.
LEADING = "CMS cms"
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}/ny": only(LEADING, OPEN),
    f"POST {HERE}/ny": only(LEADING, WRONG),
    f"GET {ONE}": seeing(OPEN),
    "GET /renegotiations/999": users(GONE),
    f"POST {ONE}/svar": only(LEADING, WRONG),
    f"POST {ONE}/anteckning": only("CMSEOR cmseor", WRONG),
    f"POST {ONE}/avsluta": only(LEADING, WRONG),
    f"POST {ONE}/aterta": only(LEADING, WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Ask to renegotiate."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        party = cast(session, agreement).parties[0].id
        return {"renegotiation": ask(session, agreement, party_id=party, provision=Provision.MEETINGS, about="Tätare möten",
                                     why="Mycket händer.", author="Karin Lind", now=NOW, by=BY)}
