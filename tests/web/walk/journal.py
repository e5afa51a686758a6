"""Who gets what of the pages of `journal`."""

from __future__ import annotations

from service.db import Database
from service.journal.actions import Kind, note_contact
from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages
from tests.web.world import BY, NOW

HERE = "/agreements/{agreement}"
PAGES: Pages = {
    f"GET {HERE}/kontakter": (LOGIN, GONE, *[OPEN] * 4),
    f"POST {HERE}/kontakter": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    f"GET {HERE}/kontakter/{{contact}}/ratta": (LOGIN, GONE, OPEN, OPEN, NOT_YOU, NOT_YOU),
    f"POST {HERE}/kontakter/{{contact}}/ratta": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    f"GET {HERE}/kontakter/999/ratta": (LOGIN, GONE, GONE, GONE, NOT_YOU, NOT_YOU),
    f"GET {HERE}/anteckningar": (LOGIN, GONE, OPEN, OPEN, OPEN, NOT_YOU),
    f"POST {HERE}/anteckningar": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Note a contact."""
    with database.write() as session:
        return {"contact": note_contact(
            session, int(str(made["agreement"])), day=NOW.date(), kind=Kind.CALL, who="Karin, Maria", body="Vi ringdes.",
            author="Karin Lind", party_id=None, now=NOW, by=BY)}
