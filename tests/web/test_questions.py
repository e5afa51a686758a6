"""Every list asks the database as many questions for fifty rows as for one."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from service.accounts.tables import UserRow
from service.accounts.users import READER
from service.agreements.terms import MeetingRule
from service.db import Database
from service.journal.actions import Kind, note_contact
from service.journal.tables import NoteRow
from service.meetings.tables import MeetingRow, PointRow
from service.obligations.tables import ObligationRow
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.tables import PartyRow
from tests.crowd import multiply
from tests.web.world import BY, CONTACTS, HASH, NOW, called, counted, log_in, signed, terms

OF_ALL = ("/", "/agreements", "/agreements?mina=1", "/agreements/bilder", "/fakturor", "/fakturor?q=a&lage=open", "/kalender", "/kalender?m=2026-10", "/post", "/post/kommer", "/drift",
          "/drift/anvandare", "/drift/historik", "/jag")
OF_ONE = ("", "/personer", "/kontakter", "/anteckningar", "/dokument", "/paminnelser", "/underskrifter", "/installningar",
          "/dokument/villkor.json", "/ekonomi", "/granskning", "/bilder")


def questions(app: Flask, database: Database, paths: dict[str, str]) -> dict[str, int]:
    """Return how many statements each page takes, by the name given to it."""
    people = {name: log_in(app.test_client(), name) for name in ("operator", "karin")}
    found = {}
    for name, path in paths.items():
        who = "operator" if path.startswith("/drift") else "karin"
        people[who].get(path)
        with counted(database) as seen:
            assert people[who].get(path).status_code == 200, path
        found[name] = len(seen)
    return found


def test_pages_over_all_agreements(app: Flask, database: Database) -> None:
    first = signed(database)
    called(database, first)
    paths = {path: path for path in OF_ALL}
    one = questions(app, database, paths)
    for number in range(3):
        called(database, signed(database, terms(f"Nr {number}")))
    multiply(database, first, 47)
    with database.write() as session:
        session.add_all(UserRow(email=f"kim{n}@staden.example", name=f"Kim {n}", role=READER, password=HASH, language="sv",
                                created_at=NOW) for n in range(50))
    fifty = questions(app, database, paths)
    # A list that fills its page does not ask whether there are more besides.
    assert {name: number for name, number in fifty.items() if number > one[name]} == {}


def much(database: Database, agreement: int) -> None:
    """Write fifty of everything into an agreement."""
    with database.write() as session:
        party = session.scalars(select(PartyRow.id).where(PartyRow.agreement_id == agreement, PartyRow.role == "public")).one()
        for n in range(50):
            note_contact(session, agreement, day=NOW.date() - timedelta(days=n), kind=Kind.CALL, who="Vi", body=f"Samtal {n}",
                         author="Karin Lind", party_id=party, now=NOW, by=BY)
            session.add(NoteRow(agreement_id=agreement, party_id=party, body=f"Anteckning {n}", author="Karin Lind", written_at=NOW))


def test_pages_of_one_agreement(app: Flask, database: Database) -> None:
    small = signed(database, terms("Liten", end=date(2026, 12, 31)))
    crowd = [Contact(name=f"Kim {n}", email=f"kim{n}@staden.example", party="public", functions=(Function.OPERATIONS,)) for n in range(50)]
    monthly = terms("Stor", end=date(2030, 12, 31)).model_copy(update={"meetings": MeetingRule(per_year=12, convenor="public")})
    large = signed(database, monthly, contacts=[*CONTACTS, *crowd])
    much(database, large)
    with database.read() as session:
        held = session.scalars(select(MeetingRow.id).where(MeetingRow.agreement_id == large)).all()
        duties = session.scalars(select(ObligationRow.id).where(ObligationRow.agreement_id == large)).all()
    assert min(len(held), len(duties)) >= 50
    found = [questions(app, database, {path: f"/agreements/{number}{path}" for path in OF_ONE}) for number in (small, large)]
    assert found[1] == found[0]


def test_a_meeting_and_its_pages(app: Flask, database: Database) -> None:
    crowd = [Contact(name=f"Kim {n}", email=f"kim{n}@staden.example", party="public", functions=(Function.OPERATIONS,)) for n in range(50)]
    few = called(database, signed(database, terms("Få")))
    many = called(database, signed(database, terms("Många"), contacts=[*CONTACTS, *crowd]))
    with database.write() as session:
        session.add_all(PointRow(meeting_id=many, party_id=None, body=f"Punkt {n}", author="De", written_at=NOW) for n in range(50))
    found = [questions(app, database, {path: f"/meetings/{number}{path}" for path in ("", "/flytta", "/kallade", "/hallet", "/stall-in")})
             for number in (few, many)]
    assert found[1] == found[0]
