"""Whether an invoice adds up, by the rules of EN 16931 (BR-CO) and of Peppol."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from service.economy.reading.amounts import decimal_of, ore_of
from service.economy.reading.refusals import Missing, NoVatReason, WrongSum
from service.economy.reading.xml import Element, each, first, needed, text
from service.kernel.money import nearest, sek

# The published rules let VAT differ by less than one whole unit, and a line by two hundredths.
UNIT, LINE = 100, 2
FREE = frozenset(("Z", "E", "AE", "K", "G", "O"))
Rate = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Sums:
    """What an invoice comes to, in öre."""

    net: int
    vat: int
    total: int
    payable: int


def check_sums(root: Element, kind: str) -> Sums:
    """Return the sums of an invoice; raise WrongSum at the first that does not follow from the others."""
    total = first(root, "LegalMonetaryTotal")
    if total is None:
        raise Missing(element="LegalMonetaryTotal")
    by_rate = _lines(root, kind)
    off, on = _beside(root, by_rate)
    lines = _amount(total, "LineExtensionAmount")
    _same(lines, sum(by_rate.lines), "LineExtensionAmount", "BR-CO-10")
    _same(_given(total, "AllowanceTotalAmount"), off, "AllowanceTotalAmount", "BR-CO-11")
    _same(_given(total, "ChargeTotalAmount"), on, "ChargeTotalAmount", "BR-CO-12")
    net, whole = _amount(total, "TaxExclusiveAmount"), _amount(total, "TaxInclusiveAmount")
    _same(net, lines - off + on, "TaxExclusiveAmount", "BR-CO-13")
    vat = _vat(root, by_rate)
    _same(whole, net + vat, "TaxInclusiveAmount", "BR-CO-15")
    payable = _amount(total, "PayableAmount")
    _same(payable, whole - _given(total, "PrepaidAmount") + _given(total, "PayableRoundingAmount"), "PayableAmount", "BR-CO-16")
    return Sums(net, vat, whole, payable)


class _ByRate(defaultdict[Rate, int]):
    """What is taxed by category and rate, and the lines it came from."""

    def __init__(self) -> None:
        super().__init__(int)
        self.lines: list[int] = []


def _lines(root: Element, kind: str) -> _ByRate:
    found = _ByRate()
    for line in each(root, f"{kind}Line"):
        net = _amount(line, "LineExtensionAmount", f"{kind}Line/")
        _check_line(line, kind, net)
        found.lines.append(net)
        found[_rate(first(line, "Item/ClassifiedTaxCategory"))] += net
    return found


def _check_line(line: Element, kind: str, net: int) -> None:
    quantity = text(line, "InvoicedQuantity" if kind == "Invoice" else "CreditedQuantity")
    count = decimal_of(quantity or "1", f"{kind}Line/Quantity")
    price = decimal_of(needed(line, "Price/PriceAmount", f"{kind}Line/Price/PriceAmount"), f"{kind}Line/Price/PriceAmount")
    base = decimal_of(text(line, "Price/BaseQuantity") or "1", f"{kind}Line/Price/BaseQuantity")
    if base <= 0:
        raise WrongSum(element=f"{kind}Line/Price/BaseQuantity", found=base, due="> 0", rule="PEPPOL-EN16931-R121")
    off, on = _allowances(line)
    due = nearest(Fraction(count) * Fraction(price) * 100 / Fraction(base)) - off + on
    if abs(net - due) > LINE:
        raise _wrong(f"{kind}Line/LineExtensionAmount", net, due, "PEPPOL-EN16931-R120")


def _allowances(element: Element) -> tuple[int, int]:
    """Return what is taken off and what is put on, in öre."""
    taken = [0, 0]
    for one in each(element, "AllowanceCharge"):
        taken[needed(one, "ChargeIndicator", "AllowanceCharge/ChargeIndicator") == "true"] += _amount(
            one, "Amount", "AllowanceCharge/")
    return taken[0], taken[1]


def _beside(root: Element, by_rate: _ByRate) -> tuple[int, int]:
    for one in each(root, "AllowanceCharge"):
        amount = _amount(one, "Amount", "AllowanceCharge/")
        by_rate[_rate(first(one, "TaxCategory"))] += amount if text(one, "ChargeIndicator") == "true" else -amount
    return _allowances(root)


def _rate(category: Element | None) -> Rate:
    if category is None:
        raise Missing(element="TaxCategory")
    return needed(category, "ID", "TaxCategory/ID"), decimal_of(text(category, "Percent") or "0", "TaxCategory/Percent").normalize()


def _vat(root: Element, by_rate: _ByRate) -> int:
    totals = [one for one in each(root, "TaxTotal") if each(one, "TaxSubtotal")]
    if not totals:
        raise Missing(element="TaxTotal/TaxSubtotal")
    told: dict[Rate, int] = {}
    taxes = 0
    for part in each(totals[0], "TaxSubtotal"):
        rate = _rate(first(part, "TaxCategory"))
        taxable, tax = _amount(part, "TaxableAmount", "TaxSubtotal/"), _amount(part, "TaxAmount", "TaxSubtotal/")
        due = nearest(Fraction(taxable) * Fraction(rate[1]) / 100)
        if abs(tax - due) >= UNIT or (rate[0] in FREE and tax != 0):
            raise _wrong("TaxSubtotal/TaxAmount", tax, 0 if rate[0] in FREE else due, "BR-CO-17")
        if rate[0] == "E" and not (text(part, "TaxCategory/TaxExemptionReason") or text(part, "TaxCategory/TaxExemptionReasonCode")):
            raise NoVatReason
        told[rate] = told.get(rate, 0) + taxable
        taxes += tax
    for rate in sorted({*by_rate, *told}):
        if abs(told.get(rate, 0) - by_rate.get(rate, 0)) >= UNIT:
            raise _wrong("TaxSubtotal/TaxableAmount", told.get(rate, 0), by_rate.get(rate, 0), f"BR-{rate[0]}-08")
    vat = _amount(totals[0], "TaxAmount", "TaxTotal/")
    _same(vat, taxes, "TaxTotal/TaxAmount", "BR-CO-14")
    return vat


def _amount(element: Element, name: str, within: str = "") -> int:
    return ore_of(needed(element, name, within + name), within + name)


def _given(element: Element, name: str) -> int:
    return ore_of(text(element, name) or "0", name)


def _same(found: int, due: int, element: str, rule: str) -> None:
    if found != due:
        raise _wrong(element, found, due, rule)


def _wrong(element: str, found: int, due: int, rule: str) -> WrongSum:
    return WrongSum(element=element, found=f"{sek(found):.2f}", due=f"{sek(due):.2f}", rule=rule)
