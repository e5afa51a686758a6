"""The pages of the economy: from the invoice that is wanted to the one that is paid, each button for whom it is."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from service.agreements.terms import Economy, Payment, Rate
from service.db import Database
from service.documents.tables import DocumentRow, VersionRow
from service.economy.invoices.store import items_of
from service.economy.invoices.tables import CreditRow, InvoiceRow
from service.scheduler.sweep import sweep
from tests.documents.made import pdf
from tests.web.test_agreements import words as plain_words
from tests.web.world import NOW, counted, draft, log_in, signed, terms

FILES = Path(__file__).parent.parent / "economy" / "files"
GIVEN = {"number": "2026-1", "issued_on": "2026-09-20", "received_on": "2026-09-21", "sek": "637 875", "vat": "", "reference": ""}


@pytest.fixture
def people(app: Flask) -> dict[str, FlaskClient]:
    return {name: log_in(app.test_client(), name) for name in ("karin", "anders", "maria", "peter", "reader")}


def begun(database: Database) -> tuple[int, list[int]]:
    """Sign an agreement and let the clock go; return it and its invoices."""
    number = signed(database)
    sweep(database, now=lambda: NOW)
    with database.read() as session:
        return number, [one.id for one in items_of(session, number)]


def state(database: Database, invoice: int) -> str:
    with database.read() as session:
        return session.get_one(InvoiceRow, invoice).state


def words(page: str) -> str:
    return plain_words(page).replace("\u00a0", " ")


def sent(client: FlaskClient, invoice: int, act: str, **given: Any) -> tuple[int, str]:
    answer = client.post(f"/fakturor/{invoice}/{act}", data=given, follow_redirects=True)
    return answer.status_code, words(answer.text)


def test_an_invoice_goes_from_wanted_to_paid(people: dict[str, FlaskClient], database: Database) -> None:
    agreement, (first, second) = begun(database)
    assert "En faktura saknas" in people["maria"].get("/").text
    page = words(people["maria"].get(f"/agreements/{agreement}/ekonomi").text)
    assert "1 275 750 kr" in page
    assert "Saknas" in page
    assert page.count("6 av 12 månader av 1 275 750 kr.") == 2
    status, page = sent(people["maria"], first, "lamna-in", **{**GIVEN, "sek": "600 000"})
    assert (status, "skriv varför det skiljer" in page) == (422, True)
    status, page = sent(people["maria"], first, "lamna-in", **GIVEN, file=(io.BytesIO(pdf()), "faktura.pdf"))
    assert (status, "Att godkänna" in page) == (200, True)
    assert "Godkänn faktura 2026-1" in people["anders"].get("/").text
    assert "Godkänn fakturan" not in people["maria"].get(f"/fakturor/{first}").text
    assert sent(people["anders"], first, "betala", on="2026-09-21", sek="1")[0] == 409
    assert sent(people["anders"], first, "godkann")[0] == 200
    assert sent(people["anders"], first, "betala", on="2026-09-21", sek="700 000")[0] == 422
    paid = {"on": "2026-09-21", "sek": "637 875", "reference": "BG 1"}
    status, page = sent(people["anders"], first, "betala", **paid, proof=(io.BytesIO(b"GIF89a"), "kvitto.gif"))
    assert (status, "Underlag för betalningen" in page, state(database, first)) == (415, True, "approved")
    status, page = sent(people["anders"], first, "betala", **paid | {"sek": "x"}, proof=(io.BytesIO(pdf("Kvitto")), "kvitto.pdf"))
    assert (status, "Välj filen igen" in page) == (422, True)
    status, page = sent(people["anders"], first, "betala", **paid, proof=(io.BytesIO(pdf("Kvitto")), "kvitto.pdf"))
    assert (status, state(database, first)) == (200, "paid")
    assert "Fakturan är betald" in page
    proof = re.findall(r'href="(/[^"]+)">Underlaget<', people["maria"].get(f"/fakturor/{first}").text)
    assert "Betalning av faktura 2026-1" in people["maria"].get(proof[0]).text
    assert (state(database, second), "2026-1" in people["reader"].get(f"/fakturor/{first}").text) == ("expected", True)
    with database.read() as session:
        assert session.execute(select(DocumentRow.matter, DocumentRow.direction, DocumentRow.status)).all() == [
            (f"invoice {first}", "received", "official"), (f"invoice {first}", "sent", "official")]


def test_a_pdf_fills_in_what_is_left_empty_and_is_held_against_what_is_typed(people: dict[str, FlaskClient], database: Database) -> None:
    _, (first, _) = begun(database)
    made = io.BytesIO()
    page = Canvas(made)
    for at, line in enumerate(("Fakturanummer: 2026-9", "Fakturadatum 2026-09-20", "Att betala: 637 876,00 kr")):
        page.drawString(60, 780 - 20 * at, line)
    page.save()

    def hand_in(**given: str) -> tuple[int, str]:
        answer = people["maria"].post(f"/fakturor/{first}/lamna-in", data={
            "received_on": "2026-09-21", "sek": "637 875", **given, "file": (io.BytesIO(made.getvalue()), "f.pdf")}, follow_redirects=True)
        return answer.status_code, answer.text

    status, page_text = hand_in(number="", issued_on="")
    assert (status, 'value="2026-9"' in page_text, 'value="2026-09-20"' in page_text) == (422, True, True)
    assert "Se igenom dem, välj filen igen" in page_text
    status, page_text = hand_in(number="2026-9", issued_on="2026-09-20")
    assert (status, "I filen verkar det stå 637 876 kronor att betala" in page_text.replace("\u00a0", " ")) == (422, True)
    assert hand_in(number="2026-9", issued_on="2026-09-20", reason="Öresavrundning.")[0] == 200
    assert state(database, first) == "received"


def test_a_peppol_invoice_fills_in_the_form_and_is_kept(people: dict[str, FlaskClient], database: Database) -> None:
    _, (first, _) = begun(database)

    def hand_in(name: str, reason: str = "") -> tuple[int, str]:
        file = (io.BytesIO((FILES / f"{name}.xml").read_bytes()), "faktura.xml")
        answer = people["maria"].post(f"/fakturor/{first}/lamna-in", data={
            "received_on": "2026-09-21", "reason": reason, "file": file}, follow_redirects=True)
        return answer.status_code, answer.text

    broken = people["maria"].post(f"/fakturor/{first}/lamna-in", data={
        "received_on": "2026-09-21", "file": (io.BytesIO((FILES / "base.xml").read_bytes()[:900]), "faktura.xml")})
    assert (broken.status_code, "Filen är inte hel XML" in broken.text, "Fyll i det här" in broken.text) == (422, True, False)
    status, page = hand_in("base")
    assert (status, 'value="2025-004"' in page, 'value="500000"' in page, "1 februari 2025 – 30 juni 2025" in page) == (422, True, True, True)
    assert "För perioden väntas" in page
    assert hand_in("credit-note")[0] == 422
    assert hand_in("base", "Första delen.")[0] == 200
    with database.read() as session:
        row = session.get_one(InvoiceRow, first)
        assert (row.number, row.ore, row.vat_ore, row.reference) == ("2025-004", 500_000_00, 125_000_00, "SF-4711")
        assert session.scalars(select(VersionRow.media)).all() == ["application/xml"]

    def credit(name: str, reason: str = "") -> tuple[int, str]:
        file = (io.BytesIO((FILES / f"{name}.xml").read_bytes()), "kredit.xml")
        return sent(people["maria"], first, "kreditera", reason=reason, file=file)

    # An electronic credit note fills in its own form, and an invoice is none.
    assert credit("base", "Fel.")[0] == 422
    status, page = credit("credit-note")
    assert (status, "Kreditfakturan som fil" in page) == (422, True)
    status, page = credit("credit-note", "För många pass.")
    assert (status, "För många pass." in page) == (200, True)
    with database.read() as session:
        row = session.scalars(select(CreditRow)).one()
        assert (row.ore > 0, row.document_id is not None) == (True, True)


def test_numbers_that_amounts_are_reckoned_with_are_entered_by_the_payer(people: dict[str, FlaskClient], database: Database) -> None:
    economy = Economy(rate=Rate(amount=Decimal(450), unit="pass"), payment=Payment(direction="invoice", every_months=6))
    agreement = signed(database, terms().model_copy(update={"economy": economy}))
    with database.read() as session:
        key = items_of(session, agreement)[0].key
    page = words(people["anders"].get(f"/agreements/{agreement}/ekonomi/installningar").text)
    assert "inte infört" in page
    address = f"/agreements/{agreement}/ekonomi/tal"
    assert people["anders"].post(address, data={"what": "units:invoice:1999", "value": "3"}).status_code == 422
    answer = people["anders"].post(address, data={"what": f"units:{key}", "value": "40,5"}, follow_redirects=True)
    assert (answer.status_code, "18 225 kr" in words(answer.text)) == (200, True)


def test_above_the_frame_is_seen_in_red_and_needs_its_reason(people: dict[str, FlaskClient], database: Database) -> None:
    _, (first, _) = begun(database)
    much = {**GIVEN, "sek": "1 300 000", "reason": "Allt på en gång."}
    status, page = sent(people["maria"], first, "lamna-in", **much)
    assert (status, "Med detta överskrids ramen med 24 250 kronor" in page, "Varför går den över ramen?" in page) == (422, True, True)
    status, page = sent(people["maria"], first, "lamna-in", **much, over_reason="Nämnden § 9")
    assert "Går 24 250 kr över ramen" in page
    assert sent(people["anders"], first, "godkann")[0] == 200
    assert state(database, first) == "approved"
    status, page = sent(people["karin"], first, "bestrid", reason="Fel period.")
    assert "Bestridd" in page
    assert sent(people["peter"], first, "kreditera", number="K1", on="2026-09-21", sek="1 300 000", reason="Fel.")[0] == 200
    assert state(database, first) == "credited"


def test_what_the_payer_settles(people: dict[str, FlaskClient], database: Database) -> None:
    agreement, _ = begun(database)
    where = f"/agreements/{agreement}/ekonomi/installningar"
    assert people["karin"].get(where).status_code == 403
    answer = people["anders"].post(where, data={"two": "100 000", "reference": "4711", "revision": "0"}, follow_redirects=True)
    assert "Över 100 000 kr godkänner två olika personer" in words(answer.text)
    assert people["anders"].post(where, data={"two": "", "revision": "0"}).status_code == 409


def test_pages_ask_a_fixed_number_of_questions_and_drafts_have_no_invoices_to_hand_in(
    people: dict[str, FlaskClient], database: Database,
) -> None:
    _, (first, second) = begun(database)
    asked = []
    sent(people["maria"], first, "lamna-in", **GIVEN)
    for one in (second, first):
        people["anders"].get(f"/fakturor/{one}")
        with counted(database) as seen:
            assert people["anders"].get(f"/fakturor/{one}").status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]
    number = draft(database)
    with database.read() as session:
        drafted = items_of(session, number)[0].id
    assert "Lämna in fakturan" not in people["maria"].get(f"/fakturor/{drafted}").text
    assert sent(people["maria"], drafted, "lamna-in", **GIVEN)[0] == 409


def test_above_the_limit_a_payout_is_approved_before_another_records_it(people: dict[str, FlaskClient], database: Database) -> None:
    economy = Economy(total=Decimal(100_000), payment=Payment(direction="payout", every_months=6))
    agreement = signed(database, terms().model_copy(update={"economy": economy}))
    with database.read() as session:
        first = items_of(session, agreement)[0].id
    people["anders"].post(f"/agreements/{agreement}/ekonomi/installningar", data={"two": "10 000", "reference": "", "revision": "0"})
    page = words(people["anders"].get(f"/fakturor/{first}").text)
    assert "Över 10 000 kr är det två olika personer: en som godkänner och en som antecknar utbetalningen." in page
    status, page = sent(people["anders"], first, "utbetald", on="2026-09-21", sek="50 000")
    assert (status, "någon annan måste först godkänna minst 50 000 kronor" in page) == (403, True)
    status, page = sent(people["anders"], first, "utbetald", on="2026-09-21", sek="9 000")
    assert (status, "skriv varför det skiljer" in page, "Varför är det ett annat belopp?" in page) == (422, True, True)
    status, page = sent(people["anders"], first, "godkann", sek="50 000")
    assert (status, "Du har godkänt. Någon annan antecknar utbetalningen." in page, "högst 50 000 kr" in page) == (200, True, True)
    assert sent(people["anders"], first, "utbetald", on="2026-09-21", sek="9 000", reason="En del.")[0] == 200
    assert state(database, first) == "claimed"
