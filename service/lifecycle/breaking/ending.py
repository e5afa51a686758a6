"""What becomes of the duties of an agreement that is broken off: those to come fall, the last ones are opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import literal, or_, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.history.door import move
from service.history.record import CLOCK
from service.kernel.life import Moved
from service.notices.owe import withdraw
from service.obligations.model import Kind
from service.obligations.states import OBLIGATION, State, Step
from service.obligations.tables import ObligationRow
from service.rescissions.actions import CLAUSES

FOLLOWING = (Kind.MEETING, Kind.RENEWAL_DECISION)
DAYS_TO_ACCOUNT = 60
LAST = (Kind.FINAL_REPORT, Kind.FINAL_ACCOUNT)


def cancel_duties(session: Session, agreement_id: int, kinds: Sequence[Kind], *, closing: bool = False, now: datetime) -> None:
    """Cancel what of these kinds was still to come, `closing` duties too if so asked; what was missed stays."""
    rows = session.scalars(select(ObligationRow).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.kind.in_(kinds),
        or_(literal(closing), ObligationRow.closing.is_(False)),
        ObligationRow.earlier.is_(False), ObligationRow.state.in_((State.PLANNED, State.OPEN))).with_for_update()).all()
    move(session, ObligationRow, [Moved(
        id=row.id, chain=agreement_id, subject=f"obligation {row.id}", origin=row.state,
        state=OBLIGATION.after(State(row.state), Step.CANCEL), event=Step.CANCEL, values={"next_at": None}) for row in rows],
        now=now, by=CLOCK)
    for row in rows:
        withdraw(session, f"obligation {row.id}")
    session.expire_all()


def open_last_duties(session: Session, row: AgreementRow, terms: Terms, last: date, *, now: datetime) -> None:
    """Ask for a final report and a final account, sixty days after the last day."""
    for kind in LAST:
        session.add(ObligationRow(
            agreement_id=row.id, key=f"{kind.value}:{last.isoformat()}", kind=kind.value, day=last + timedelta(days=DAYS_TO_ACCOUNT),
            first=row.starts_on, last=last, owes="civil", clause=terms.clause(*CLAUSES), closing=True, version=row.version,
            state=State.PLANNED.value, next_at=now))
    session.flush()
