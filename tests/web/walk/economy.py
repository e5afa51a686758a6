"""Who gets what of the pages of `economy`."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.economy.invoices.tables import InvoiceRow
from tests.web.walk.words import GONE, NO, OPEN, WRONG, Pages, only, seeing, users

HERE, ONE = "/agreements/{agreement}/ekonomi", "/fakturor/{invoice}"
# The invoice is expected: what cannot be done to it yet is refused as such to those who might.
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}/installningar": only("EM", OPEN),
    f"POST {HERE}/installningar": only("EM", NO),
    f"POST {HERE}/tal": only("EM", WRONG),
    f"GET {ONE}": seeing(OPEN),
    "GET /fakturor/999": users(GONE),
    f"GET {ONE}/lamna-in": only("CMEO cmeo", OPEN),
    f"POST {ONE}/lamna-in": only("CMEO cmeo", WRONG),
    f"POST {ONE}/godkann": only("EM", NO),
    f"POST {ONE}/betala": only("EM", WRONG),
    f"POST {ONE}/bestrid": only("CEM", WRONG),
    f"POST {ONE}/utredd": only("CEM", WRONG),
    f"POST {ONE}/kreditera": only("CMEO cmeo", WRONG),
    f"POST {ONE}/ingen": only("EM", WRONG),
    f"POST {ONE}/utbetald": only("EM", WRONG),
    f"POST {ONE}/framme": only("emo", NO),
    f"POST {ONE}/saknas": only("emo", WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Find the first invoice that is expected."""
    with database.read() as session:
        return {"invoice": session.scalars(select(InvoiceRow.id).where(
            InvoiceRow.agreement_id == int(str(made["agreement"]))).order_by(InvoiceRow.day)).first()}
