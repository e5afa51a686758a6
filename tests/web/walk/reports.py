"""Who gets what of the pages of `reports` and `summary`; the report of the walk is the association's, and is due."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.followup.reports.tables import ReportRow
from tests.web.walk.words import DONE, GONE, OPEN, WRONG, Pages, only, seeing, users

ONE = "/reports/{report}"
PAGES: Pages = {
    "GET /agreements/{agreement}/rapporter": seeing(OPEN),
    f"GET {ONE}": seeing(OPEN),
    "GET /reports/999": users(GONE),
    f"POST {ONE}/lamna": only("CMEO cmeo", WRONG),
    f"POST {ONE}/svar": only("CM cm", WRONG),
    f"POST {ONE}/efterge": only("CM cm", WRONG),
    f"GET {ONE}/sammanstallning": seeing(OPEN),
    # No words are no change, for those who may write them.
    f"POST {ONE}/sammanstallning": only("cmeo", DONE),
    f"GET {ONE}/sammanstallning/forhandsvisning": seeing(OPEN),
    f"POST {ONE}/sammanstallning/lamna-in": only("CMEO cmeo", WRONG),
    f"GET {ONE}/sammanstallning.pdf": seeing(OPEN),
    f"GET {ONE}/siffror.xlsx": seeing(OPEN),
    f"GET {ONE}/siffror.csv": seeing(OPEN),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Find the yearly summary."""
    with database.read() as session:
        return {"report": session.scalars(select(ReportRow.id).where(
            ReportRow.agreement_id == made["agreement"], ReportRow.kind == "yearly_summary")).first()}
