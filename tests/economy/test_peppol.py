"""Peppol invoices: what they say, and each thing that may be wrong with one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from service.economy.reading import refusals
from service.economy.reading.model import Trader
from service.economy.reading.peppol import read_peppol
from service.economy.reading.xml import LARGEST
from service.kernel.errors import Refusal

FILES = Path(__file__).parent / "files"
BASE = (FILES / "base.xml").read_text("utf-8")


def read(name: str) -> bytes:
    return (FILES / f"{name}.xml").read_bytes()


def test_the_base_example() -> None:
    found = read_peppol(read("base"))
    assert (found.number, found.issued_on, found.due_on) == ("2025-004", date(2025, 7, 1), date(2025, 7, 31))
    assert found.period == (date(2025, 2, 1), date(2025, 6, 30))
    assert found.seller == Trader("Skyddsvärnet i Göteborg", "8572015728")
    assert found.buyer == Trader("Socialförvaltningen Centrum", "2120001355")
    assert (found.reference, found.ocr, found.currency, found.credit) == ("SF-4711", "20250701004", "SEK", False)
    assert (found.net_ore, found.vat_ore, found.total_ore, found.payable_ore) == (50_000_000, 12_500_000, 62_500_000, 62_500_000)
    assert [(one.name, one.net_ore, one.category, str(one.rate)) for one in found.lines] == [
        ("Trygghetsvandrare", 40_000_000, "S", "25"), ("Drift och underhåll", 10_000_000, "S", "25")]


def test_the_other_examples() -> None:
    some = read_peppol(read("allowance-charge"))
    assert (some.net_ore, some.vat_ore, some.total_ore, some.payable_ore) == (108_365, 22_377, 130_742, 100_700)
    credit = read_peppol(read("credit-note"))
    assert (credit.credit, credit.number, credit.total_ore, credit.due_on) == (True, "K-17", 1_250_000, None)
    free = read_peppol(read("vat-exempt"))
    assert (free.vat_ore, free.total_ore, free.lines[0].category) == (0, 63_787_500, "E")
    attached = read_peppol(read("attached-pdf")).attached
    assert attached is not None and attached.startswith(b"%PDF-1.4") and attached.endswith(b"%%EOF\n")
    inner = BASE.partition("?>")[2]
    assert read_peppol(f'<StandardBusinessDocument xmlns="urn:x"><Header/>{inner}</StandardBusinessDocument>'.encode()).number == "2025-004"


BOMB = "<!DOCTYPE lolz [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {two} '{f'&{one};' * 10}'>" for one, two in zip("abcdefgh", "bcdefghi", strict=True)) + "]><Invoice>&i;</Invoice>"
BROKEN: dict[str, tuple[str, type[Refusal], str]] = {
    "bad xml": (BASE[:-30], refusals.NotXml, "inte hel XML"),
    "xxe": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', refusals.Defines, "DOCTYPE"),
    "billion laughs": (BOMB, refusals.Defines, "DOCTYPE"),
    "deep": ("<a>" * 100 + "</a>" * 100, refusals.TooDeep, "djupare"),
    "not ubl": ("<html/>", refusals.NotUbl, "html"),
    "another customization": (BASE.replace("billing:3.0<", "selfbilling:3.0<"), refusals.OtherRules, "CustomizationID"),
    "another profile": (BASE.replace("billing:01:1.0", "ordering:01:1.0"), refusals.OtherRules, "ProfileID"),
    "another kind": (BASE.replace(">380<", ">381<"), refusals.BadType, "InvoiceTypeCode är 381"),
    "no number": (BASE.replace("<cbc:ID>2025-004</cbc:ID>", "<cbc:ID> </cbc:ID>"), refusals.Missing, "saknar ID"),
    "no reference": (BASE.replace("<cbc:BuyerReference>SF-4711</cbc:BuyerReference>", ""), refusals.Missing, "BuyerReference / OrderReference"),
    "no day": (BASE.replace("2025-07-01</cbc:Issue", "2025-02-30</cbc:Issue"), refusals.BadDay, "IssueDate är ”2025-02-30”"),
    "backward": (BASE.replace("2025-06-30", "2024-06-30"), refusals.BackwardPeriod, "InvoicePeriod slutar 30 juni 2024"),
    "euros": (BASE.replace(">SEK<", ">EUR<"), refusals.OtherCurrency, "DocumentCurrencyCode är i EUR"),
    "one in euros": (BASE.replace('currencyID="SEK">80000', 'currencyID="EUR">80000'), refusals.OtherCurrency, "PriceAmount är i EUR"),
    "bad number": (BASE.replace(">212000-1355<", ">212000-1356<"), refusals.BadOrgNumber, "AccountingCustomerParty/PartyLegalEntity/CompanyID"),
    "three decimals": (BASE.replace(">400000.00<", ">400000.001<"), refusals.BadAmount, "LineExtensionAmount är ”400000.001”"),
    "line": (BASE.replace(">80000<", ">80001<"), refusals.WrongSum, "400000.00, men ska vara 400005.00 (PEPPOL-EN16931-R120)"),
    "lines": (BASE.replace(">500000.00</cbc:LineExt", ">500001.00</cbc:LineExt"), refusals.WrongSum, "(BR-CO-10)"),
    "net": (BASE.replace(">500000.00</cbc:TaxExcl", ">500001.00</cbc:TaxExcl"), refusals.WrongSum, "(BR-CO-13)"),
    "vat": (BASE.replace(">125000.00<", ">124000.00<"), refusals.WrongSum, "TaxSubtotal/TaxAmount är 124000.00, men ska vara 125000.00"),
    "vat in all": (BASE.replace(">125000.00<", ">125000.50<", 1), refusals.WrongSum, "(BR-CO-14)"),
    "gross": (BASE.replace(">625000.00</cbc:TaxIncl", ">625000.10</cbc:TaxIncl"), refusals.WrongSum, "(BR-CO-15)"),
    "to pay": (BASE.replace(">625000.00</cbc:Pay", ">624000.00</cbc:Pay"), refusals.WrongSum, "PayableAmount är 624000.00, men ska vara 625000.00"),
    "taxed at another rate": (BASE.replace("<cbc:Percent>25<", "<cbc:Percent>12<", 1).replace(">125000.00<", ">60000.00<"),
                              refusals.WrongSum, "TaxableAmount"),
    "free without a reason": (read("vat-exempt").decode().replace("TaxExemptionReason", "Other"), refusals.NoVatReason, "BR-E-10"),
    "no pdf": (read("attached-pdf").decode().replace("JVBERi0", "AAAAAAA"), refusals.BrokenAttachment, "EmbeddedDocumentBinaryObject"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_told_with_its_element(name: str) -> None:
    content, kind, said = BROKEN[name]
    with pytest.raises(kind) as told:
        read_peppol(content.encode())
    assert type(told.value) is kind and said in told.value.sentence("sv")
    assert told.value.sentence("en") != told.value.sentence("sv")


def test_a_huge_file_is_not_opened() -> None:
    with pytest.raises(refusals.TooBig):
        read_peppol(b" " * (LARGEST + 1))
