"""Who gets what of the pages of `duties`."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.obligations.tables import ObligationRow
from tests.web.walk.words import AWAY, GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages

PAGES: Pages = {
    "GET /duties/{duty}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /duties/{meeting_duty}": (LOGIN, GONE, *[AWAY] * 4),
    "GET /duties/999": (LOGIN, *[GONE] * 5),
    "POST /duties/{duty}/klart": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    "POST /duties/{duty}/efterge": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Find a duty with a life of its own and one without."""
    query = select(ObligationRow.id).where(ObligationRow.agreement_id == made["agreement"]).order_by(ObligationRow.id)
    with database.read() as session:
        return {"duty": session.scalars(query.where(ObligationRow.kind == "invoice")).first(),
                "meeting_duty": session.scalars(query.where(ObligationRow.kind == "meeting")).first()}
