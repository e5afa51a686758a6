"""Finding reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State as Agreement
from service.agreements.tables import AgreementRow
from service.db import among, due_by
from service.followup.reports.refusals import NoSuchReport
from service.followup.reports.rules import Item
from service.followup.reports.states import State
from service.followup.reports.tables import DeliveryRow, ReportRow
from service.kernel.unreadable import Unreadable, read_each
from service.obligations.tables import ObligationRow
from service.parties.tables import PartyRow

SILENT = (Agreement.DRAFT, Agreement.IN_SIGNATURE, Agreement.DISCARDED, Agreement.CLOSED)
_DUE = select(
    ReportRow.id, ReportRow.agreement_id, ReportRow.obligation_id, ReportRow.kind, ObligationRow.key, ReportRow.day,
    ObligationRow.first, ObligationRow.last, ReportRow.state, ReportRow.late, ReportRow.since, ReportRow.comment, ObligationRow.owes,
    ObligationRow.clause, ReportRow.arose_at, ReportRow.told_at, AgreementRow.ladders,
    AgreementRow.state.in_(SILENT).label("over"),
).join(ObligationRow, ObligationRow.id == ReportRow.obligation_id).join(AgreementRow, AgreementRow.id == ReportRow.agreement_id)
_COMING = _DUE.where(among(ReportRow.agreement_id), ReportRow.next_at.is_not(None)).order_by(ReportRow.id)
_SIDES = select(PartyRow.agreement_id, PartyRow.id, PartyRow.role).where(among(PartyRow.agreement_id)).order_by(PartyRow.position)


def due(session: Session, now: datetime, limit: int) -> list[Item | Unreadable]:
    """Claim up to `limit` reports that are due, the longest waiting first."""
    query = due_by(_DUE, ReportRow, now, limit)
    rows = session.connection().execute(query).all()
    sides = _sides(session, [row.agreement_id for row in rows])
    return read_each(rows, "report", lambda row: _item(row, sides[row.agreement_id]))


def get_item(session: Session, report_id: int, *, locked: bool = True) -> Item:
    """Return one report as the clock sees it, locked unless it is only to be shown; raise NoSuchReport."""
    query = _DUE.where(ReportRow.id == report_id)
    found = session.execute(query.with_for_update(key_share=True, of=ReportRow) if locked else query).one_or_none()
    if found is None:
        raise NoSuchReport(id=report_id)
    return _item(found, _sides(session, [found.agreement_id])[found.agreement_id])


def coming_items(session: Session, agreement_ids: Sequence[int]) -> list[Item]:
    """Return the reports of several agreements that the clock will look at again, in two queries."""
    rows = session.execute(_COMING, {"ids": agreement_ids}).all()
    sides = _sides(session, agreement_ids)
    return [_item(row, sides[row.agreement_id]) for row in rows]


def _sides(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for agreement_id, party_id, role in session.connection().execute(_SIDES, {"ids": list(set(ids))}):
        found[agreement_id].append((party_id, role))
    return found


def _item(row: Any, parties: Sequence[tuple[int, str]]) -> Item:
    """Return a row as an item; what both owe, both receive."""
    both = row.owes == "both"
    return Item(**{**row._mapping, "state": State(row.state), "over": bool(row.over)},
                owing=tuple(number for number, role in parties if both or role == row.owes),
                receiving=tuple(number for number, role in parties if both or role != row.owes))


def agreement_of(session: Session, report_id: int) -> int:
    """Return the agreement that a report is of; raise NoSuchReport."""
    found = session.scalars(select(ReportRow.agreement_id).where(ReportRow.id == report_id)).one_or_none()
    if found is None:
        raise NoSuchReport(id=report_id)
    return found


def report_of(session: Session, obligation_id: int) -> int | None:
    """Return the report that an obligation follows, if it is one of a report."""
    return session.scalars(select(ReportRow.id).where(ReportRow.obligation_id == obligation_id)).one_or_none()


def newest_delivery(session: Session, report_id: int) -> DeliveryRow | None:
    """Return the last time that a report was delivered."""
    return session.scalars(select(DeliveryRow).where(DeliveryRow.report_id == report_id)
                           .order_by(DeliveryRow.number.desc()).limit(1)).one_or_none()
