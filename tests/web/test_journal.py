"""The communication log, and the notes that the other party never sees."""

from __future__ import annotations

import re
from collections import Counter, deque

from flask import Flask
from sqlalchemy import select

from service.db import Database
from service.history.tables import HistoryRow
from service.journal.actions import Kind, note_contact
from service.journal.tables import ContactRow
from tests.web.world import BY, NOW, called, counted, log_in, signed

SECRET_NOTE = "Hemligt mellan oss xyzzy"
CALL = {"day": "2026-09-20", "kind": "call", "who": "Karin, Maria", "body": "Vi talades vid om schemat."}


def test_a_contact_is_noted_for_all(app: Flask, database: Database) -> None:
    number = signed(database)
    karin, maria = log_in(app.test_client(), "karin"), log_in(app.test_client(), "maria")
    assert karin.post(f"/agreements/{number}/kontakter", data=CALL).status_code == 303
    assert CALL["body"] in maria.get(f"/agreements/{number}/kontakter").text
    with database.read() as session:
        assert session.scalars(select(HistoryRow.event).where(HistoryRow.event == "contact_noted")).one()


def test_a_correction_keeps_what_stood_before(app: Flask, database: Database) -> None:
    number = signed(database)
    karin, maria = log_in(app.test_client(), "karin"), log_in(app.test_client(), "maria")
    karin.post(f"/agreements/{number}/kontakter", data=CALL)
    with database.read() as session:
        first = session.scalars(select(ContactRow.id)).one()
    path = f"/agreements/{number}/kontakter/{first}/ratta"
    assert maria.post(path, data={**CALL, "body": "Så var det inte."}).status_code == 403
    assert karin.post(path, data={**CALL, "body": "Vi talades vid om lokalen."}).status_code == 303
    page = maria.get(f"/agreements/{number}/kontakter").text
    assert page.index("om lokalen") < page.index("om schemat")
    assert page.count("<h3>") == 1
    # Whoever still has the first text open does not write over the second.
    stale = karin.post(path, data={**CALL, "body": "Något tredje."})
    assert stale.status_code == 409
    assert "Något tredje." in stale.text


def test_a_day_to_come_is_refused_and_nothing_is_lost(app: Flask, database: Database) -> None:
    number = signed(database)
    told = log_in(app.test_client(), "karin").post(f"/agreements/{number}/kontakter", data={**CALL, "day": "2026-12-24"})
    assert told.status_code == 422
    assert CALL["body"] in told.text


def test_many_are_shown_a_page_at_a_time_with_as_many_questions(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    client.get(f"/agreements/{number}/kontakter")
    with counted(database) as none:
        client.get(f"/agreements/{number}/kontakter")
    with database.write() as session:
        for each in range(60):
            note_contact(session, number, day=NOW.date(), kind=Kind.MAIL, who=f"Nr {each}.", body="Mejl.", author="K",
                         party_id=None, now=NOW, by=BY)
    with counted(database) as many:
        page = client.get(f"/agreements/{number}/kontakter").text
    assert len(many) == len(none)
    seen: list[str] = []
    while True:
        seen += re.findall(r"Nr \d+\.", page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        if following is None:
            break
        page = client.get(following[1].replace("&amp;", "&")).text
    assert seen == [f"Nr {each}." for each in reversed(range(60))]


def test_notes_are_for_ones_own_party(app: Flask, database: Database) -> None:
    number = signed(database)
    called(database, number)
    karin = log_in(app.test_client(), "karin")
    assert karin.post(f"/agreements/{number}/anteckningar", data={"body": SECRET_NOTE}).status_code == 303
    path = f"/agreements/{number}/anteckningar"
    assert SECRET_NOTE in karin.get(path).text
    assert SECRET_NOTE in log_in(app.test_client(), "reader").get(path).text
    assert SECRET_NOTE not in log_in(app.test_client(), "maria").get(path).text
    assert log_in(app.test_client(), "operator").get(path).status_code == 403


def test_the_other_party_finds_no_trace_of_a_note_anywhere(app: Flask, database: Database) -> None:
    number = signed(database)
    called(database, number)
    karin = log_in(app.test_client(), "karin")
    karin.post(f"/agreements/{number}/anteckningar", data={"body": SECRET_NOTE})
    for name in ("maria", "peter"):
        client = log_in(app.test_client(), name)
        waiting, seen = deque([f"/agreements/{number}", "/", "/agreements", "/post", "/post/kommer"]), Counter[str]()
        while waiting:
            path = waiting.popleft()
            # A list or a calendar may lead on for ever; a few of its pages do.
            if path in seen or seen[bare := path.partition("?")[0]] > 3:
                continue
            seen.update({path, bare})
            told = client.get(path)
            assert b"xyzzy" not in told.get_data(), path
            if told.mimetype == "text/html":
                links = re.findall(r'(?:href|src|action)="(/[^"#]*)', told.text)
                waiting += [one.replace("&amp;", "&") for one in links if not one.startswith(("/static", "/logga", "/sprak"))]
        assert f"/agreements/{number}/anteckningar" in seen
        assert len(seen) > 10
    with database.read() as session:
        assert not [body for body in session.scalars(select(HistoryRow.body)) if "xyzzy" in body]


def test_nobody_writes_for_the_other_party(app: Flask, database: Database) -> None:
    number = signed(database)
    maria = log_in(app.test_client(), "maria")
    with database.read() as session:
        other = 1 + min(session.scalars(select(ContactRow.party_id)).all() or [0])
    assert maria.post(f"/agreements/{number}/anteckningar", data={"body": "x", "party": str(other)}).status_code == 403


def test_a_place_in_the_list_that_cannot_be_read_is_told(app: Flask, database: Database) -> None:
    number, client = signed(database), log_in(app.test_client(), "karin")
    for place in ("x", "2026-99-01_1", "2026-01-01_x"):
        assert client.get(f"/agreements/{number}/kontakter?efter={place}").status_code == 400
