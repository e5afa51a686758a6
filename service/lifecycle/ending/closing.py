"""What is left to do after the end of an agreement, and who may close it; a closed agreement is only read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.disputes.store import open_items as open_disputes
from service.economy.invoices.states import UNSETTLED, UNTOUCHED
from service.economy.invoices.tables import InvoiceRow
from service.lifecycle.facts import duties_left
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.obligations.model import OWN_LIFE
from service.obligations.states import SETTLED
from service.obligations.tables import ObligationRow
from service.repayments.notices import plain
from service.repayments.store import items_of

# What is done to keep the records in order, and the mail on its way: that goes on for as long as the records are kept.
KEPT_UP = frozenset({"document.register", "document.cull", "disclosure.make", "archive.export", "post.resend"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One thing left to do: its key, what it is and its id, by when, and who owes it.

    It is a `duty`, `meeting`, `money`, `repayment` or `dispute`, or `other`; `about` is what of it is not in its key.
    """

    key: str
    matter: str
    id: int
    kind: str
    day: date | None
    owes: str
    first: date | None = None
    last: date | None = None
    about: str = ""


def left(session: Session, row: AgreementRow) -> list[Left]:
    """Return what is left to do before the agreement can be closed, by day; what another room adds to the duties is among it."""
    known = [*_duties(session, row.id), *_meetings(session, row.id), *_money(session, row.id), *_repayments(session, row.id),
             *_disputes(session, row.id)]
    keys = {one.key for one in known}
    others = [Left(key=key, matter="other", id=0, kind="other", day=None, owes="both")
              for key in duties_left(session, row) if key not in keys]
    return sorted([*known, *others], key=lambda one: (one.day or date.max, one.key))


def _duties(session: Session, agreement_id: int) -> list[Left]:
    query = select(ObligationRow).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.earlier.is_(False), ObligationRow.state.not_in(SETTLED),
        ObligationRow.kind.not_in(OWN_LIFE))
    return [Left(key=one.key, matter="duty", id=one.id, kind=one.kind, day=one.day, owes=one.owes, first=one.first, last=one.last)
            for one in session.scalars(query)]


def _meetings(session: Session, agreement_id: int) -> list[Left]:
    query = select(MeetingRow.key, MeetingRow.id, MeetingRow.day, MeetingRow.first, MeetingRow.last, ObligationRow.owes).join(
        ObligationRow, ObligationRow.id == MeetingRow.obligation_id).where(
        MeetingRow.agreement_id == agreement_id, MeetingRow.earlier.is_(False), MeetingRow.state.in_((Meeting.CALLED, Meeting.HELD)))
    return [Left(key=key, matter="meeting", id=number, kind="meeting", day=day, owes=owes, first=first, last=last)
            for key, number, day, first, last, owes in session.execute(query)]


def _money(session: Session, agreement_id: int) -> list[Left]:
    query = select(InvoiceRow).where(InvoiceRow.agreement_id == agreement_id, or_(
        InvoiceRow.state.in_(UNSETTLED), InvoiceRow.state.in_(UNTOUCHED) & InvoiceRow.earlier.is_(False)))
    return [Left(key=one.key, matter="money", id=one.id, kind=one.kind, day=one.day, first=one.first, last=one.last,
                 owes="civil" if one.state in UNTOUCHED and one.kind == "invoice" else "public")
            for one in session.scalars(query)]


def _repayments(session: Session, agreement_id: int) -> list[Left]:
    return [Left(key=one.subject, matter="repayment", id=one.id, kind="repayment", owes="civil", about=f"{plain(one.left_ore)} kr",
                 day=one.next_part.due_on if one.next_part else one.day)
            for one in items_of(session, [agreement_id], open_only=True)]


def _disputes(session: Session, agreement_id: int) -> list[Left]:
    return [Left(key=one.subject, matter="dispute", id=one.id, kind="dispute", owes="both", about=one.about, day=None)
            for one in open_disputes(session, [agreement_id])]
