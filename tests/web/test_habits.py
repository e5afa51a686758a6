"""The meeting habits of an agreement: seen in their effect, then saved; obeyed by the clock, each call once."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from service.agreements.tables import AgreementRow
from service.db import Database
from service.kernel.clock import local, moment
from service.meetings.tables import MeetingRow
from service.notices.tables import Post
from service.scheduler.sweep import sweep
from tests.web.world import NOW, called, draft, log_in, meeting_of, posts, signed, terms

HABITS = {"weekday": "1", "starts": "13:00", "minutes": "60", "place": "Rum Koster", "video": "https://mote.example/1",
          "lead_days": "14", "revision": "1"}


def previewed(client: FlaskClient, number: int, **changed: str) -> tuple[str, str]:
    told = client.post(f"/agreements/{number}/installningar", data={**HABITS, **changed})
    found = re.search(r'name="sure" value="([^"]+)"', told.text)
    assert found is not None, told.text
    return told.text, html.unescape(found[1])


def saved(client: FlaskClient, number: int, **changed: str) -> int:
    _, sure = previewed(client, number, **changed)
    return client.post(f"/agreements/{number}/installningar", data={**HABITS, **changed, "sure": sure}).status_code


def row(database: Database, meeting: int) -> MeetingRow:
    with database.read() as session:
        return session.get_one(MeetingRow, meeting)


def test_the_effect_is_shown_before_it_holds(app: Flask, database: Database) -> None:
    number = signed(database)
    meeting, client = meeting_of(database, number), log_in(app.test_client(), "karin")
    was = row(database, meeting).starts_at
    page, _ = previewed(client, number)
    assert "blir" in page
    assert row(database, meeting).starts_at == was
    assert saved(client, number) == 303
    now = row(database, meeting)
    assert (now.day.weekday(), local(now.starts_at).hour, now.place, now.lead_days) == (1, 13, "Rum Koster", 14)
    assert "Rum Koster" in client.get(f"/agreements/{number}/installningar").text


def test_the_call_goes_out_by_the_new_habits_and_once(app: Flask, database: Database) -> None:
    number = signed(database)
    meeting = meeting_of(database, number)
    saved(log_in(app.test_client(), "karin"), number)
    now = row(database, meeting)
    at = NOW
    while at < moment(now.day):
        at += timedelta(days=1)
        tick = at
        sweep(database, now=lambda: tick)
    with database.read() as session:
        sent_on = session.get_one(MeetingRow, meeting).called_at
    assert sent_on is not None
    assert 14 <= (now.day - local(sent_on).date()).days <= 17
    calls = Counter(one.to_email for one in posts(database) if one.name == "meeting_call" and one.state != Post.WITHDRAWN)
    assert calls
    assert max(calls.values()) == 1


def test_what_is_called_stays(app: Flask, database: Database) -> None:
    number = signed(database)
    meeting = called(database, number)
    was = row(database, meeting).starts_at
    saved(log_in(app.test_client(), "karin"), number)
    assert row(database, meeting).starts_at == was


def test_a_stale_edit_is_refused_with_what_holds(app: Flask, database: Database) -> None:
    number = signed(database)
    client = log_in(app.test_client(), "karin")
    assert saved(client, number) == 303
    _, sure = previewed(client, number, starts="09:00")
    told = client.post(f"/agreements/{number}/installningar", data={**HABITS, "starts": "09:00", "sure": sure})
    assert told.status_code == 409
    assert "Nu gäller: klockan 13:00" in told.text
    assert 'value="09:00"' in told.text
    with database.read() as session:
        assert session.get_one(AgreementRow, number).revision == 2


def test_bad_values_are_told_at_the_field(app: Flask, database: Database) -> None:
    number = signed(database)
    told = log_in(app.test_client(), "karin").post(f"/agreements/{number}/installningar", data={
        **HABITS, "video": "http://x", "lead_days": "0", "minutes": "abc"})
    assert told.status_code == 422
    for name in ("video", "lead_days", "minutes"):
        assert f'id="{name}-wrong"' in told.text
    assert "Rum Koster" in told.text


def test_a_draft_has_its_own_form(app: Flask, database: Database) -> None:
    number = draft(database)
    told = log_in(app.test_client(), "karin").get(f"/agreements/{number}/installningar")
    assert told.status_code == 409


def test_a_clash_with_one_s_other_meetings_is_told_with_a_free_hour_and_nothing_moves(app: Flask, database: Database) -> None:
    number = signed(database)
    client, here = log_in(app.test_client(), "karin"), f"/agreements/{number}/installningar"
    assert "vid samma tid" not in client.get(here).text
    other = meeting_of(database, signed(database, terms("Den andra")))
    was = row(database, other).starts_at
    told = " ".join(client.get(here).text.split())
    assert "Du har redan möten vid samma tid" in told
    assert '<span lang="sv">Den andra</span> 10.00–11.30' in told
    assert "Klockan 12.00 är du ledig." in told
    assert "Skyddsbussen i Linden</span> 10.00" not in told
    at_twelve, _ = previewed(client, number, weekday="", starts="12:00")
    assert "vid samma tid" not in at_twelve
    at_eleven, _ = previewed(client, number, weekday="", starts="11:00")
    assert "Klockan 12.00 är du ledig." in " ".join(at_eleven.split())
    client.post("/sprak", data={"language": "en"})
    assert "At 12:00 you are free." in " ".join(client.get(here).text.split())
    assert saved(client, number, weekday="", starts="11:00") == 303
    assert row(database, other).starts_at == was
    # Who takes no part in the other is told nothing of it.
    assert "vid samma tid" not in log_in(app.test_client(), "operator").get(here).text
