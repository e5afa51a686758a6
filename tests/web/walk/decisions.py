"""Who gets what of the pages of `decisions`."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.renewal.tables import DecisionRow
from tests.web.walk.words import GONE, OPEN, WRONG, Pages, only, seeing, users

PAGES: Pages = {
    "GET /decisions/{decision}": seeing(OPEN),
    "GET /decisions/999": users(GONE),
    "POST /decisions/{decision}/svar": only("MS ms", WRONG),
}



def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Find the decision on the agreement of the walk."""
    query = select(DecisionRow.id).where(DecisionRow.agreement_id == made["agreement"])
    with database.read() as session:
        return {"decision": session.scalars(query).one()}
