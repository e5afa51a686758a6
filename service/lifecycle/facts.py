"""What guards may look at, gathered from the rooms below."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.disputes.store import open_ones as open_disputes
from service.economy.invoices.states import UNSETTLED, UNTOUCHED
from service.economy.invoices.tables import InvoiceRow
from service.meetings.states import State as MeetingState
from service.meetings.tables import MeetingRow
from service.obligations.model import OWN_LIFE
from service.obligations.states import SETTLED
from service.obligations.tables import ObligationRow
from service.parties.store import cast as cast_of
from service.renewal.rules import renews
from service.renewal.tables import DecisionRow
from service.repayments.store import open_ones as open_repayments
from service.signatures.states import State as Signature
from service.signatures.store import AGREEMENT, of_matter


def unsigned(session: Session, row: AgreementRow) -> tuple[str, ...]:
    """Return the names of the parties that have not signed the newest text."""
    signed = {one.party_id for one in of_matter(session, row.id, AGREEMENT)
              if one.state == Signature.SIGNED}
    return tuple(party.name for party in cast_of(session, row.id).parties if party.id not in signed)


def duties_left(session: Session, row: AgreementRow) -> tuple[str, ...]:
    """Return the keys of what is still to be done before the agreement can be closed."""
    owed = session.scalars(select(ObligationRow.key).where(
        ObligationRow.agreement_id == row.id, ObligationRow.earlier.is_(False), ObligationRow.state.not_in(SETTLED),
        ObligationRow.kind.not_in(OWN_LIFE),
    ).order_by(ObligationRow.day))
    unminuted = session.scalars(select(MeetingRow.key).where(
        MeetingRow.agreement_id == row.id, MeetingRow.earlier.is_(False),
        MeetingRow.state.in_((MeetingState.CALLED, MeetingState.HELD)),
    ).order_by(MeetingRow.day))
    return (
        *owed, *unminuted, *money_left(session, row.id), *(f"repayment {number}" for number in open_repayments(session, row.id)),
        *(f"dispute {number}" for number in open_disputes(session, row.id)))


def money_left(session: Session, agreement_id: int) -> list[str]:
    """Return the keys of what is still to be invoiced, approved, paid or confirmed."""
    return list(session.scalars(select(InvoiceRow.key).where(InvoiceRow.agreement_id == agreement_id, or_(
        InvoiceRow.state.in_(UNSETTLED), and_(InvoiceRow.state.in_(UNTOUCHED), InvoiceRow.earlier.is_(False)),
    )).order_by(InvoiceRow.day)))


def goes_on(session: Session, row: AgreementRow) -> bool:
    """Say whether the period now running goes on without a new signature."""
    outcome = session.scalars(select(DecisionRow.outcome).where(
        DecisionRow.agreement_id == row.id, DecisionRow.ends_on == row.ends_on)).one_or_none()
    return renews(row.ending, row.renewals, row.renewals_most, outcome)
