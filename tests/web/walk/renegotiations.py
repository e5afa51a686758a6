"""Who gets what of the pages of `renegotiations`."""

from __future__ import annotations

from service.db import Database
from service.lifecycle.talks.renegotiations import ask
from service.parties.store import cast
from service.renegotiations.model import Provision
from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages
from tests.web.world import BY, NOW

HERE, ONE = "/agreements/{agreement}/omforhandlingar", "/renegotiations/{renegotiation}"
# Asking, answering and ending are for coordinators, managers and signatories; the reader and the operator only look.
PAGES: Pages = {
    f"GET {HERE}": (LOGIN, GONE, *[OPEN] * 4),
    f"GET {HERE}/ny": (LOGIN, GONE, OPEN, OPEN, NOT_YOU, NOT_YOU),
    f"POST {HERE}/ny": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    f"GET {ONE}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /renegotiations/999": (LOGIN, *[GONE] * 5),
    f"POST {ONE}/svar": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    f"POST {ONE}/anteckning": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    f"POST {ONE}/avsluta": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    f"POST {ONE}/aterta": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Ask to renegotiate."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        party = cast(session, agreement).parties[0].id
        return {"renegotiation": ask(session, agreement, party_id=party, provision=Provision.MEETINGS, about="Tätare möten",
                                     why="Mycket händer.", author="Karin Lind", now=NOW, by=BY)}
