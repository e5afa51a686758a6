"""Who gets what of the pages of `decisions`."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.renewal.tables import DecisionRow
from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, Pages

# Answering is for managers and signatories, of whom there are none in the walk.
PAGES: Pages = {
    "GET /decisions/{decision}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /decisions/999": (LOGIN, *[GONE] * 5),
    "POST /decisions/{decision}/svar": (LOGIN, GONE, *[NOT_YOU] * 4),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Find the decision on the agreement of the walk."""
    query = select(DecisionRow.id).where(DecisionRow.agreement_id == made["agreement"])
    with database.read() as session:
        return {"decision": session.scalars(query).one()}
