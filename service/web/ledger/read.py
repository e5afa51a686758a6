"""Reading invoices and payouts over all agreements: a page of them, what they sum to, all of them portion by portion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, case, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from service.agreements.search import in_parts, matches
from service.agreements.tables import AgreementRow
from service.economy.invoices.states import BINDING, UNSETTLED, PayoutState, State
from service.economy.invoices.store import CREDITED, CREDITED_VAT, PAID
from service.economy.invoices.tables import CreditRow, InvoiceRow, PaymentRow
from service.parties.model import Standing
from service.parties.tables import PartyRow
from service.web.frame.paging import PAGE, BadPlace, Page, cut

STATES = tuple(dict.fromkeys(one.value for one in (*State, *PayoutState) if one.value != "dropped"))
# Handed in or paid out, whatever became of it; and what somebody has yet to settle.
GROUPS: Mapping[str, tuple[str, ...]] = {"in": (*BINDING, "received", "disputed", "credited"), "open": UNSETTLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: words of the agreement's name or parties, a state or group of states, days, an organisation."""

    words: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None
    party: int = 0

    @property
    def sieved(self) -> bool:
        """Say whether anything but all of it is asked for."""
        return self != Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One invoice or payout as the list shows it; amounts in öre, `net` without VAT and with credit notes taken off."""

    id: int
    agreement_id: int
    title: str
    party: str
    kind: str
    state: str
    earlier: bool
    number: str | None
    first: date
    last: date
    day: date
    received_on: date | None
    due_on: date | None
    expected: int | None
    net: int | None
    vat: int | None
    paid: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What all that is asked for comes to: how many, and öre without VAT, of VAT, and paid."""

    count: int
    net: int
    vat: int
    paid: int


def conditions(wanted: Wanted, seen: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Return what holds for each invoice that is asked for; what the terms ask for no longer is in no list."""
    found: list[ColumnElement[bool]] = [InvoiceRow.state != "dropped", seen]
    if wanted.state:
        found.append(InvoiceRow.state.in_(GROUPS.get(wanted.state, (wanted.state,))))
    if wanted.first is not None:
        found.append(InvoiceRow.day >= wanted.first)
    if wanted.last is not None:
        found.append(InvoiceRow.day <= wanted.last)
    if wanted.words:
        found.append(InvoiceRow.agreement_id.in_(in_parts(select(AgreementRow.id).where(matches(wanted.words)))))
    if wanted.party:
        found.append(InvoiceRow.agreement_id.in_(select(PartyRow.agreement_id).where(
            PartyRow.organisation_id == wanted.party, PartyRow.standing == Standing.PARTY)))
    return tuple(found)


_ROWS: Any = (
    select(
        InvoiceRow.id, InvoiceRow.agreement_id, AgreementRow.title, func.coalesce(PartyRow.name, "").label("party"), InvoiceRow.kind,
        InvoiceRow.state, InvoiceRow.earlier, InvoiceRow.number, InvoiceRow.first, InvoiceRow.last, InvoiceRow.day,
        InvoiceRow.received_on, InvoiceRow.due_on, InvoiceRow.expected_ore, InvoiceRow.ore, InvoiceRow.vat_ore, PAID.label("paid"),
        CREDITED.label("credited"), CREDITED_VAT.label("credited_vat"))
    .join(AgreementRow, AgreementRow.id == InvoiceRow.agreement_id).outerjoin(PartyRow, PartyRow.id == InvoiceRow.party_id)
)


def lines(session: Session, within: Sequence[ColumnElement[bool]], after: str) -> Page[Line]:
    """Return a page, the latest day first; `after` is where the page before ended."""
    return cut(_read(session, _ROWS.where(*within), after, PAGE + 1), place)


def portion(session: Session, within: Sequence[ColumnElement[bool]], after: str, size: int) -> list[Line]:
    """Return up to `size` lines from a place on, in the order of the list."""
    return _read(session, _ROWS.where(*within), after, size)


def place(one: Line) -> str:
    """Return where the list goes on after a line."""
    return f"{one.day.isoformat()}.{one.id}"


def _read(session: Session, query: Select[Any], after: str, size: int) -> list[Line]:
    if after:
        day, number = _place(after)
        query = query.where(tuple_(InvoiceRow.day, InvoiceRow.id) < tuple_(literal(day), literal(number)))
    rows = session.connection().execute(query.order_by(InvoiceRow.day.desc(), InvoiceRow.id.desc()).limit(size))
    return [_line(row) for row in rows]


def _place(given: str) -> tuple[date, int]:
    day, _, number = given.partition(".")
    try:
        return date.fromisoformat(day), min(int(number), 2**62)
    except ValueError:
        raise BadPlace from None


def _line(row: Any) -> Line:
    known = row.ore is not None
    return Line(
        id=row.id, agreement_id=row.agreement_id, title=row.title, party=row.party, kind=row.kind, state=row.state,
        earlier=row.earlier, number=row.number, first=row.first, last=row.last, day=row.day, received_on=row.received_on,
        due_on=row.due_on,
        expected=row.expected_ore, net=row.ore - int(row.credited) if known else None,
        vat=row.vat_ore - int(row.credited_vat) if known else None, paid=int(row.paid))


def sums(session: Session, within: Sequence[ColumnElement[bool]]) -> Sums:
    """Return what all that is asked for comes to, in one question."""
    none: Any = literal(0)
    # Joined, not asked for among ids: SQLite would gather those of every invoice twice.
    told = union_all(
        select(func.count(), func.sum(InvoiceRow.ore), func.sum(case((InvoiceRow.ore.is_not(None), InvoiceRow.vat_ore), else_=0)),
               none).select_from(InvoiceRow).where(*within),
        select(none, -func.sum(CreditRow.ore), -func.sum(CreditRow.vat_ore), none)
        .join(InvoiceRow, InvoiceRow.id == CreditRow.invoice_id).where(*within),
        select(none, none, none, func.sum(PaymentRow.ore))
        .join(InvoiceRow, InvoiceRow.id == PaymentRow.invoice_id).where(PaymentRow.denied.is_(False), *within))
    rows = cast("Sequence[Any]", session.connection().execute(told).all())
    return Sums(*(sum(int(row[at] or 0) for row in rows) for at in range(4)))
