"""An agreement's reminders: chosen in a form, seen in their effect, then obeyed."""

from __future__ import annotations

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from service.agreements.tables import AgreementRow
from service.db import Database
from tests.web.world import counted, draft, log_in, signed

USUAL: dict[str, Any] = {
    "revision": "1",
    "meeting_proposed_on": "yes", "meeting_proposed_days": "35", "meeting_proposed_to": ["coordinator"],
    "agenda_points_on": "yes", "agenda_points_days": "28", "agenda_points_to": ["coordinator", "operations", "manager"],
    "meeting_reminder_on": "yes", "meeting_reminder_days": "7, 1",
    "meeting_reminder_to": ["coordinator", "operations", "manager"],
    "minutes_wanted_on": "yes", "minutes_wanted_every": "7", "minutes_wanted_to": ["coordinator", "manager"],
    "renewal_ahead_on": "yes", "renewal_ahead_days": "90, 60, 30, 14, 7, 1",
    "renewal_ahead_to": ["coordinator", "signatory"],
    "renewal_overdue_on": "yes", "renewal_overdue_every": "7", "renewal_overdue_to": ["coordinator", "manager", "signatory"],
    "end_ahead_on": "yes", "end_ahead_days": "30, 7", "end_ahead_to": ["coordinator", "operations", "manager"],
    "signature_wanted_on": "yes", "signature_wanted_every": "7", "signature_wanted_to": ["signatory"],
    "original_waits_on": "yes", "original_waits_every": "3", "original_waits_to": ["coordinator", "signatory"],
    "renegotiation_waits_on": "yes", "renegotiation_waits_every": "7",
    "renegotiation_waits_to": ["coordinator", "manager", "signatory"],
    "renegotiation_silent_on": "yes", "renegotiation_silent_every": "30", "renegotiation_silent_to": ["coordinator"],
    "deviation_reported_on": "yes", "deviation_reported_every": "7", "deviation_reported_to": ["coordinator", "manager"],
    "deviation_approval_wanted_on": "yes", "deviation_approval_wanted_every": "7",
    "deviation_approval_wanted_to": ["manager", "signatory"],
    "repayment_waits_on": "yes", "repayment_waits_every": "7", "repayment_waits_to": ["manager", "signatory", "economist"],
    "repayment_unsettled_on": "yes", "repayment_unsettled_every": "30",
    "repayment_unsettled_to": ["manager", "signatory", "economist"],
    "repayment_due_on": "yes", "repayment_due_days": "14, 0", "repayment_due_to": ["economist", "manager"],
    "repayment_overdue_on": "yes", "repayment_overdue_every": "7", "repayment_overdue_to": ["economist", "manager"],
    "dispute_waits_on": "yes", "dispute_waits_every": "7", "dispute_waits_to": ["coordinator", "manager", "signatory"],
    "dispute_silent_on": "yes", "dispute_silent_every": "30", "dispute_silent_to": ["coordinator", "manager", "signatory"],
    "dispute_unconfirmed_on": "yes", "dispute_unconfirmed_every": "7", "dispute_unconfirmed_to": ["manager", "signatory"],
    "termination_unreceived_on": "yes", "termination_unreceived_every": "7",
    "termination_unreceived_to": ["coordinator", "manager", "signatory"],
    "termination_consent_waits_on": "yes", "termination_consent_waits_every": "7",
    "termination_consent_waits_to": ["coordinator", "manager", "signatory"],
    "invoice_ahead_on": "yes", "invoice_ahead_days": "30, 7", "invoice_ahead_to": ["economist", "operations"],
    "invoice_overdue_on": "yes", "invoice_overdue_every": "7", "invoice_overdue_to": ["economist", "operations"],
    "payment_due_on": "yes", "payment_due_days": "7, 0", "payment_due_to": ["economist"],
    "payment_overdue_on": "yes", "payment_overdue_every": "7", "payment_overdue_to": ["economist", "operations"],
    "report_ahead_on": "yes", "report_ahead_days": "30, 7", "report_ahead_to": ["operations", "coordinator"],
    "report_overdue_on": "yes", "report_overdue_every": "7", "report_overdue_to": ["coordinator", "operations", "manager"],
    "report_delivered_on": "yes", "report_delivered_every": "14", "report_delivered_to": ["coordinator", "manager"],
    "report_returned_on": "yes", "report_returned_every": "7", "report_returned_to": ["operations", "coordinator"],
    "shift_untold_on": "yes", "shift_untold_every": "7", "shift_untold_to": ["operations"],
    "rectify_ahead_on": "yes", "rectify_ahead_days": "3", "rectify_ahead_to": ["coordinator", "manager", "signatory"],
}


def asked(client: FlaskClient, number: int, **changed: Any) -> tuple[int, str, str]:
    answer = client.post(f"/agreements/{number}/paminnelser", data={**USUAL, **changed})
    found = re.search(r'name="sure" value="(\{[^"]*)"', answer.text)
    return answer.status_code, answer.text, html.unescape(found[1]) if found else ""


def stored(database: Database, number: int) -> str:
    with database.read() as session:
        return session.get_one(AgreementRow, number).ladders


def shown(client: FlaskClient, number: int, name: str) -> str:
    page = client.get(f"/agreements/{number}/paminnelser").text
    found = re.search(rf'<input id="{name}"[^>]*?value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_the_usual_days_are_shown_and_saving_them_chooses_nothing(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    for name in ("meeting_reminder_days", "renewal_ahead_days", "end_ahead_days", "minutes_wanted_every"):
        assert shown(client, number, name) == USUAL[name]
    status, page, sure = asked(client, number)
    assert (status, sure) == (200, "{}")
    assert "Ingen post som nu är planerad ändras" in page
    assert client.post(f"/agreements/{number}/paminnelser", data={**USUAL, "sure": sure}).status_code == 303
    assert stored(database, number) == "{}"


def test_the_effect_is_seen_before_it_holds(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    status, page, sure = asked(client, number, renewal_ahead_days="45 och 10")
    assert status == 200
    effect = page.partition("Så blir det om du sparar")[2].partition("</section>")[0]
    added, _, dropped = effect.partition("Faller bort (4)")
    assert "Tillkommer (1)" in added  # 45 days ahead has passed, and is not sent in arrears
    assert "21 okt 2026" in added.lower()
    assert dropped.count("Dags att ta ställning") == 4
    assert stored(database, number) == "{}"
    saved = client.post(f"/agreements/{number}/paminnelser", data={**USUAL, "renewal_ahead_days": "45 och 10", "sure": sure})
    assert saved.status_code == 303
    assert stored(database, number) == '{"renewal_ahead": {"days": [45, 10]}}'
    assert shown(client, number, "renewal_ahead_days") == "45, 10"
    assert "Påminnelserna ändrades" in client.get(f"/agreements/{number}").text


def test_what_was_seen_is_what_is_saved(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    _, _, sure = asked(client, number, renewal_ahead_days="45")
    other = client.post(f"/agreements/{number}/paminnelser", data={**USUAL, "renewal_ahead_days": "50", "sure": sure})
    assert (other.status_code, stored(database, number)) == (200, "{}")
    assert "Så blir det om du sparar" in other.text


def test_turned_off_and_other_recipients(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    off = {"meeting_reminder_on": "", "minutes_wanted_on": "", "end_ahead_to": ["economist"]}
    _, page, sure = asked(client, number, **off)
    effect = page.partition("Så blir det om du sparar")[2].partition("</section>")[0]
    assert "Påminnelse om möte" in effect.partition("Faller bort")[2]
    client.post(f"/agreements/{number}/paminnelser", data={**USUAL, **off, "sure": sure})
    assert stored(database, number) == (
        '{"end_ahead": {"to": ["economist"]}, "meeting_reminder": {"days": []}, "minutes_wanted": {"days": []}}')
    page = client.get(f"/agreements/{number}/paminnelser").text
    assert re.search(r'id="meeting_reminder_on"[^>]*checked', page) is None
    assert re.search(r'id="end_ahead_on"[^>]*checked', page) is not None
    usual = client.get(f"/agreements/{number}/paminnelser?usual=1").text
    assert re.search(r'id="meeting_reminder_on"[^>]*checked', usual) is not None
    assert "Inget är sparat ännu" in usual


def test_another_interval_is_told(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    _, page, sure = asked(client, number, renewal_overdue_every="14")
    assert "upprepas var 14:e dag" in page
    assert sure == '{"renewal_overdue": {"every": 14}}'


def test_bad_values_are_told_at_the_field_and_kept(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    for field, typed, told in (
        ("renewal_ahead_days", "snart", "Skriv dagarna som 30, 14, 7."),
        ("renewal_ahead_days", "400", "Ange dagar mellan 1 och 365"),
        ("renewal_ahead_days", "", "Minst en påminnelse om ställningstagandet måste finnas kvar"),
        ("renewal_overdue_every", "90", "Ange ett mellanrum mellan 3 och 31 dagar."),
        ("end_ahead_to", [], "Välj minst en mottagare"),
    ):
        status, page, _ = asked(client, number, **{field: typed})
        assert status == 422, field
        assert f'id="{field}-wrong">{told}' in page
        assert "Så blir det om du sparar" not in page
        if typed:
            assert f'value="{typed}"' in page
    assert stored(database, number) == "{}"


def test_a_stale_edit_is_refused_with_what_holds(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    _, _, sure = asked(client, number, end_ahead_days="20")
    client.post(f"/agreements/{number}/paminnelser", data={**USUAL, "end_ahead_days": "20", "sure": sure})
    _, _, sure = asked(client, number, end_ahead_days="25")
    stale = client.post(f"/agreements/{number}/paminnelser", data={**USUAL, "end_ahead_days": "25", "sure": sure})
    assert stale.status_code == 409
    assert "20 dagar före" in stale.text
    assert 'value="25"' in stale.text
    assert 'name="revision" value="2"' in stale.text


def test_not_for_a_draft_and_in_english_too(app: Flask, database: Database) -> None:
    client = log_in(app.test_client(), "karin")
    assert client.get(f"/agreements/{draft(database)}/paminnelser").status_code == 409
    number = signed(database)
    client.set_cookie("language", "en")
    assert client.get(f"/agreements/{number}/paminnelser").status_code == 200


def test_the_page_asks_no_more_of_a_longer_agreement(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    client.get(f"/agreements/{number}/paminnelser")
    with counted(database) as first:
        asked(client, number, end_ahead_days="25")
    signed(database)
    with counted(database) as second:
        asked(client, number, end_ahead_days="25, 24, 23")
    assert len(first) == len(second)
