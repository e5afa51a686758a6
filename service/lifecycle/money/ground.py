"""What acts on invoices stand on: an agreement that binds, its parties, what is left of its frame, and who acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement
from service.agreements.tables import AgreementRow
from service.documents.actions import add
from service.documents.model import Direction, Kind, Received, Registration
from service.economy.entered.store import Figures, entered_of
from service.economy.invoices.model import Actor, Paid, Settings
from service.economy.invoices.refusals import NotAPerson, NotBound
from service.economy.invoices.rules import Item, over_frame
from service.economy.invoices.states import PAYING
from service.economy.invoices.store import agreement_of, get_item, items_of, settings_of, sums_of
from service.kernel.errors import Unknown
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.money.amounts import frame_of
from service.obligations.versions import Version
from service.parties.model import Function
from service.parties.store import cast
from service.parties.tables import PartyRow

UNBOUND = (State.DRAFT, State.IN_SIGNATURE, State.DISCARDED, State.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An invoice with all that an act on it looks at; the agreement is locked, so that what is left of the frame stays so."""

    agreement: AgreementRow
    item: Item
    versions: Sequence[Version]
    parties: Sequence[PartyRow]
    settled: Settings
    frame: int | None
    bound: int
    entered: Figures

    def over(self, ore: int) -> int:
        """Return by how much the frame would be exceeded with this invoice at `ore`."""
        return over_frame(self.frame, self.bound, ore)

    def party(self, role: str, party_id: int | None = None) -> PartyRow:
        """Return the party of a role: the one named, or the first."""
        mine = [one for one in self.parties if one.role == role and party_id in (None, one.id)]
        if not mine:
            raise Unknown(what="party", id=party_id or role)
        return mine[0]


def matter(session: Session, invoice_id: int) -> Matter:
    """Return an invoice and what acts on it look at, locked; refuse where the agreement does not bind or is closed."""
    row = get_agreement(session, agreement_of(session, invoice_id))
    if row.state in UNBOUND:
        raise NotBound
    versions, items = versions_of(session, row.id), items_of(session, row.id)
    return Matter(
        agreement=row, item=get_item(session, invoice_id), versions=versions, settled=settings_of(session, row.id),
        parties=session.scalars(select(PartyRow).where(PartyRow.agreement_id == row.id).order_by(PartyRow.position)).all(),
        frame=frame_of(versions, planned(items), row.ends_on), bound=sums_of(items, without=invoice_id).bound,
        entered=entered_of(session, row.id))


def planned(items: Sequence[Item]) -> list[int | None]:
    """Return what the plan expects of each period that it still has, once for each."""
    return list({one.key: one.expected_ore for one in items if one.state not in ("dropped", "cancelled")}.values())


def actor_named(session: Session, agreement_id: int, name: str, on: date) -> Actor:
    """Return the economist or manager of the payer with a name or an address; raise NotAPerson."""
    mine = [seat for seat in cast(session, agreement_id).seats
            if seat.role == "public" and seat.holds(on) and seat.function in PAYING
            and name.casefold() in (seat.name.casefold(), seat.email.casefold())]
    if len({seat.person_id for seat in mine}) != 1:
        raise NotAPerson
    return Actor(person_id=mine[0].person_id, name=mine[0].name, manager=any(seat.function == Function.MANAGER for seat in mine))


def register_file(
    session: Session, at: Matter, file: Received, title: str, *, sender: PartyRow, day: date, now: datetime, by: str,
) -> int:
    """Register a file that came with an invoice; return the document's id."""
    return _register(session, at, file, Registration(
        kind=Kind.INVOICE, title=title, direction=Direction.RECEIVED, day=day, sender=sender.name,
        recipient=at.party("public").name, matter=at.item.subject), sender, now=now, by=by)


def proven(
    session: Session, at: Matter, paid: Paid, file: Received | None, *, payee: PartyRow, now: datetime, by: str,
) -> Paid:
    """Return a payment with the file that proves it registered, if there is one; all parties see it, so it counts as sent."""
    if file is None:
        return paid
    payer, item = at.party("public"), at.item
    title = f"Betalning av faktura {item.number}" if item.number else f"Utbetalning {item.first} – {item.last}"
    return replace(paid, document_id=_register(session, at, file, Registration(
        kind=Kind.OTHER, title=title, direction=Direction.SENT, day=paid.on, sender=payer.name, recipient=payee.name,
        matter=item.subject), payer, now=now, by=by))


def _register(session: Session, at: Matter, file: Received, given: Registration, whose: PartyRow, *, now: datetime, by: str) -> int:
    party = next(one for one in cast(session, at.agreement.id).parties if one.id == whose.id)
    return add(session, at.agreement.id, given, file, party=party, now=now, by=by)
