"""Who gets what of the pages of `duties`."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.obligations.tables import ObligationRow
from tests.web.walk.words import AWAY, GONE, Pages, seeing, users

PAGES: Pages = {
    "GET /duties/{duty}": seeing(AWAY),
    "GET /duties/{meeting_duty}": seeing(AWAY),
    "GET /duties/999": users(GONE),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Find the duty of a report and that of a meeting, which each have a page of their own."""
    query = select(ObligationRow.id).where(ObligationRow.agreement_id == made["agreement"]).order_by(ObligationRow.id)
    with database.read() as session:
        return {"duty": session.scalars(query.where(ObligationRow.kind == "yearly_summary")).first(),
                "meeting_duty": session.scalars(query.where(ObligationRow.kind == "meeting")).first()}
