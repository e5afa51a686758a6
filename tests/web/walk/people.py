"""Who gets what of the pages of `people`."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.parties.tables import FunctionRow
from tests.web.walk.words import DONE, GONE, OPEN, WRONG, Pages, only, seeing

HERE = "/agreements/{agreement}/personer"
LEADING = "CM cm *"
# The person and the function are of the public party, which sees to its own people.
ITS_SIDE = "CM *"
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}/ny": only(LEADING, OPEN),
    f"POST {HERE}/ny": only(LEADING, WRONG),
    f"GET {HERE}/funktioner/{{function}}/avsluta": only(ITS_SIDE, OPEN),
    f"POST {HERE}/funktioner/{{function}}/avsluta": only(ITS_SIDE, WRONG),
    f"GET {HERE}/{{person}}/ratta": only(ITS_SIDE, OPEN),
    f"POST {HERE}/{{person}}/ratta": only(ITS_SIDE, WRONG),
    f"GET {HERE}/{{person}}/ersatt": only(ITS_SIDE, OPEN),
    f"POST {HERE}/{{person}}/ersatt": only(ITS_SIDE, WRONG),
    f"POST {HERE}/{{person}}/bjud-in": only(LEADING, DONE),
    f"POST {HERE}/999/bjud-in": only(LEADING, GONE),
    f"GET {HERE}/999/ratta": only(LEADING, GONE),
    f"GET {HERE}/999/ersatt": only(LEADING, GONE),
    f"GET {HERE}/funktioner/999/avsluta": only(LEADING, GONE),
}



def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Find a function and who holds it."""
    with database.read() as session:
        row = session.scalars(select(FunctionRow).where(
            FunctionRow.agreement_id == made["agreement"]).order_by(FunctionRow.id)).first()
    assert row is not None
    return {"function": row.id, "person": row.person_id}
