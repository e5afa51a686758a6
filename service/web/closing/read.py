"""Reading what is left after the end, and what has been done since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import NoSuchAgreement
from service.agreements.tables import AgreementRow
from service.history.tables import HistoryRow
from service.lifecycle.ending.closing import Left, left
from service.obligations.model import OWN_LIFE
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.parties.model import PartyBrief
from service.parties.store import cast

ENDED = (State.EXPIRED, State.RESCINDED, State.TERMINATED)
DONE = (Owed.MET, Owed.MET_LATE, Owed.WAIVED, Owed.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """An agreement at its end: what is left, what has been done of its last duties, and when it was closed by whom."""

    row: AgreementRow
    parties: Sequence[PartyBrief]
    left: Sequence[Left]
    done: Sequence[ObligationRow]
    closed: HistoryRow | None

    @property
    def over(self) -> bool:
        """Say whether the agreement has ended and is not closed yet."""
        return self.row.state in ENDED

    def owing(self, side: str) -> list[str]:
        """Return the names of those who owe."""
        return [one.name for one in self.parties if side in ("both", one.role)]

    def link(self, one: Left) -> str | None:
        """Return the page where something left is done."""
        if one.matter == "duty":
            return url_for("duties.show", duty_id=one.id)
        if one.matter == "meeting":
            return url_for("meetings.show", meeting_id=one.id)
        if one.matter == "repayment":
            return url_for("repayments.show", repayment_id=one.id)
        if one.matter == "dispute":
            return url_for("disputes.show", dispute_id=one.id)
        return url_for("invoices.show", invoice_id=one.id) if one.matter == "money" else None


def load(session: Session, agreement_id: int) -> Closing:
    """Return how an agreement stands at its end; raise NoSuchAgreement."""
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    over = row.state in (*ENDED, State.CLOSED)
    done = select(ObligationRow).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.kind.not_in(OWN_LIFE), ObligationRow.state.in_(DONE),
        or_(ObligationRow.day > (row.ends_on or row.starts_on), ObligationRow.closing)).order_by(ObligationRow.day)
    closed = select(HistoryRow).where(HistoryRow.chain == agreement_id, HistoryRow.subject == f"agreement {agreement_id}",
                                      HistoryRow.event == "close").order_by(HistoryRow.seq.desc()).limit(1)
    return Closing(row=row, parties=cast(session, agreement_id).parties, left=left(session, row) if row.state != State.CLOSED else [],
                   done=session.scalars(done).all() if over else [], closed=session.scalars(closed).one_or_none())
