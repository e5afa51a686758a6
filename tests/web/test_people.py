"""The people of an agreement, from the browser."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from service.accounts.tables import UserRow
from service.db import Database
from service.notices.tables import Post
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.tables import FunctionRow, PersonRow
from tests.web.world import CONTACTS, NOW, called, counted, draft, log_in, posts, signed, terms

NEW = {"name": "Eva Ny", "email": "Eva@Staden.example ", "language": "sv"}


def person(database: Database, email: str) -> int:
    with database.read() as session:
        return session.scalars(select(PersonRow.id).where(PersonRow.email == email)).one()


def karin(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "karin")


def test_the_page_shows_who_does_what_and_what_is_missing(app: Flask, database: Database) -> None:
    number = signed(database, contacts=[one for one in CONTACTS if one.name != "Karin Lind"])
    page = log_in(app.test_client(), "anders").get(f"/agreements/{number}/personer").text
    assert "Maria Holm" in page
    assert "Ingen har den här funktionen." in page


def test_the_page_takes_as_many_questions_for_many_people(app: Flask, database: Database) -> None:
    few, many = signed(database), signed(database, terms("Stor"), contacts=[
        *CONTACTS, *(Contact(name=f"Kim {n}", email=f"kim{n}@staden.example", party="public", functions=(Function.AUDITOR,))
                     for n in range(50))])
    client, found = karin(app), []
    client.get(f"/agreements/{few}/personer")
    for number in (few, many):
        with counted(database) as seen:
            assert client.get(f"/agreements/{number}/personer").status_code == 200
        found.append(len(seen))
    assert found[0] == found[1]


def test_a_person_is_given_functions_and_they_end(app: Flask, database: Database) -> None:
    number = signed(database)
    client = karin(app)
    party = first_party(database, number)
    typed = {**NEW, "party": str(party), "functions": ["registrar", "auditor"], "day": "2026-10-01"}
    assert client.post(f"/agreements/{number}/personer/ny", data=typed).status_code == 303
    assert "Eva Ny" in client.get(f"/agreements/{number}/personer").text
    with database.read() as session:
        row = session.scalars(select(FunctionRow).where(FunctionRow.function == "registrar")).one()
    assert row.from_on is not None
    client.post(f"/agreements/{number}/personer/funktioner/{row.id}/avsluta", data={"day": "2026-12-01"})
    page = client.get(f"/agreements/{number}/personer").text
    assert "2026" in page
    told = client.post(f"/agreements/{number}/personer/ny", data={**typed, "email": "inte en adress", "functions": []})
    assert told.status_code == 422
    assert "Eva Ny" in told.text
    assert "Det här är ingen e-postadress" in told.text


def first_party(database: Database, number: int) -> int:
    with database.read() as session:
        return session.scalars(select(FunctionRow.party_id).where(FunctionRow.agreement_id == number).order_by(FunctionRow.id)).first() or 0


def test_a_person_is_replaced_here_and_in_what_else_is_ticked(app: Flask, database: Database) -> None:
    one, other, left = signed(database), signed(database, terms("Andra")), signed(database, terms("Tredje"))
    called(database, one)
    client, leaver = karin(app), person(database, "karin@staden.example")
    page = client.get(f"/agreements/{one}/personer/{leaver}/ersatt").text
    assert page.count("checked") == 2
    day = (NOW + timedelta(days=2)).date().isoformat()
    told = client.post(f"/agreements/{one}/personer/{leaver}/ersatt", data={**NEW, "heir": "", "day": day, "also": [str(other)]})
    assert told.status_code == 303
    with database.read() as session:
        heir = session.scalars(select(PersonRow.id).where(PersonRow.email == "eva@staden.example")).one()
        mine = set(session.scalars(select(FunctionRow.agreement_id).where(FunctionRow.person_id == heir)))
    assert mine == {one, other}
    assert left not in mine
    assert [row.name for row in posts(database) if row.to_email == "eva@staden.example" and row.state == Post.WAITING].count(
        "meeting_call") == 1


def test_where_nobody_leads_it_does_not_say_that_mail_goes_to_who_leads(app: Flask, database: Database) -> None:
    number = signed(database, contacts=[CONTACTS[0], CONTACTS[2]])
    client = karin(app)
    for page in (f"/agreements/{number}/personer", f"/agreements/{number}"):
        text = client.get(page).text
        assert "Här finns ingen som mejlen kan gå till i stället." in text
        assert "så länge." not in text
    page = client.get(f"/agreements/{number}/personer").text
    given = re.search(r'href="(/agreements/\d+/personer/ny\?part=\d+&amp;funktion=economist)"', page)
    assert given is not None
    form = client.get(given[1].replace("&amp;", "&")).text
    assert re.search(r'value="economist"[^>]* checked', form)


def test_what_is_not_yours_cannot_be_ticked(app: Flask, database: Database) -> None:
    one = signed(database)
    foreign = draft(database, terms("Främmande"), contacts=[
        CONTACTS[1], Contact(name="Olle", email="olle@staden.example", party="public", functions=(Function.COORDINATOR,))])
    leaver = person(database, "anders@staden.example")
    client = karin(app)
    assert "Främmande" not in client.get(f"/agreements/{one}/personer/{leaver}/ersatt").text
    client.post(f"/agreements/{one}/personer/{leaver}/ersatt", data={**NEW, "day": NOW.date().isoformat(), "also": [str(foreign)]})
    with database.read() as session:
        heir = session.scalars(select(PersonRow.id).where(PersonRow.email == "eva@staden.example")).one()
        assert set(session.scalars(select(FunctionRow.agreement_id).where(FunctionRow.person_id == heir))) == {one}
    told = client.post(f"/agreements/{one}/personer/{leaver}/ratta", data={"name": "M", "email": "m@x.example", "language": "sv"})
    assert told.status_code in (403, 404)


def test_what_is_missing_is_said_and_nothing_is_lost(app: Flask, database: Database) -> None:
    number, client = signed(database), karin(app)
    leaver = person(database, "karin@staden.example")
    told = client.post(f"/agreements/{number}/personer/{leaver}/ersatt", data={"day": "2026-10-01", "name": "Eva Ny"})
    assert told.status_code == 422
    assert "Eva Ny" in told.text
    gone = client.post(f"/agreements/{number}/personer/{leaver}/ersatt", data={**NEW, "day": "2026-01-01"})
    assert gone.status_code == 422
    assert "Välj i dag eller en senare dag." in gone.text


def test_sent_twice_it_happens_once(app: Flask, database: Database) -> None:
    number, client = signed(database), karin(app)
    leaver = person(database, "anders@staden.example")
    data = {**NEW, "day": NOW.date().isoformat(), "once": "abc"}
    for _ in range(2):
        assert client.post(f"/agreements/{number}/personer/{leaver}/ersatt", data=data).status_code == 303
    with database.read() as session:
        heir = session.scalars(select(PersonRow.id).where(PersonRow.email == "eva@staden.example")).one()
        assert len(session.scalars(select(FunctionRow.id).where(FunctionRow.person_id == heir)).all()) == 3


def test_each_party_sees_to_its_own_people_once_one_of_them_has_come_in(app: Flask, database: Database) -> None:
    number, maria = signed(database), person(database, "maria@linden.example")
    client, here = karin(app), f"/agreements/{number}/personer"
    with database.read() as session:
        theirs = session.scalars(select(FunctionRow).where(FunctionRow.person_id == maria)).first()
    assert theirs is not None
    tries: dict[str, dict[str, str]] = {
        f"{here}/ny": {"name": "Karin Lind", "email": "karin@staden.example", "party": str(theirs.party_id), "functions": "signatory"},
        f"{here}/{maria}/ersatt": {**NEW, "day": NOW.date().isoformat()},
        f"{here}/{maria}/ratta": {"name": "Maria Holm", "email": "karin.too@staden.example"},
        f"{here}/funktioner/{theirs.id}/avsluta": {"day": NOW.date().isoformat()}}
    for path, data in tries.items():
        told = client.post(path, data=data)
        assert (told.status_code, "sköter sina egna kontaktpersoner" in told.text) == (403, True), path
        assert client.get(path).status_code == (200 if path.endswith("/ny") else 403), path
    page = client.get(here).text
    assert f"{here}/{maria}/ratta" not in page
    assert f"{here}/{person(database, 'anders@staden.example')}/ratta" in page
    assert log_in(app.test_client(), "operator").get(f"{here}/{maria}/ratta").status_code == 200
    with database.write() as session:
        session.execute(delete(UserRow).where(UserRow.email.in_(("maria@linden.example", "peter@linden.example"))))
    for path in tries:
        assert client.get(path).status_code == 200, path


def test_an_address_is_corrected(app: Flask, database: Database) -> None:
    number, client = signed(database), karin(app)
    one = person(database, "anders@staden.example")
    told = client.post(f"/agreements/{number}/personer/{one}/ratta",
                       data={"name": "Anders Berg", "email": "anders.berg@staden.example", "language": "sv", "again": "yes"})
    assert told.status_code == 303
    assert person(database, "anders.berg@staden.example") == one
    with database.read() as session:
        logs_in = select(UserRow.email).where(UserRow.person_id == one)
        assert session.scalars(logs_in).one() == "anders@staden.example"
    told = log_in(app.test_client(), "operator").post(f"/agreements/{number}/personer/{one}/ratta", data={
        "name": "Anders Berg", "email": "a.berg@staden.example", "language": "sv"})
    assert told.status_code == 303
    with database.read() as session:
        assert session.scalars(logs_in).one() == "a.berg@staden.example"
    taken = client.post(f"/agreements/{number}/personer/{one}/ratta",
                        data={"name": "Anders Berg", "email": "karin@staden.example", "language": "sv"})
    assert taken.status_code == 422
    assert "Karin Lind" in taken.text


def test_an_invitation_follows_the_corrected_address_of_who_has_never_been_in(app: Flask, database: Database) -> None:
    mistyped = Contact(name="Nora Ny", email="nroa@linden.example", party="civil", functions=(Function.REGISTRAR,))
    number = signed(database, contacts=[*CONTACTS[:2], mistyped])
    client, nora = karin(app), person(database, "nroa@linden.example")
    here = f"/agreements/{number}/personer/{nora}"
    assert client.post(f"{here}/bjud-in").status_code == 303
    right = {"name": "Nora Ny", "email": "nora@linden.example", "language": "sv"}
    assert client.post(f"{here}/ratta", data=right).status_code == 303
    assert client.post(f"{here}/bjud-in").status_code == 303
    assert [row.to_email for row in posts(database) if row.name == "invitation"] == ["nora@linden.example"] * 2


def test_details_corrected_by_somebody_else_meanwhile_are_shown_and_not_overwritten(app: Flask, database: Database) -> None:
    number, client = signed(database), karin(app)
    place = f"/agreements/{number}/personer/{person(database, 'anders@staden.example')}/ratta"
    seen = re.findall(r'name="seen" value="(\d+)"', client.get(place).text)[0]
    given = {"name": "Anders Berg", "email": "anders.b@staden.example", "language": "sv", "seen": seen}
    assert client.post(place, data=given).status_code == 303
    late = client.post(place, data={**given, "email": "berg@staden.example"})
    assert late.status_code == 409
    assert "nu står det Anders Berg, anders.b@staden.example" in late.text
    assert 'value="berg@staden.example"' in late.text
    now = re.findall(r'name="seen" value="(\d+)"', late.text)[0]
    assert client.post(place, data={**given, "email": "berg@staden.example", "seen": now}).status_code == 303


def test_a_contact_is_invited_to_log_in(app: Flask, database: Database) -> None:
    newcomer = Contact(name="Nora Ny", email="nora@linden.example", party="civil", functions=(Function.REGISTRAR,))
    number = signed(database, contacts=[*CONTACTS, newcomer])
    client, nora = karin(app), person(database, "nora@linden.example")
    page = client.get(f"/agreements/{number}/personer").text
    assert page.count("bjud-in") == 1
    for sent in (1, 2):
        assert client.post(f"/agreements/{number}/personer/{nora}/bjud-in").status_code == 303
        assert len([row for row in posts(database) if (row.name, row.to_email) == ("invitation", "nora@linden.example")]) == sent
        assert "Inbjuden, har inte loggat in än" in client.get(f"/agreements/{number}/personer").text
    with database.write() as session:
        user = session.scalars(select(UserRow).where(UserRow.person_id == nora)).one()
        user.closed_at = NOW
    assert "Avstängd från Överens" in client.get(f"/agreements/{number}/personer").text
    refused = client.post(f"/agreements/{number}/personer/{nora}/bjud-in")
    assert refused.status_code == 409
    other = signed(database, terms("Läxhjälpen"))
    assert client.post(f"/agreements/{other}/personer/{nora}/bjud-in").status_code == 404
