"""Personal numbers in free text: every form warns, unless the domain refuses or nothing is kept; a warning can be answered."""

from __future__ import annotations

from flask import Flask

from service.db import Database
from service.web.frame.forms import Asked, has_free_text
from tests.web.test_documents import put
from tests.web.world import called, log_in, reply_path, signed

NUMBER = "811228-9874"
REFUSED = {
    "documents.forms.Registered", "documents.forms.Added", "documents.forms.Culled", "signing.forms.Declined",
    "signing.forms.Named", "amendments.sheet.Own", "amendments.views.Declined", "records.forms.Culled",
    "breaches.forms.Answered", "breaches.forms.Claimed", "breaches.forms.Declared", "breaches.forms.Notified",
    "breaches.forms.Received", "breaches.forms.Replied", "breaches.forms.Settled", "breaches.forms.TakenBack",
    "disputes.forms.Opened", "disputes.forms.Said", "disputes.forms.Stated", "disputes.forms.Taken",
    "disputes.forms.Withdrawn", "economy.forms.Approved", "economy.forms.CreditedBy", "economy.forms.HandedIn",
    "economy.forms.Said", "followup.views.Followed", "outcome.forms.Given", "repayments.forms.Agreed",
    "repayments.forms.Claimed", "repayments.forms.Disputed", "repayments.forms.PaidBack", "repayments.forms.Settled",
    "repayments.forms.TakenBack", "repayments.forms.Waived", "reports.forms.Answered", "reports.forms.Delivered",
    "shifts.forms.Begun", "shifts.forms.Planned", "shifts.forms.Reasoned", "shifts.forms.Renamed", "shifts.forms.Shift",
    "shifts.forms.Words", "summary.views.Written",
}
NOT_KEPT = {"accounts.first.First", "accounts.links.Wanted", "accounts.links.Chosen", "accounts.profile.Changed", "accounts.second.Code",
            "accounts.fresh.Proved", "records.forms.Sieved"}


def test_every_form_with_free_text_warns_but_those_written_here(app: Flask) -> None:
    every: set[type[Asked]] = set()
    fresh = [Asked]
    while fresh:
        fresh = [one for parent in fresh for one in parent.__subclasses__()]
        every |= set(fresh)
    named = {f"{one.__module__.removeprefix('service.web.')}.{one.__name__}": one.numbers for one in every
             if has_free_text(one) and one.__module__.startswith("service.web")}
    assert {name for name, what in named.items() if what == "refused"} == REFUSED
    assert {name for name, what in named.items() if what == "not kept"} == NOT_KEPT
    assert len([what for what in named.values() if what == "warned"]) > 25


def test_a_warning_keeps_what_was_typed_and_can_be_answered(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    path = f"/agreements/{number}/anteckningar"
    told = client.post(path, data={"body": f"Ärende {NUMBER} hos oss"})
    assert told.status_code == 422
    assert "Det ser ut som ett personnummer" in told.text and f"Ärende {NUMBER} hos oss" in told.text
    assert 'type="checkbox" name="not_personal" value="body">' in told.text
    other = client.post(path, data={"body": f"Ärende {NUMBER} hos oss", "not_personal": "title"})
    assert other.status_code == 422
    assert client.post(path, data={"body": f"Ärende {NUMBER} hos oss", "not_personal": "body"}).status_code == 303
    assert NUMBER in client.get(path).text


def test_what_the_domain_refuses_is_not_answered_away(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    document = put(database, number)
    form = {"kind": "letter", "title": f"Om {NUMBER}", "direction": "drawn_up", "day": "2026-09-20", "seen": "1", "not_personal": "title"}
    told = client.post(f"/dokument/{document}/registrering", data=form)
    assert (told.status_code, "not_personal" in told.text) == (422, False)


def test_a_reply_by_a_mails_link_is_warned_of_too(app: Flask, database: Database) -> None:
    place, client = reply_path(database, called(database, signed(database))), app.test_client()
    form = {"answer": "accepted", "comment": f"Jag är {NUMBER}"}
    told = client.post(place, data=form)
    assert (told.status_code, 'name="not_personal" value="comment"' in told.text) == (422, True)
    assert client.post(place, data={**form, "not_personal": "comment"}).status_code == 303
