"""Who gets what of the pages of `terminations`."""

from __future__ import annotations

from datetime import date

from service.db import Database
from service.parties.store import cast
from service.terminations.states import State
from service.terminations.tables import TerminationRow
from tests.web.walk.words import GONE, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import NOW

HERE, ONE = "/agreements/{agreement}/uppsagning", "/uppsagningar/{termination}"
# Who may sign for a party gives notice; the registrar can note that it was received; managers and signatories take it back.
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}/ny": only("S s", OPEN),
    f"POST {HERE}/ny": only("S s", WRONG),
    f"GET {ONE}": seeing(OPEN),
    "GET /uppsagningar/999": users(GONE),
    f"POST {ONE}/mottagen": only("CMSR cmsr", WRONG),
    f"POST {ONE}/ta-tillbaka": only("MS ms", WRONG),
    f"POST {ONE}/medge": only("MS ms", WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Give notice, whatever the terms say of it: the walk is about who may open the pages."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        people = cast(session, agreement)
        row = TerminationRow(
            agreement_id=agreement, party_id=people.parties[0].id, person_id=people.seats[0].person_id, signer="Kim",
            authority="Firmatecknare", reason="", state=State.GIVEN, given_on=date(2026, 9, 1), months=3, to_month_end=False, clause="",
            arose_at=NOW, next_at=NOW)
        session.add(row)
        session.flush()
        return {"termination": row.id}
