"""Every page against everyone who may ask for it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.db import Database
from service.web.post import views as post
from tests.web.world import called, log_in, posts, reply_path, settings, signed

LOGIN, OPEN, AWAY, NOT_YOU, GONE = "to the login", 200, 302, 403, 404

# Written out: who gets what. The columns are nobody, someone with no part in the agreement, the association's
# coordinator, the municipality's coordinator, a reader of the municipality's, the operator (who has no function).
PAGES: dict[str, tuple[object, ...]] = {
    "GET /": (LOGIN, *[AWAY] * 5),
    "GET /agreements": (LOGIN, *[OPEN] * 5),
    "GET /agreements/{agreement}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /agreements/999": (LOGIN, *[GONE] * 5),
    "GET /decisions/{agreement}": (LOGIN, GONE, *[AWAY] * 4),
    "GET /decisions/999": (LOGIN, *[GONE] * 5),
    "GET /meetings/{meeting}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /meetings/999": (LOGIN, *[GONE] * 5),
    "GET /post": (LOGIN, *[OPEN] * 5),
    "GET /post/{post}": (LOGIN, GONE, GONE, OPEN, OPEN, OPEN),
    "GET /post/999": (LOGIN, *[GONE] * 5),
    "GET /post/{post}/html": (LOGIN, GONE, GONE, OPEN, OPEN, OPEN),
    "GET /post/999/html": (LOGIN, *[GONE] * 5),
    "GET /healthz": (OPEN, *[OPEN] * 5),
    "GET /metrics": (*[NOT_YOU] * 5, OPEN),
    "GET /logga-in": (OPEN, *[AWAY] * 5),
    "POST /logga-in": (422, *[422] * 5),
    "POST /sprak": (AWAY, *[AWAY] * 5),
    "GET {reply}": (OPEN, *[OPEN] * 5),
    "POST {reply}": (422, *[422] * 5),
    "GET /svar/forged": (GONE, *[GONE] * 5),
    "POST /svar/forged": (GONE, *[GONE] * 5),
    "GET /static/overens.css": (OPEN, *[OPEN] * 5),
    "GET /no-such-page": (GONE, *[GONE] * 5),
    "GET /agreements/99999999999999999999999": (GONE, *[GONE] * 5),
    "GET /agreements/-1": (GONE, *[GONE] * 5),
    "POST /logga-ut": (LOGIN, *[LOGIN] * 5),
}
PEOPLE = ("stranger", "maria", "karin", "reader", "operator")


def got(client: FlaskClient, asked: str) -> object:
    method, path = asked.split(" ")
    with client.open(path, method=method, headers={"X-Forwarded-For": "192.0.2.7"}, buffered=True) as told:
        told.get_data()
    if told.status_code in (302, 303) and "/logga-in" in told.headers["Location"]:
        return LOGIN
    return told.status_code


def test_everyone_gets_what_is_theirs(app: Flask, database: Database) -> None:
    agreement = signed(database)
    meeting = called(database, agreement)
    places = {"agreement": agreement, "meeting": meeting, "post": next(one.id for one in posts(database) if one.to_email == "karin@staden.example"),
              "reply": reply_path(database, meeting)}
    people = [app.test_client(), *(log_in(app.test_client(), name) for name in PEOPLE)]
    for asked, wanted in PAGES.items():
        assert tuple(got(client, asked.format(**places)) for client in people) == wanted, asked


def test_every_page_is_in_the_walk(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    walked = set()
    for asked in PAGES:
        method, path = asked.format(agreement=1, meeting=1, post=1, reply="/svar/x").split(" ")
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
