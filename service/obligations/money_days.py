"""When invoices and payouts are expected."""

from __future__ import annotations

from datetime import date, timedelta

from service.agreements.terms import Terms
from service.kernel.calendar import add_months
from service.obligations.model import Kind, Obligation, Remark
from service.obligations.slots import ONE_DAY


def money(terms: Terms, start: date, end: date) -> tuple[list[Obligation], list[Remark]]:
    """Return an invoice or payout for each calendar period, and what to say of periods that are cut."""
    payment = terms.economy.payment
    if payment.every_months is None:
        return [], []
    months = payment.every_months
    periods = [(start, end)] if months == 0 else _periods(start, end, months)
    invoice = payment.direction == "invoice"
    kind = Kind.INVOICE if invoice else Kind.PAYOUT
    after = timedelta(days=payment.due_days)
    found = []
    for first, last in periods:
        counted = last if invoice and months else first
        day = counted + after
        closing = invoice and months > 0 and day > end
        if not closing:
            day = min(day, end)
        found.append(Obligation(
            key=f"{kind}:{first}", kind=kind, day=day, first=first, last=last, owes="civil" if invoice else "public",
            clause=terms.clause("economy.payment.every_months", "economy.payment.direction", "economy.total_sek"),
            closing=closing))
    remarks = [_cut(kind, first, last, months) for first, last in periods if months and _is_cut(first, last, months)]
    return found, remarks


def _periods(start: date, end: date, months: int) -> list[tuple[date, date]]:
    # Periods of 5 or 7 months do not divide the year: they are counted from January of the first year.
    first = date(start.year, 1, 1)
    found = []
    number = 0
    while (opens := add_months(first, number * months)) <= end:
        closes = add_months(first, (number + 1) * months) - ONE_DAY
        if closes >= start:
            found.append((max(opens, start), min(closes, end)))
        number += 1
    return found


def _is_cut(first: date, last: date, months: int) -> bool:
    return first.day != 1 or add_months(first, months) - ONE_DAY != last


def _cut(kind: Kind, first: date, last: date, months: int) -> Remark:
    what = ("Fakturan", "The invoice") if kind is Kind.INVOICE else ("Utbetalningen", "The payout")
    return Remark(
        about=f"{kind}:{first}",
        sv=f"{what[0]} för {first} till {last} gäller en kortare period än {months} månader.",
        en=f"{what[1]} for {first} to {last} covers a shorter period than {months} months.")
