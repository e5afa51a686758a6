"""What is forged: forms from elsewhere, ids from other agreements, sessions of before, names that are meant to write headers."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select

from service.agreements.terms import Habits, MeetingRule, Party
from service.app import create_app
from service.db import Base, Database
from service.journal.actions import Kind, note_contact
from service.meetings.tables import OutcomeRow, PointRow, SeatRow
from service.notices.writing.compose import Letterhead, Mailing, compose
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.tables import FunctionRow, PartyRow
from service.renewal.tables import DecisionRow
from tests.web.world import BY, CONTACTS, NOW, PASSWORD, Clock, called, email_of, log_in, posts, settings, signed, terms

# What each kind of thing in an address is, for an address that is only to be refused.
ANY = {"what": "stang", "token": "x", "name": "freja", "subject": "meeting-1"}
WRITES = "A\r\nBcc: all@evil.example\r\nX-Evil: 1\r\n\r\nB"


def held(database: Database) -> dict[str, int]:
    """Count the rows of every table, but for sessions and what is counted at the door."""
    tables = [one for name, one in Base.metadata.tables.items() if name not in ("sessions", "attempts")]
    with database.read() as session:
        return {one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


def test_no_form_of_any_page_is_taken_without_its_proof(database: Database, app: Flask, clock: Clock) -> None:
    signed(database)
    strict = create_app(settings(), database, clock=clock)
    client = strict.test_client()
    page = client.get("/logga-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    assert client.post("/logga-in", data={"email": email_of("karin"), "password": PASSWORD, "csrf_token": token}).status_code == 303
    before, taken, walked = held(database), [], 0
    for rule in strict.url_map.iter_rules():
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: ANY.get(found[1], "1"), rule.rule)
            walked += 1
            for sent in ({}, {"csrf_token": "forged"}):
                if (told := client.open(path, method=method, data=sent)).status_code != 400:
                    taken.append((method, path, told.status_code))
    assert taken == []
    assert walked > 50
    assert held(database) == before


def ids_of(database: Database, agreement: int, meeting: int) -> dict[str, int]:
    """Return the ids of what belongs to an agreement, making what is not there by itself."""
    with database.write() as session:
        function = session.scalars(select(FunctionRow).where(
            FunctionRow.agreement_id == agreement, FunctionRow.person_id.is_not(None)).order_by(FunctionRow.id)).first()
        assert function is not None
        party = session.scalars(select(PartyRow.id).where(PartyRow.agreement_id == agreement, PartyRow.role == "public")).one()
        contact = note_contact(session, agreement, day=NOW.date(), kind=Kind.CALL, who="De", body="Vi talade.", author="De",
                               party_id=None, now=NOW, by=BY)
        point = PointRow(meeting_id=meeting, party_id=party, body="Belysning", author="De", written_at=NOW)
        task = OutcomeRow(agreement_id=agreement, meeting_id=meeting, kind="task", body="Ring skolan")
        session.add_all([point, task])
        session.flush()
        seat = session.scalars(select(SeatRow.id).where(SeatRow.meeting_id == meeting).order_by(SeatRow.id)).first()
        decision = session.scalars(select(DecisionRow.id).where(DecisionRow.agreement_id == agreement)).one()
        return {"agreement": agreement, "meeting": meeting, "function": function.id, "person": function.person_id, "party": party,
                "contact": contact, "point": point.id, "task": task.id, "seat": seat or 0, "decision": decision}


DAY = "2026-10-01"
# Asked of one's own agreement with the ids of another's: address, what is sent, what one gets.
ELSEWHERE: tuple[tuple[str, str, dict[str, str], int], ...] = (
    ("GET", "/agreements/{agreement}/personer/{person}/ratta", {}, 404),
    ("POST", "/agreements/{agreement}/personer/{person}/ratta", {"name": "Ny", "email": "ny@x.example"}, 404),
    ("GET", "/agreements/{agreement}/personer/{person}/ersatt", {}, 404),
    ("POST", "/agreements/{agreement}/personer/{person}/ersatt", {"day": DAY, "name": "Ny", "email": "ny@x.example"}, 404),
    ("POST", "/agreements/{agreement}/personer/{person}/bjud-in", {}, 404),
    ("GET", "/agreements/{agreement}/personer/funktioner/{function}/avsluta", {}, 404),
    ("POST", "/agreements/{agreement}/personer/funktioner/{function}/avsluta", {"day": DAY}, 404),
    ("POST", "/agreements/{agreement}/personer/ny",
     {"name": "Ny", "email": "ny@x.example", "party": "{party}", "functions": "auditor"}, 404),
    ("GET", "/agreements/{agreement}/kontakter/{contact}/ratta", {}, 404),
    ("POST", "/agreements/{agreement}/kontakter/{contact}/ratta", {"day": "2026-09-01", "kind": "call", "who": "Vi", "body": "Annat"}, 404),
    ("POST", "/meetings/{meeting}/punkter/{point}/bort", {}, 404),
    ("POST", "/meetings/{meeting}/uppgifter/{task}/klar", {}, 409),
    ("POST", "/meetings/{meeting}/uppgifter/{task}/inte-klar", {}, 409),
    ("POST", "/meetings/{meeting}/kallade/svar", {"seat": "{seat}", "answer": "accepted"}, 422),
    ("POST", "/meetings/{meeting}/kallade/till", {"person": "{person}"}, 422),
    ("POST", "/meetings/{meeting}/kallade/bort", {"person": "{person}"}, 422),
    ("POST", "/decisions/{decision}/svar", {"party": "{party}", "answer": "extend", "day": "2026-09-01", "decided_by": "Styrelsen"}, 403),
    ("POST", "/agreements/{agreement}/underskrift", {"party": "{party}", "day": "2026-09-01", "read": "1"}, 403),
    ("POST", "/agreements/{agreement}/avboj", {"party": "{party}", "reason": "Nej"}, 403),
)
KEPT_BY_PATH = ("agreement", "meeting", "decision")


def test_ids_of_another_agreement_open_nothing_in_ones_own(app: Flask, database: Database) -> None:
    all_of_it = Contact(name="Karin Lind", email=email_of("karin"), party="public", functions=tuple(Function))
    mine, theirs = signed(database, contacts=[all_of_it, *CONTACTS[2:4]]), signed(database, terms("En annans"), contacts=[
        Contact(name="Lo Ek", email="lo@annan.example", party="public", functions=tuple(Function))])
    own, other = (ids_of(database, one, called(database, one)) for one in (mine, theirs))
    asked_with = {**other, **{name: own[name] for name in KEPT_BY_PATH}}
    client, differing, before = log_in(app.test_client(), "karin"), [], held(database)
    for method, path, sent, wanted in ELSEWHERE:
        data = {name: value.format_map(asked_with) for name, value in sent.items()}
        told = client.open(path.format_map(asked_with), method=method, data=data)
        if told.status_code != wanted or "Lo Ek" in told.text or "annan.example" in told.text:
            differing.append(f"{method} {path} gives {told.status_code}, not {wanted}")
    assert not differing, "\n".join(differing)
    assert held(database) == before
    # With one's own ids one gets something else, but for a task without minutes and someone already called.
    same = []
    for method, path, sent, wanted in ELSEWHERE:
        data = {name: value.format_map(own) for name, value in sent.items()}
        told = client.open(path.format_map(own), method=method, data=data)
        if told.status_code == wanted:
            same.append(path.rsplit("/", 1)[1])
    assert same == ["klar", "inte-klar", "till"]


def test_a_session_is_new_at_log_in_and_worth_nothing_after_log_out_or_a_new_password(app: Flask) -> None:
    client, copied = app.test_client(), app.test_client()
    seen = []
    for end in ("/logga-ut", None):
        log_in(client, "karin")
        cookie = client.get_cookie("overens")
        assert cookie is not None
        copied.set_cookie("overens", cookie.value)
        assert copied.get("/").status_code == 200
        seen.append(cookie.value)
        if end:
            client.post(end)
        else:
            told = client.post("/jag/losenord", data={"password": "nio lyktor brinner stilla", "again": "nio lyktor brinner stilla"})
            assert told.status_code == 303
            assert client.get("/").status_code == 200
        assert copied.get("/").status_code == 302
    assert len(set(seen)) == 2


def composed(database: Database) -> list[Any]:
    """Return every mail in the post box as it goes on the wire, read back."""
    head = Letterhead.of(settings())
    return [message_from_bytes(compose(Mailing.of(one), head).content, policy=policy.SMTP) for one in posts(database)]


@pytest.mark.parametrize("where", ["title", "organisation", "person", "place"])
def test_no_name_writes_lines_into_mails_calendars_or_files(app: Flask, database: Database, where: str) -> None:
    base = terms(WRITES if where == "title" else "Skyddsbussen")
    if where == "organisation":
        base = base.model_copy(update={"parties": (Party(name=WRITES, role="public"), base.parties[1])})
    if where == "place":
        base = base.model_copy(update={"meetings": MeetingRule(per_year=4, convenor="public", habits=Habits(place=WRITES))})
    people = list(CONTACTS)
    if where == "person":
        people[0] = people[0].model_copy(update={"name": WRITES})
    agreement = signed(database, base, contacts=people)
    called(database, agreement)
    mails = composed(database)
    assert len(mails) >= 5
    for mail in mails:
        assert mail.defects == []
        assert "Bcc" not in mail and "X-Evil" not in mail
        assert "evil.example" not in str(mail["To"].addresses[0].addr_spec)
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                lines = part.get_content().splitlines()
                assert not [line for line in lines if line.startswith(("Bcc", "X-Evil"))]
                assert Calendar.from_ical(part.get_content()).subcomponents
    client = log_in(app.test_client(), "operator")
    for path in (f"/agreements/{agreement}/dokument/villkor.json", "/agreements/export.csv", "/agreements/export.xlsx"):
        with client.get(path, buffered=True) as told:
            assert told.status_code == 200
            assert "Bcc" not in told.headers and "X-Evil" not in told.headers
            assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', told.headers["Content-Disposition"])
