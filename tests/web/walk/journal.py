"""Who gets what of the pages of `journal`."""

from __future__ import annotations

from service.db import Database
from service.journal.actions import Kind, note_contact
from tests.web.walk.words import GONE, OPEN, THERE, WRONG, Pages, only, seeing
from tests.web.world import BY, NOW

HERE = "/agreements/{agreement}"
WORKING = "CMSEOR cmseor"
PAGES: Pages = {
    f"GET {HERE}/kontakter": seeing(OPEN),
    f"POST {HERE}/kontakter": only(WORKING, WRONG),
    f"GET {HERE}/kontakter/{{contact}}/ratta": only(WORKING, OPEN),
    f"POST {HERE}/kontakter/{{contact}}/ratta": only(WORKING, WRONG),
    f"GET {HERE}/kontakter/999/ratta": only(WORKING, GONE),
    f"GET {HERE}/anteckningar": only(THERE, OPEN),
    f"POST {HERE}/anteckningar": only(WORKING, WRONG),
}



def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Note a contact."""
    with database.write() as session:
        return {"contact": note_contact(
            session, int(str(made["agreement"])), day=NOW.date(), kind=Kind.CALL, who="Karin, Maria", body="Vi ringdes.",
            author="Karin Lind", party_id=None, now=NOW, by=BY)}
