"""When invoices and payouts are expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from service.agreements.terms import Terms
from service.kernel.calendar import add_months
from service.obligations.days.span import ONE_DAY, Span
from service.obligations.model import Kind, Obligation, Remark

Period = tuple[date, date]

def money(terms: Terms, span: Span) -> tuple[list[Obligation], list[Remark]]:
    """Return an invoice or payout for each calendar period, and what to say of periods that are cut.

    An invoice is due after its period, a payout within it and before the agreement's end. A number of
    months that does not divide twelve is counted from January of the first year.
    """
    months = terms.economy.payment.every_months
    if months is None:
        return [], []
    if months == 0:
        one = _single(terms, span)
        return [one] if one.day <= span.until else [], []
    found, remarks = [], []
    for first, last, whole in _periods(span, months):
        one = _owed(terms, span, first, last)
        if one.day <= span.until or one.closing:
            found.append(one)
            if not whole:
                remarks.append(_cut(one.kind, first, last, months))
    return found, remarks


def days_of(terms: Terms, span: Span, until: date) -> list[Period]:
    """Return the periods that are paid for by these terms and begin by `until`, whether due by then or not."""
    months = terms.economy.payment.every_months
    if months is None:
        return []
    if months == 0:
        one = _single(terms, span)
        return [(one.first, one.last)]
    return [(first, last) for first, last, _ in _periods(replace(span, until=until), months)]


def owed_for(terms: Terms, span: Span, period: Period) -> Obligation:
    """Return what these terms ask to be paid for a period."""
    if terms.economy.payment.every_months == 0:
        one = _single(terms, span)
        return _made(terms, one.day, *period, closing=False)
    return _owed(terms, span, *period)


def _single(terms: Terms, span: Span) -> Obligation:
    """Return the one payment of the whole agreement; without an end its period lasts until it is due."""
    due = span.within(span.start + timedelta(days=terms.economy.payment.due_days))
    return _made(terms, due, span.start, span.last or due, closing=False)


def _owed(terms: Terms, span: Span, first: date, last: date) -> Obligation:
    payment = terms.economy.payment
    after = timedelta(days=payment.due_days)
    if payment.direction == "payout":
        return _made(terms, span.within(first + after), first, last, closing=False)
    return _made(terms, last + after, first, last, closing=span.last is not None and last + after > span.last)


def _made(terms: Terms, day: date, first: date, last: date, *, closing: bool) -> Obligation:
    invoice = terms.economy.payment.direction == "invoice"
    kind = Kind.INVOICE if invoice else Kind.PAYOUT
    return Obligation(
        key=f"{kind}:{first}", kind=kind, day=day, first=first, last=last, owes="civil" if invoice else "public",
        clause=terms.clause("economy.payment.every_months", "economy.payment.direction", "economy.payment"),
        closing=closing)


def _periods(span: Span, months: int) -> Iterator[tuple[date, date, bool]]:
    """Yield the first and last day of each period, and whether it is whole."""
    anchor = date(span.start.year, 1, 1)
    number = (span.start.month - 1) // months
    while (opens := add_months(anchor, number * months)) <= span.until:
        number += 1
        closes = add_months(anchor, number * months) - ONE_DAY
        first, last = span.cut(opens, closes)
        yield first, last, (first, last) == (opens, closes)


def _cut(kind: Kind, first: date, last: date, months: int) -> Remark:
    what = ("Fakturan", "The invoice") if kind is Kind.INVOICE else ("Utbetalningen", "The payout")
    span = ("en hel månad", "a whole month") if months == 1 else (f"{months} månader", f"{months} months")
    return Remark(
        about=f"{kind}:{first}",
        sv=f"{what[0]} för {first} till {last} gäller en kortare tid än {span[0]}: perioderna följer kalendern.",
        en=f"{what[1]} for {first} to {last} covers less than {span[1]}: the periods follow the calendar.")
