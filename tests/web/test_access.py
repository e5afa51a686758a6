"""Every page against everyone who may ask for it."""

from __future__ import annotations

from collections import defaultdict

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.accounts.tables import UserRow
from service.accounts.users import READER
from service.app import create_app
from service.db import Database
from service.parties.contacts import Contact
from service.parties.model import Function
from service.web.post import views as post
from tests.web.walk import ROOMS, every_page
from tests.web.walk.words import LOGIN, ROLES
from tests.web.world import HASH, NOW, called, email_of, enter, posts, reply_path, settings, signed, terms

# The two parties' people, one for every function, by the letter the walk knows them by.
CAST = {
    letter: Contact(name=f"Kim {party} {function}", email=f"{function}@{party}.example", party=party, functions=(function,))
    for letters, party in (("CMSEORA", "public"), ("cmseora", "civil"))
    for letter, function in zip(letters, Function, strict=True)
}
# Who may is decided before the database is asked: on the second kind each page is asked for by those that see different things.
LIKE_NO_OTHER = "-xCc*"
EMAILS = {"x": email_of("stranger"), "*": email_of("operator"), **{letter: one.email for letter, one in CAST.items()}}


def got(client: FlaskClient, asked: str) -> object:
    method, path = asked.split(" ")
    with client.open(path, method=method, buffered=True) as told:
        told.get_data()
    if told.status_code in (302, 303) and "/logga-in" in told.headers["Location"]:
        return LOGIN
    return told.status_code


def the_places(database: Database) -> dict[str, object]:
    """Make the agreement of the walk and all that its addresses name."""
    with database.write() as session:
        session.add_all(UserRow(email=one.email, name=one.name, role=READER, password=HASH, language="sv", created_at=NOW)
                        for one in CAST.values())
    agreement = signed(database, contacts=tuple(CAST.values()))
    meeting = called(database, agreement)
    # The stranger holds every function, but in another agreement.
    elsewhere = Contact(name="Kim stranger", email=EMAILS["x"], party="public", functions=tuple(Function))
    signed(database, terms("En annan"), contacts=[elsewhere])
    places: dict[str, object] = {
        "agreement": agreement, "meeting": meeting, "reply": reply_path(database, meeting), "C": EMAILS["C"],
        "name of c": CAST["c"].name, "post": next(one.id for one in posts(database) if one.to_email == EMAILS["C"]),
    }
    for room in ROOMS:
        if hasattr(room, "places"):
            places |= room.places(database, places)
    return places


@pytest.mark.every_twin
def test_everyone_gets_what_is_theirs(app: Flask, database: Database) -> None:
    places = the_places(database)
    people = {one: app.test_client() for one in ROLES}
    # Each at a place of their own, none of them on this machine.
    for number, client in enumerate(people.values(), start=1):
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
    for one, email in EMAILS.items():
        enter(people[one], email)
    differing = []
    # Logging out comes last: it ends the walk for whoever does it.
    roles = ROLES if database.is_sqlite else LIKE_NO_OTHER
    for asked, wanted in sorted(every_page().items(), key=lambda one: one[0] == "POST /logga-ut"):
        for one in roles:
            found, want = got(people[one], asked.format_map(places)), wanted[one]
            if found != want and not (isinstance(want, frozenset) and found in want):
                differing.append(f"{asked}: {one} gets {found}, not {want}")
    assert differing == []


def test_every_page_is_in_the_walk(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    walked = set()
    for asked in every_page():
        method, path = asked.format_map(defaultdict(lambda: 1, reply="/svar/x")).split(" ")
        if path not in ("/no-such-page", "/agreements/-1") and "9999999999" not in path:
            walked.add((adapter.match(path, method)[0], method))
    served = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()
              if method in ("GET", "POST", "PUT", "PATCH", "DELETE")}
    assert walked == served


def test_a_page_that_the_table_lacks_stops_the_start(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(post.WHO, "html")
    with pytest.raises(LookupError, match=r"post\.html"):
        create_app(settings(), Database(sqlite_url))


def test_metrics_are_for_this_machine_but_not_for_who_comes_through_a_proxy_on_it(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403
