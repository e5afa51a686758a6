"""Who gets what of the pages of `people`."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.parties.tables import FunctionRow
from tests.web.walk.words import DONE, GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages

EDIT = (LOGIN, GONE, OPEN, OPEN, NOT_YOU, OPEN)
SENT = (LOGIN, GONE, WRONG, WRONG, NOT_YOU, WRONG)
HERE = "/agreements/{agreement}/personer"
PAGES: Pages = {
    f"GET {HERE}": (LOGIN, GONE, *[OPEN] * 4),
    f"GET {HERE}/ny": EDIT,
    f"POST {HERE}/ny": SENT,
    f"GET {HERE}/funktioner/{{function}}/avsluta": EDIT,
    f"POST {HERE}/funktioner/{{function}}/avsluta": SENT,
    f"GET {HERE}/{{person}}/ratta": EDIT,
    f"POST {HERE}/{{person}}/ratta": SENT,
    f"GET {HERE}/{{person}}/ersatt": EDIT,
    f"POST {HERE}/{{person}}/ersatt": SENT,
    f"POST {HERE}/{{person}}/bjud-in": (LOGIN, GONE, DONE, DONE, NOT_YOU, DONE),
    f"POST {HERE}/999/bjud-in": (LOGIN, GONE, GONE, GONE, NOT_YOU, GONE),
    f"GET {HERE}/999/ratta": (LOGIN, GONE, GONE, GONE, NOT_YOU, GONE),
    f"GET {HERE}/999/ersatt": (LOGIN, GONE, GONE, GONE, NOT_YOU, GONE),
    f"GET {HERE}/funktioner/999/avsluta": (LOGIN, GONE, GONE, GONE, NOT_YOU, GONE),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Find a function and who holds it."""
    with database.read() as session:
        row = session.scalars(select(FunctionRow).where(
            FunctionRow.agreement_id == made["agreement"]).order_by(FunctionRow.id)).first()
    assert row is not None
    return {"function": row.id, "person": row.person_id}
