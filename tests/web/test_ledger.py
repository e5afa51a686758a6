"""The list of invoices over all agreements: each once however it is paged, summed as the raw rows are, each person their own."""

from __future__ import annotations

import csv
import io
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.db import Database
from service.economy.invoices.model import Actor, Credited, Handed, Paid
from service.economy.invoices.tables import InvoiceRow
from service.lifecycle.money import invoices
from tests.money.world import FIRST, SECOND, Money, made
from tests.web.world import BY, NOW, counted, log_in, signed

NOBODY = Actor(person_id=None, name="Maria")


def some(database: Database, agreements: int) -> list[Money]:
    """Take in agreements of elsewhere; in the first, one invoice is part paid and one part credited."""
    every = [made(database, title=f"Buss {number}") for number in range(agreements)]
    one = every[0]
    for key in (FIRST, SECOND):
        item = one.item(key)
        with database.write() as session:
            invoices.receive(session, item.id, Handed(number=f"=F{key[-5:]}", issued_on=NOW.date(), received_on=NOW.date(),
                             ore=item.expected_ore or 0, vat_ore=250_00), actor=NOBODY, now=NOW, by=BY)
    one.approve()
    with database.write() as session:
        invoices.pay(session, one.item(FIRST).id, Paid(on=NOW.date(), ore=1_000_50), now=NOW, by=BY)
        invoices.credit(session, one.item(SECOND).id, Credited(number="K", on=NOW.date(), ore=400_00, vat_ore=100_00, reason="Fel."),
                        now=NOW, by=BY)
    return every


def test_every_invoice_stands_once_and_the_sums_are_those_of_the_rows(operator: FlaskClient, database: Database) -> None:
    some(database, 20)
    with database.read() as session:
        wanted = list(session.scalars(select(InvoiceRow.id).order_by(InvoiceRow.day.desc(), InvoiceRow.id.desc())))
    found, place = [], "/fakturor"
    while place:
        page = operator.get(place).text
        found += [int(one) for one in re.findall(r'href="/fakturor/(\d+)"', page)]
        place = next(iter(re.findall(r'href="(/fakturor\?[^"]+)" rel="next"', page)), "").replace("&amp;", "&")
    assert found == wanted
    assert len(found) == 40
    said = operator.get("/fakturor?lage=in").text.replace("\u00a0", " ")
    assert "2 rader. Inlämnat utan moms 1 275 350 kr, moms 400 kr, betalt 1 000,50 kr." in said
    rows = list(csv.reader(io.StringIO(operator.get("/fakturor/export.csv?lage=in").text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[3:5] + row[12:] for row in rows[1:]] == [["'=F07-01", "Att godkänna", "150,00", "0,00"], ["'=F02-01", "Godkänd", "250,00", "1000,50"]]
    assert len(operator.get("/fakturor/export.csv").text.splitlines()) == 41
    assert "Inga fakturor passar" in operator.get("/fakturor?fran=2031-01-01").text
    assert len(re.findall(r'rel="next"', operator.get("/fakturor?q=Buss+1&till=2025-08-01").text)) == 0
    assert operator.get("/fakturor?efter=x").status_code == 400


def test_everyone_sees_their_own_and_as_many_questions_are_asked_of_many(app: Flask, operator: FlaskClient, database: Database) -> None:
    some(database, 1)
    signed(database)
    karin = log_in(app.test_client(), "karin")
    assert ("Skyddsbussen" in karin.get("/fakturor").text, "Buss 0" in karin.get("/fakturor").text) == (True, False)
    assert "Buss 0" not in karin.get("/fakturor/export.csv").text
    with counted(database) as few:
        operator.get("/fakturor")
    for number in range(3):
        made(database, title=f"Buss till {number}")
    with counted(database) as many:
        operator.get("/fakturor")
    assert len(few) == len(many)
