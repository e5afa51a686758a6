"""How an agreement ended and what was settled after it, as it stands in a package: every row, and what hangs on each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.breaches.tables import BreachRow, ReplyRow
from service.disputes.tables import DisputeNoteRow, DisputeRow
from service.repayments.tables import InstalmentRow, RepaidRow, RepaymentRow, WaiverRow
from service.rescissions.tables import RescissionRow
from service.terminations.tables import TerminationRow

# What the clock goes by is nothing to keep.
LEFT_OUT = frozenset({"agreement_id", "arose_at", "told_at", "next_at"})
# Each table by its name in the package, and the tables that hang on it by the column that says on which row.
MATTERS: dict[str, tuple[Any, dict[str, tuple[Any, str]]]] = {
    "breaches": (BreachRow, {"replies": (ReplyRow, "breach_id")}),
    "rescissions": (RescissionRow, {}),
    "terminations": (TerminationRow, {}),
    "repayments": (RepaymentRow, {"instalments": (InstalmentRow, "repayment_id"), "payments": (RepaidRow, "repayment_id"),
                                  "waivers": (WaiverRow, "repayment_id")}),
    "disputes": (DisputeRow, {"notes": (DisputeNoteRow, "dispute_id")}),
}


def ended_how(session: Session, agreement_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return breaches, rescissions, notices of termination, claims of repayment and disputes of an agreement."""
    return {name: _rows(session, table, parts, agreement_id) for name, (table, parts) in MATTERS.items()}


def _rows(session: Session, table: Any, parts: dict[str, tuple[Any, str]], agreement_id: int) -> list[dict[str, Any]]:
    rows = session.scalars(select(table).where(table.agreement_id == agreement_id).order_by(table.id)).all()
    ids = [row.id for row in rows]
    found = {row.id: _plain(row) for row in rows}
    for name, (part, column) in parts.items():
        for made in found.values():
            made[name] = []
        for row in session.scalars(select(part).where(getattr(part, column).in_(ids)).order_by(part.id)) if ids else ():
            found[getattr(row, column)][name].append(_plain(row))
    return list(found.values())


def _plain(row: Any) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in row.__table__.columns if one.name not in LEFT_OUT}
