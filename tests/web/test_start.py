"""The first page: what needs me, what waits for others, what comes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from service.db import Database
from service.economy.invoices.tables import InvoiceRow
from service.kernel.clock import moment
from service.parties.tables import FunctionRow, PersonRow
from service.scheduler.sweep import sweep
from service.web.start.mine import MOST
from tests.web.test_agreements import words
from tests.web.world import NOW, Clock, alive, called, counted, draft, email_of, log_in, signed, terms


def to_do(page: str) -> list[str]:
    """Return what the page says needs the reader, in order."""
    mine = page.split('id="mine"')[1].split("</section>")[0]
    return [words(one) for one in re.findall(r"<h3>(.*?)(?: <span|</h3>)", mine)]


@pytest.fixture
def karin(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "karin")


def test_a_draft_waits_for_whoever_may_send_it_and_leads_there(karin: FlaskClient, database: Database) -> None:
    number = draft(database)
    page = karin.get("/").text
    assert to_do(page) == ["Skicka utkastet för underskrift"]
    assert f'href="/agreements/{number}"' in page


def test_nobody_owes_anything_by_what_is_not_signed(karin: FlaskClient, database: Database, clock: Clock) -> None:
    draft(database)
    clock.at = moment(date(2027, 6, 1), 9)
    alive(database, clock.at)
    log_in(karin, "karin")
    page = karin.get("/").text
    assert to_do(page) == ["Skicka utkastet för underskrift"]
    assert "Åligger" not in page


def test_a_call_not_answered_and_a_meeting_nobody_noted(karin: FlaskClient, database: Database, clock: Clock) -> None:
    meeting = called(database, signed(database))
    assert "Svara på kallelsen" in to_do(karin.get("/").text)
    assert f'href="/meetings/{meeting}"' in karin.get("/").text
    clock.at = moment(date(2026, 10, 20), 9)
    alive(database, clock.at)
    log_in(karin, "karin")
    assert "Blev mötet av?" in to_do(karin.get("/").text)


def test_what_is_late_stands_first_and_what_others_owe_apart(app: Flask, database: Database, clock: Clock) -> None:
    number = signed(database)
    for day in (date(2026, 1, 2), date(2026, 6, 30), date(2026, 11, 3)):
        sweep(database, now=lambda day=day: moment(day, 9))
    clock.at = moment(date(2026, 11, 3), 9)
    alive(database, clock.at)
    maria, anders = log_in(app.test_client(), "maria"), log_in(app.test_client(), "anders")
    hers, his = maria.get("/").text, anders.get("/").text
    assert to_do(hers)[0] == "En faktura saknas"
    assert 'class="is-late"' in hers.split('id="mine"')[1].split("</h3>")[0]
    assert to_do(his)[0] == "Ta ställning till förlängning"
    assert "En faktura saknas" in words(his.split('id="others"')[1])
    with database.write() as session:
        session.execute(update(InvoiceRow).where(InvoiceRow.agreement_id == number).values(state="paid", next_at=None))
    assert "En faktura saknas" not in to_do(maria.get("/").text)


def test_a_meeting_of_today_is_to_be_gone_to_until_it_is_over(karin: FlaskClient, database: Database, clock: Clock) -> None:
    called(database, signed(database))
    for hour, told in ((8, True), (11, True), (12, False)):
        clock.at = moment(date(2026, 10, 8), hour)
        alive(database, clock.at)
        log_in(karin, "karin")
        page = karin.get("/").text
        assert ("Kvartalsavstämning i dag 10.00–11.30" in to_do(page)) == told
        assert ("I dag Kvartalsavstämning kl. 10.00" in words(page)) == (hour < 10)


def test_the_economist_pays_and_the_manager_where_there_is_none(app: Flask, database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        session.execute(update(InvoiceRow).where(InvoiceRow.agreement_id == number).values(
            state="approved", earlier=False, number="17", due_on=date(2026, 10, 1)))
        other = session.scalars(select(PersonRow.id).where(PersonRow.email == "reader@staden.example")).one()
        session.execute(update(FunctionRow).where(FunctionRow.function == "economist").values(person_id=other))
    anders = log_in(app.test_client(), "anders")
    assert "Betala faktura 17" not in to_do(anders.get("/").text)
    with database.write() as session:
        session.execute(update(FunctionRow).where(FunctionRow.function == "economist").values(to_on=date(2026, 9, 1)))
    assert "Betala faktura 17" in to_do(anders.get("/").text)


def test_a_function_nobody_holds_is_a_fault_of_ones_own_side(karin: FlaskClient, database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        row = session.scalars(select(FunctionRow).where(
            FunctionRow.agreement_id == number, FunctionRow.function == "economist").order_by(FunctionRow.id)).first()
        assert row is not None
        row.to_on = date(2026, 9, 1)
    assert "Ängstadens kommun saknar ekonom" in to_do(karin.get("/").text)


def test_who_has_nothing_to_do_is_told_what_comes_next(app: Flask, database: Database) -> None:
    signed(database)
    said = words(log_in(app.test_client(), "reader").get("/").text)
    assert "Inget väntar på dig." in said
    assert "Härnäst:" in said
    assert "Närmast i tiden" in said


def test_with_nothing_at_all_the_page_says_what_to_do(app: Flask, database: Database) -> None:
    assert "Börja med en överenskommelse" in log_in(app.test_client(), "operator").get("/").text
    assert "stranger@staden.example" in log_in(app.test_client(), "stranger").get("/").text
    signed(database)
    assert "Du har ingen uppgift i någon överenskommelse." in log_in(app.test_client(), "operator").get("/").text


def test_twenty_agreements_cost_as_many_queries_as_one(karin: FlaskClient, database: Database) -> None:
    called(database, signed(database))
    karin.get("/")
    with counted(database) as one:
        karin.get("/")
    for number in range(19):
        called(database, signed(database, terms(f"Nummer {number}")), now=NOW)
    with counted(database) as twenty:
        page = karin.get("/").text
    assert len(twenty) == len(one)
    assert "Nummer 18" in page


def test_who_holds_more_functions_than_are_asked_for_is_told_so(karin: FlaskClient, database: Database) -> None:
    signed(database)
    assert "senaste behöver" not in karin.get("/").text
    with database.write() as session:
        one = session.scalars(select(FunctionRow).join(PersonRow, PersonRow.id == FunctionRow.person_id).where(
            PersonRow.email == email_of("karin"))).first()
        assert one is not None
        session.execute(insert(FunctionRow), [
            {"agreement_id": one.agreement_id, "party_id": one.party_id, "person_id": one.person_id, "function": one.function}] * MOST)
    assert f"de {MOST} senaste behöver" in karin.get("/").text
