"""A Peppol BIS Billing 3 invoice or credit note: read, and checked by the rules that its sums and names must follow."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date

from stdnum.se import orgnr

from service.economy.reading.amounts import decimal_of, ore_of
from service.economy.reading.model import Invoice, Line, Trader
from service.economy.reading.refusals import (
    BackwardPeriod,
    BadDay,
    BadOrgNumber,
    BadType,
    BrokenAttachment,
    Missing,
    NotUbl,
    OtherCurrency,
    OtherRules,
)
from service.economy.reading.sums import check_sums
from service.economy.reading.xml import CBC, Element, basic, each, first, local, needed, parse, text

UBL = "{urn:oasis:names:specification:ubl:schema:xsd:%s-2}%s"
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = re.compile(r"urn:fdc:peppol\.eu:2017:poacc:billing:\d{2}:1\.0")
TYPES = {
    "Invoice": frozenset(map(str, (
        71, 80, 82, 84, 102, 218, 219, 326, 331, 380, 382, 383, 384, 386, 388, 393, 395, 553, 575, 623, 780, 817, 870, 875, 876,
        877))),
    "CreditNote": frozenset(map(str, (81, 83, 381, 396, 532))),
}
SWEDISH = "0007"


def read_peppol(content: bytes) -> Invoice:
    """Return what an invoice says; refuse one that is broken, follows other rules or does not add up."""
    root = _document(parse(content))
    kind = local(root)
    _check_rules(root, kind)
    currency = _currency(root)
    lines = tuple(_line(one, kind) for one in each(root, f"{kind}Line"))
    if not lines:
        raise Missing(element=f"{kind}Line")
    sums = check_sums(root, kind)
    due_on = _day(root, "DueDate") if kind == "Invoice" else None
    return Invoice(
        number=needed(root, "ID"), issued_on=_needed_day(root, "IssueDate"),
        due_on=due_on or _day(root, "PaymentMeans/PaymentDueDate"), period=_period(root),
        seller=_trader(root, "AccountingSupplierParty"), buyer=_trader(root, "AccountingCustomerParty"),
        reference=_reference(root), currency=currency, net_ore=sums.net, vat_ore=sums.vat, total_ore=sums.total,
        payable_ore=sums.payable, lines=lines, credit=kind == "CreditNote", ocr=text(root, "PaymentMeans/PaymentID"),
        attached=_attached(root))


def _document(root: Element) -> Element:
    """Return the invoice itself, out of the envelope of the network if it lies in one."""
    known = {UBL % (kind, kind) for kind in TYPES}
    if local(root) == "StandardBusinessDocument":
        root = next((one for one in root if one.tag in known), root)
    if root.tag not in known:
        raise NotUbl(element=local(root))
    return root


def _check_rules(root: Element, kind: str) -> None:
    stated = needed(root, "CustomizationID")
    if stated != CUSTOMIZATION:
        raise OtherRules(element="CustomizationID", value=stated)
    profile = needed(root, "ProfileID")
    if not PROFILE.fullmatch(profile):
        raise OtherRules(element="ProfileID", value=profile)
    code = needed(root, f"{kind}TypeCode")
    if code not in TYPES[kind]:
        raise BadType(element=f"{kind}TypeCode", value=code)


def _currency(root: Element) -> str:
    """Return the currency, the same everywhere; only VAT may also be told in the currency of its accounts."""
    currency = needed(root, "DocumentCurrencyCode")
    if currency != "SEK":
        raise OtherCurrency(element="DocumentCurrencyCode", value=currency)
    for one in root.iter():
        if (told := one.get("currencyID")) not in (None, currency):
            raise OtherCurrency(element=local(one), value=told)
    return currency


def _line(line: Element, kind: str) -> Line:
    quantity = "InvoicedQuantity" if kind == "Invoice" else "CreditedQuantity"
    needed(line, quantity, f"{kind}Line/{quantity}")
    category = needed(line, "Item/ClassifiedTaxCategory/ID", f"{kind}Line/Item/ClassifiedTaxCategory/ID")
    return Line(
        number=needed(line, "ID", f"{kind}Line/ID"), name=needed(line, "Item/Name", f"{kind}Line/Item/Name"),
        net_ore=ore_of(needed(line, "LineExtensionAmount", f"{kind}Line/LineExtensionAmount"), f"{kind}Line/LineExtensionAmount"),
        category=category, rate=decimal_of(text(line, "Item/ClassifiedTaxCategory/Percent") or "0", "Percent"))


def _reference(root: Element) -> str:
    found = text(root, "BuyerReference") or text(root, "OrderReference/ID")
    if found is None:
        raise Missing(element="BuyerReference / OrderReference")
    return found


def _as_day(given: str, element: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", given):
            return date.fromisoformat(given)
    except ValueError:
        raise BadDay(element=element, value=given) from None
    raise BadDay(element=element, value=given)


def _day(root: Element, path: str) -> date | None:
    found = text(root, path)
    return None if found is None else _as_day(found, path)


def _needed_day(root: Element, path: str) -> date:
    return _as_day(needed(root, path), path)


def _period(root: Element) -> tuple[date, date] | None:
    start, end = _day(root, "InvoicePeriod/StartDate"), _day(root, "InvoicePeriod/EndDate")
    begins, ends = start or end, end or start
    if begins is None or ends is None:
        return None
    if ends < begins:
        raise BackwardPeriod(first=begins, last=ends)
    return begins, ends


def _trader(root: Element, side: str) -> Trader:
    party = first(root, f"{side}/Party")
    if party is None:
        raise Missing(element=f"{side}/Party")
    name = needed(party, "PartyLegalEntity/RegistrationName", f"{side}/PartyLegalEntity/RegistrationName")
    return Trader(name, _number(party, side))


def _number(party: Element, side: str) -> str | None:
    """Return the organisation number: the legal one, else the address in the network if that is one."""
    legal, address = basic(party, "PartyLegalEntity/CompanyID"), basic(party, "EndpointID")
    country = text(party, "PostalAddress/Country/IdentificationCode")
    if legal is not None and legal.get("schemeID") in (SWEDISH, None) and (legal.get("schemeID") or country == "SE"):
        return _swedish(legal, f"{side}/PartyLegalEntity/CompanyID")
    if address is not None and address.get("schemeID") == SWEDISH:
        return _swedish(address, f"{side}/EndpointID")
    return None


def _swedish(element: Element, called: str) -> str:
    given = (element.text or "").strip()
    if not orgnr.is_valid(given):
        raise BadOrgNumber(element=called, value=given)
    return str(orgnr.compact(given))


def _attached(root: Element) -> bytes | None:
    """Return the first PDF file that the invoice carries."""
    for one in each(root, "AdditionalDocumentReference/Attachment"):
        held = one.find(f"{CBC}EmbeddedDocumentBinaryObject")
        if held is None or held.get("mimeCode") != "application/pdf":
            continue
        try:
            content = base64.b64decode("".join((held.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            raise BrokenAttachment from None
        if not content.startswith(b"%PDF-"):
            raise BrokenAttachment
        return content
    return None
