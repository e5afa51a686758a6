"""The pictures of one agreement and of all: their figures are those of the rows, for whoever may know of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.economy.invoices.tables import InvoiceRow, PaymentRow
from service.economy.outcome.actions import Entered
from service.economy.outcome.rules import Used
from service.kernel.clock import moment
from service.lifecycle.money import outcome
from service.meetings import actions as meetings
from service.meetings.tables import MeetingRow
from service.obligations.tables import ObligationRow
from service.parties.changes import end
from service.parties.tables import FunctionRow, PartyRow
from service.renewal.tables import DecisionRow
from service.scheduler.sweep import sweep
from service.web.pictures.risks import risks
from service.web.pictures.sums import money, months, overdue
from service.web.pictures.within import Within
from tests.web.world import BY, CONTACTS, NOW, draft, log_in, signed, terms

TODAY = NOW.date()
OTHERS = tuple(one.model_copy(update={"email": f"other-{one.email}"}) for one in CONTACTS)


def lived(database: Database) -> tuple[int, int]:
    """Sign two agreements, of people of their own, and let the clock pass over what they owed until now; return their ids."""
    made = signed(database), signed(database, terms("Den andra", end=date(2027, 10, 31)), contacts=OTHERS)
    for days in range(0, (TODAY - date(2025, 12, 10)).days, 20):
        at = moment(date(2025, 12, 10) + timedelta(days=days), 9)
        sweep(database, now=lambda at=at: at)  # type: ignore[misc]
    sweep(database, now=lambda: NOW)
    with database.write() as session:
        never = session.scalars(select(MeetingRow).where(MeetingRow.agreement_id == made[0]).order_by(MeetingRow.day)).first()
        assert never is not None
        meetings.not_held(session, never.id, now=NOW, by=BY)
    return made


def test_sums_are_those_of_the_rows(database: Database) -> None:
    first, second = lived(database)
    with database.write() as session:
        row = session.scalars(select(InvoiceRow).where(InvoiceRow.agreement_id == first).order_by(InvoiceRow.day)).first()
        assert row is not None
        session.add_all(PaymentRow(invoice_id=row.id, paid_on=date(2026, 8, 1), ore=500_00, reference="", denied=denied, author="Sofia",
                                   recorded_at=NOW) for denied in (False, True))
    with database.read() as session:
        every = Within()
        invoices = session.scalars(select(InvoiceRow)).all()
        wanted = Counter({one.day.year: 0 for one in invoices})
        for one in invoices:
            wanted[one.day.year] += one.expected_ore or 0
        assert {one.year: one.expected for one in money(session, every, TODAY) if one.expected} == dict(wanted)
        assert [(one.year, one.paid) for one in money(session, every, TODAY)] == [(2025, 0), (2026, 500_00), (2027, 0), (2028, 0)]
        found = months(session, every, TODAY)
        ends = Counter(one.replace(day=1) for one in session.scalars(select(AgreementRow.ends_on)) if one is not None)
        days = Counter(one.day.replace(day=1) for one in session.scalars(select(DecisionRow)) if one.state in ("not_due", "open"))
        assert ({one.first: one.ends for one in found if one.ends}, len(found)) == (dict(ends), 24)
        assert {one.first: one.decisions for one in found if one.decisions} == dict(days)
        # In spring the rush of October is seen.
        assert days[date(2026, 10, 1)] == 1
        missed = [one for one in session.scalars(select(ObligationRow)) if one.state == "missed"]
        late = {one.sort: one for one in overdue(session, every, TODAY)}
        assert (late["invoices"].count, late["invoices"].since) == (
            sum(one.kind == "invoice" for one in missed), min(one.day for one in missed if one.kind == "invoice"))
        assert late["meetings"].count == sum(one.kind == "meeting" for one in missed) > 0
        organisation = session.scalars(select(PartyRow.organisation_id).where(PartyRow.agreement_id == second).limit(1)).one()
        assert money(session, Within(None, organisation or 0), TODAY) == money(session, every, TODAY)
        assert not any(one.expected for one in money(session, Within(None, 999), TODAY))
        mine = Within(lambda column: column == second)
        assert sum(one.ends for one in months(session, mine, TODAY)) == 1


def test_risks_say_why_and_the_gravest_comes_first(database: Database) -> None:
    first, second = lived(database)
    with database.write() as session:
        row = session.scalars(select(FunctionRow).where(FunctionRow.agreement_id == first, FunctionRow.function == "coordinator")).first()
        assert row is not None
        end(session, row, TODAY)
        budget = outcome.budget_on(session, first, TODAY)
        outcome.enter(session, first, Entered(as_of=TODAY, posts=tuple(Used(one.name, one.budget_ore + 100) for one in budget.posts)),
                      author="Maria", now=NOW, by=BY)
    with database.read() as session:
        found = risks(session, Within(), TODAY)
        assert ([one.agreement_id for one in found.rows], found.count) == ([first, second], 2)
        assert {one.code for one in found.rows[0].why} >= {"overdue", "unled", "over", "missed", "near"}
        assert "unled" not in {one.code for one in found.rows[1].why}
        overdue_here = next(one for one in found.rows[0].why if one.code == "overdue")
        missed = session.scalars(select(ObligationRow).where(
            ObligationRow.agreement_id == first, ObligationRow.state == "missed", ObligationRow.kind != "meeting")).all()
        assert (overdue_here.count, overdue_here.day) == (len(missed), min(one.day for one in missed))
    with database.write() as session:
        budget = outcome.budget_on(session, first, TODAY)
        outcome.enter(session, first, Entered(as_of=TODAY, posts=tuple(Used(one.name, 0) for one in budget.posts)), author="Maria", now=NOW, by=BY)
    with database.read() as session:
        assert "over" not in {one.code for one in risks(session, Within(), TODAY).rows[0].why}


def test_everyone_sees_their_own(app: Flask, operator: FlaskClient, database: Database) -> None:
    lived(database)
    karin = log_in(app.test_client(), "karin")
    mine, all_of_it = karin.get("/agreements/bilder").text, operator.get("/agreements/bilder").text
    assert ("Skyddsbussen i Linden" in mine, "Den andra" in mine) == (True, False)
    assert "Den andra" in all_of_it
    assert "Ingen överenskommelse slutar" in operator.get("/agreements/bilder?part=999").text


def test_an_agreement_in_pictures_and_before_there_is_anything(app: Flask, operator: FlaskClient, database: Database) -> None:
    first, _ = lived(database)
    page = operator.get(f"/agreements/{first}/bilder").text
    assert page.count('role="img"') == 3
    assert "Inga pass är inlagda" in page
    assert "Inget utfall är angivet än" in page
    assert 'href="/agreements/1/bilder"' in operator.get(f"/agreements/{first}").text
    empty = operator.get(f"/agreements/{draft(database)}/bilder").text
    assert "Inget möte har hållits än" in empty
