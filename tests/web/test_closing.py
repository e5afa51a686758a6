"""Ending well: what is left after the end, closing once nothing is, and an agreement that is then only read."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.demo.lived.life import live_through
from service.followup.reports.tables import ReportRow
from service.kernel.clock import moment
from service.lifecycle.ending.closing import KEPT_UP
from service.meetings.tables import MeetingRow
from service.obligations.tables import ObligationRow
from service.scheduler.sweep import sweep
from service.web.frame.access import KEPT, READING, Of
from tests.web.test_agreements import words
from tests.web.world import Clock, log_in, posts, signed

AFTER, DONE = moment(date(2027, 1, 4), 9), moment(date(2027, 3, 1), 9)
SHUT = "Överenskommelsen är avslutad och går bara att läsa; inget i den ändras längre."


def people_at(app: Flask, clock: Clock, at: datetime) -> dict[str, FlaskClient]:
    """Let everyone log in at a moment."""
    clock.at = at
    return {name: log_in(app.test_client(), name) for name in ("karin", "anders", "maria", "peter")}


def ended(database: Database) -> int:
    """Let an agreement live through its year; its summary is left to do."""
    number = signed(database)
    live_through(database, [number], moment(date(2025, 12, 10), 9), AFTER)
    return number


def done(database: Database, number: int) -> None:
    """Do what is left."""
    live_through(database, [number], AFTER, DONE)


def state(database: Database, number: int) -> str:
    with database.read() as session:
        return session.get_one(AgreementRow, number).state


def test_it_is_closed_once_what_is_left_is_done_and_both_are_told(
    app: Flask, database: Database, clock: Clock,
) -> None:
    number = ended(database)
    place, people = f"/agreements/{number}", people_at(app, clock, AFTER)
    page = words(people["karin"].get(f"{place}/avslut").text)
    assert "Kvar att göra: " in page
    assert "Skriftlig sammanställning över året" in page
    assert "Avsluta överenskommelsen" not in page
    assert people["karin"].post(f"{place}/avsluta").status_code == 409
    done(database, number)
    people = people_at(app, clock, DONE)
    assert "Avsluta överenskommelsen" in people["karin"].get("/").text
    assert people["maria"].post(f"{place}/avsluta").status_code == 403
    assert "Inget är kvar att göra" in people["maria"].get(f"{place}/avslut").text
    assert f'href="{place}/arkivpaket"' in people["karin"].get(f"{place}/avslut").text
    told = people["karin"].post(f"{place}/avsluta", follow_redirects=True)
    assert "Karin Lind för Ängstadens kommun avslutade överenskommelsen" in words(told.text)
    assert {one.to_email for one in posts(database) if one.name == "agreement_closed"} >= {
        "karin@staden.example", "peter@linden.example"}
    assert people["karin"].post(f"{place}/avsluta").status_code == 409


def test_what_is_owed_is_waived_by_the_one_it_is_owed_to(app: Flask, database: Database, clock: Clock) -> None:
    number = ended(database)
    with database.read() as session:
        summary = session.scalars(select(ObligationRow.id).where(
            ObligationRow.agreement_id == number, ObligationRow.kind == "yearly_summary", ObligationRow.state != "dropped")
            .order_by(ObligationRow.day.desc())).first()
    people = people_at(app, clock, AFTER)
    report = people["karin"].get(f"/duties/{summary}").headers["Location"]
    assert people["maria"].post(f"{report}/efterge", data={"reason": "Vi hinner inte."}).status_code == 403
    assert people["karin"].post(f"{report}/efterge", data={"reason": "Ni berättade allt på sista mötet."}).status_code == 303
    assert "Ni berättade allt på sista mötet." in people["maria"].get(f"/agreements/{number}/avslut").text


def test_a_closed_agreement_is_only_read(app: Flask, database: Database, clock: Clock) -> None:
    number = ended(database)
    done(database, number)
    people = people_at(app, clock, DONE)
    assert people["karin"].post(f"/agreements/{number}/avsluta").status_code == 303
    rules = {name: rule for name, rule in app.extensions[KEPT].items() if isinstance(rule, Of) and rule.matter == "agreement"}
    walked = 0
    for route in app.url_map.iter_rules():
        rule = rules.get(route.endpoint)
        if rule is None or not (route.methods or set()) - {*READING} or rule.right in KEPT_UP or len(route.arguments) > 1:
            continue
        path = str(route).replace("<id:agreement_id>", str(number))
        answers = {name: client.post(path) for name, client in people.items()}
        allowed = {name: one for name, one in answers.items() if one.status_code != 403}
        assert {one.status_code for one in allowed.values()} <= {409}, path
        for one in allowed.values():
            assert SHUT in one.text or "The agreement is closed and can only be read" in one.text, path
        walked += bool(allowed)
    assert walked >= 20
    assert {"document.register", "document.cull", "disclosure.make", "archive.export", "post.resend"} == KEPT_UP
    page = people["karin"].get(f"/agreements/{number}").text
    assert "Överenskommelsen är avslutad och går bara att läsa." in page
    assert state(database, number) == "closed"


def test_what_is_below_a_closed_agreement_is_only_read_too(
    app: Flask, database: Database, clock: Clock,
) -> None:
    number = ended(database)
    done(database, number)
    people = people_at(app, clock, DONE)
    people["karin"].post(f"/agreements/{number}/avsluta")
    with database.read() as session:
        meeting = session.scalars(select(MeetingRow.id).where(MeetingRow.agreement_id == number)).first()
        report = session.scalars(select(ReportRow.id).where(ReportRow.agreement_id == number)).first()
    for path in (f"/meetings/{meeting}/punkter", f"/reports/{report}/efterge"):
        told = people["karin"].post(path)
        assert (told.status_code, SHUT in told.text) == (409, True)


def test_after_the_end_nothing_goes_out_but_of_what_is_left(database: Database) -> None:
    number = signed(database)
    live_through(database, [number], moment(date(2025, 12, 10), 9), moment(date(2026, 12, 31), 9))
    for day in (1, 4, 5, 18, 28):
        sweep(database, now=partial(moment, date(2027, 1, day), 9))
    after = {one.name for one in posts(database) if one.created_at >= moment(date(2027, 1, 1))}
    assert after <= {"ended", "minutes_wanted", "report_ahead", "report_due", "report_overdue", "report_delivered", "invoice_ahead",
                     "invoice_due", "invoice_overdue", "payment_due", "payment_overdue"}
