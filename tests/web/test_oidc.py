"""Logging in through a real OpenID provider on this machine, and through one that answers wrongly."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from service.accounts.tables import IdentityRow, SessionRow, UserRow
from service.accounts.users import close
from service.app import create_app
from service.db import Database
from service.history.tables import HistoryRow
from tests.accounts.provider import CLIENT, CLIENT_SECRET, Provider, provider_at_work
from tests.web.world import BY, NOW, Clock, alive, counted, log_in, settings, users

START, BACK = "/logga-in/med/freja", "/logga-in/med/freja/tillbaka"
Make = Callable[..., Flask]


@pytest.fixture
def provider(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with provider_at_work(clock, f"http://127.0.0.1:8000{BACK}") as made:
        yield made


@pytest.fixture
def make(database: Database, clock: Clock, provider: Provider, tmp_path: Path) -> Make:
    """Make the application with one provider, set up in a file as an installation would."""
    users(database)
    alive(database)

    def made(**changed: object) -> Flask:
        told = {"issuer": provider.url, "client_id": CLIENT, "trust_email": True, **changed}
        lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in told.items())
        path = tmp_path / "oidc.toml"
        path.write_text(f'[oidc.freja]\nlabel = {{ sv = "Freja", en = "Freja" }}\n{lines}\n', "utf-8")
        app = create_app(settings(OIDC_FILE=path, OIDC_FREJA_CLIENT_SECRET=CLIENT_SECRET), database, clock=clock)
        app.config["WTF_CSRF_ENABLED"] = False
        return app

    return made


def sent(client: FlaskClient, start: str = START) -> str:
    """Return where the provider is to be asked."""
    told = client.get(start)
    assert told.status_code == 302, told.text
    return told.headers["Location"]


def answered(url: str) -> str:
    """Let the person identify themselves at the provider; return the path that they come back to."""
    told = requests.get(url, allow_redirects=False, timeout=5)
    assert told.status_code == 302, told.text
    parts = urlsplit(told.headers["Location"])
    return f"{parts.path}?{parts.query}"


def tried(client: FlaskClient, start: str = START) -> TestResponse:
    return client.get(answered(sent(client, start)))


def is_in(client: FlaskClient) -> bool:
    return client.get("/agreements").status_code == 200


def logged(capsys: pytest.CaptureFixture[str]) -> str:
    return "".join(capsys.readouterr())


def refused(client: FlaskClient, told: TestResponse, status: int, words: str) -> None:
    assert (told.status_code, words in told.text) == (status, True), told.text
    assert "Försök igen" in told.text
    assert not is_in(client)


def test_the_login_page_has_a_button_that_leads_there(make: Make) -> None:
    page = make().test_client().get("/logga-in?next=/post").text
    assert f'href="{START}?next=/post"' in page
    assert "Logga in med Freja" in page


def test_what_the_provider_is_asked(make: Make) -> None:
    url = sent(make(acr_values=["loa3", "loa4"]).test_client())
    asked = {name: value[0] for name, value in parse_qs(urlsplit(url).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["acr_values"] == "loa3 loa4"
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32 and asked["state"] != asked["nonce"]
    assert CLIENT_SECRET not in url


def test_someone_known_by_a_verified_address_gets_in_with_their_level(make: Make, database: Database) -> None:
    client = make().test_client()
    told = tried(client, f"{START}?next=/post?lage%3Dsent")
    assert (told.status_code, told.headers["Location"]) == (303, "/post?lage=sent")
    assert is_in(client)
    with database.read() as session:
        found = session.scalars(select(SessionRow)).one()
        known = session.scalars(select(IdentityRow)).one()
        events = session.scalars(select(HistoryRow.event).where(HistoryRow.subject.like("user %")).order_by(HistoryRow.id)).all()
    assert (found.way, found.level, known.subject, known.user_id) == ("oidc", "loa3", "person-1", found.user_id)
    assert events == ["identity_connected"]


def test_the_second_time_the_identity_is_enough(make: Make, provider: Provider) -> None:
    app = make()
    assert tried(app.test_client()).status_code == 303
    provider.person |= {"email": "another@elsewhere.example", "email_verified": False}
    assert tried(app.test_client()).status_code == 303


def test_logging_out_says_that_the_provider_is_not_left(make: Make) -> None:
    client = make().test_client()
    tried(client)
    client.post("/logga-ut")
    assert "Hos tjänsten du loggade in med kan du fortfarande vara inloggad." in client.get("/logga-in").text
    assert not is_in(client)


def test_a_session_planted_before_is_worth_nothing_afterwards(make: Make) -> None:
    app = make()
    client, other = app.test_client(), app.test_client()
    way = answered(sent(client))
    planted = client.get_cookie("overens")
    assert planted is not None
    client.get(way)
    other.set_cookie("overens", planted.value)
    assert not is_in(other)


@pytest.mark.parametrize("wrong", [{"nonce": "another"}, {"aud": "someone else"}, {"exp": int(NOW.timestamp()) - 61}])
def test_a_wrong_token_lets_nobody_in(make: Make, provider: Provider, wrong: dict[str, object]) -> None:
    provider.wrong = wrong
    client = make().test_client()
    refused(client, tried(client), 502, "Svaret från Freja gick inte att lita på")


def test_keys_may_change(make: Make, provider: Provider) -> None:
    app = make()
    assert tried(app.test_client()).status_code == 303
    provider.key = "second"
    assert tried(app.test_client()).status_code == 303


def test_another_state_is_not_ours(make: Make) -> None:
    app = make()
    client, other = app.test_client(), app.test_client()
    way = answered(sent(client))
    sent(other)
    for path in (way, BACK, f"{BACK}?code=x", f"{BACK}?code=x&state=", f"{BACK}?error=access_denied&state=x"):
        refused(other, other.get(path), 400, "Den inloggningen började inte i den här webbläsaren")
    assert client.get(way).status_code == 303


def test_an_answer_counts_once(make: Make, provider: Provider) -> None:
    client = make().test_client()
    url = sent(client)
    way = answered(url)
    begun = client.get_cookie("overens")
    assert begun is not None
    assert client.get(way).status_code == 303
    client.post("/logga-ut")
    refused(client, client.get(way), 400, "började inte")
    # A copy of the cookie from before brings the state back, but the provider has used the code up.
    client.set_cookie("overens", begun.value)
    refused(client, client.get(way), 400, "började inte")
    assert provider.asked.count("/token") == 2


def test_a_stolen_code_is_worth_nothing_without_the_verifier(make: Make) -> None:
    app = make()
    victim, thief = app.test_client(), app.test_client()
    code = parse_qs(urlsplit(answered(sent(victim))).query)["code"][0]
    state = parse_qs(urlsplit(sent(thief)).query)["state"][0]
    refused(thief, thief.get(f"{BACK}?code={code}&state={state}"), 400, "började inte")


def test_it_may_take_ten_minutes(make: Make, clock: Clock) -> None:
    client = make().test_client()
    way = answered(sent(client))
    clock.move(minutes=10)
    refused(client, client.get(way), 400, "så tog den för lång tid")


def test_three_windows_at_once(make: Make) -> None:
    client = make().test_client()
    ways = [answered(sent(client)) for _ in range(4)]
    refused(client, client.get(ways[0]), 400, "började inte")
    assert client.get(ways[1]).status_code == 303


@pytest.mark.parametrize(("error", "status", "words"), [
    ("access_denied", 403, "Inloggningen hos Freja avbröts."), ("server_error", 502, "gick inte att lita på"),
    ("<script>alert(1)</script>", 502, "gick inte att lita på"),
])
def test_a_no_from_the_provider(make: Make, provider: Provider, error: str, status: int, words: str) -> None:
    provider.broken["denied"] = error
    client = make().test_client()
    told = tried(client)
    refused(client, told, status, words)
    assert "<script>alert" not in told.text


def test_a_provider_that_is_down(make: Make, provider: Provider) -> None:
    client = make(issuer="http://127.0.0.1:9").test_client()
    refused(client, client.get(START), 502, "Det går inte att nå Freja just nu.")


def test_a_provider_that_does_not_answer_is_not_waited_for(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = make(issuer=f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.1)
        client = app.test_client()
        refused(client, client.get(START), 504, "Freja svarade inte i tid.")


@pytest.mark.parametrize(("person", "changed"), [
    ({"email_verified": False}, {}), ({"email_verified": None}, {}), ({"email": None}, {}), ({}, {"trust_email": False}),
    ({"email_verified": "false"}, {}), ({"email": "nobody@staden.example"}, {}), ({}, {"domains": ["linden.example"]}),
    ({"email": "\u212aarin@staden.example"}, {}), ({"email": "a@b@staden.example"}, {}), ({"email": ["karin@staden.example"]}, {}),
    ({"email": "nobody@staden.example"}, {"create": True, "domains": ["linden.example"]}),
    ({"email": "nobody@staden.example", "email_verified": False}, {"create": True}),
])
def test_who_cannot_be_told_is_refused_in_words(
    make: Make, provider: Provider, database: Database, person: dict[str, object], changed: dict[str, object],
) -> None:
    provider.person = {name: value for name, value in {**provider.person, **person}.items() if value is not None}
    client = make(**changed).test_client()
    refused(client, tried(client), 403, "Överens känner dig inte än den vägen")
    with database.read() as session:
        assert session.scalars(select(IdentityRow)).all() == []


def test_a_new_user_can_be_made(make: Make, provider: Provider, database: Database) -> None:
    provider.person |= {"email": "Nils.Ny@Staden.example", "name": "Nils\u202e\nNy"}
    client = make(create=True, domains=["Staden.example"]).test_client()
    assert tried(client).status_code == 303
    assert is_in(client)
    with database.read() as session:
        row = session.scalars(select(UserRow).where(UserRow.email == "nils.ny@staden.example")).one()
    assert (row.name, row.role, row.password) == ("Nils Ny", "reader", None)


def test_an_address_that_goes_on_to_someone_new_does_not_bring_the_account(make: Make, provider: Provider) -> None:
    app = make()
    assert tried(app.test_client()).status_code == 303
    provider.person |= {"sub": "person-2"}
    client = app.test_client()
    refused(client, tried(client), 403, "kopplat till en annan identitet")


@pytest.mark.parametrize("known", [False, True])
def test_a_closed_account_stays_closed(make: Make, database: Database, known: bool) -> None:
    app = make()
    if known:
        tried(app.test_client())
    with database.write() as session:
        close(session, session.scalars(select(UserRow).where(UserRow.email == "karin@staden.example")).one(), now=NOW, by=BY)
    client = app.test_client()
    refused(client, tried(client), 403, "Ditt konto i Överens är stängt")


@pytest.mark.parametrize(("acr", "status"), [("loa3", 303), ("loa2", 403)])
def test_nothing_less_than_the_level_asked_for(make: Make, provider: Provider, acr: object, status: int) -> None:
    provider.wrong = {"acr": acr}
    client = make(acr_values=["loa3"]).test_client()
    told = tried(client)
    assert told.status_code == status
    if status == 403:
        refused(client, told, 403, "Freja intygade inte vem du är så säkert som behövs här")


def test_connecting_and_disconnecting(make: Make, provider: Provider, database: Database) -> None:
    app = make(trust_email=False)
    reader = log_in(app.test_client(), "reader")
    assert "Inte kopplat till ditt konto." in reader.get("/jag/inloggning").text
    assert tried(reader, f"{START}?koppla=1").headers["Location"] == "/jag/inloggning"
    assert "Freja säger att du är Karin Lind." in reader.get("/jag/inloggning").text
    with database.read() as session:
        assert session.scalars(select(IdentityRow)).all() == []
    reader.post("/jag/inloggning")
    assert "Du kan logga in så." in reader.get("/jag/inloggning").text
    client = app.test_client()
    assert tried(client).status_code == 303
    assert "Kim reader" in client.get("/agreements").text
    operator = log_in(app.test_client(), "operator")
    tried(operator, f"{START}?koppla=1")
    told = operator.post("/jag/inloggning")
    assert (told.status_code, "redan kopplat till den identiteten" in told.text) == (409, True)
    reader.post("/jag/inloggning/freja/bort")
    reader.post("/jag/inloggning/freja/bort")
    again = app.test_client()
    refused(again, tried(again), 403, "känner dig inte än den vägen")


def test_an_identity_is_not_connected_unseen_or_to_another(make: Make, clock: Clock, database: Database) -> None:
    app = make(trust_email=False)
    client = log_in(app.test_client(), "reader")
    assert client.post("/jag/inloggning").headers["Location"] == "/jag/inloggning"
    way = answered(sent(client, f"{START}?koppla=1"))
    kept = client.get_cookie("overens")
    assert kept is not None
    # The same browser, but someone else has logged in meanwhile.
    with client.session_transaction() as session:
        begun = session["overens_oidc"]
    client.post("/logga-ut")
    log_in(client, "operator")
    with client.session_transaction() as session:
        session["overens_oidc"] = begun
    assert client.get(way).status_code == 400
    client.post("/jag/inloggning")
    tried(client, f"{START}?koppla=1")
    clock.move(minutes=10)
    client.post("/jag/inloggning")
    with database.read() as session:
        assert session.scalars(select(IdentityRow)).all() == []


def test_who_is_in_already_goes_on(make: Make) -> None:
    reader = log_in(make().test_client(), "reader")
    assert reader.get(f"{START}?next=/post").headers["Location"] == "/post"


@pytest.mark.parametrize("acr", ["loa3", None])
def test_the_second_step_is_asked_for_unless_the_provider_vouched_for_a_level(
    make: Make, provider: Provider, clock: Clock, acr: str | None, database: Database,
) -> None:
    with database.write() as session:
        row = session.scalars(select(UserRow).where(UserRow.email == "karin@staden.example")).one()
        row.secret = "sealed"
    provider.wrong = {"acr": acr}
    told = tried(make().test_client())
    assert told.headers["Location"] == ("/" if acr else "/logga-in/kod")


def test_logging_in_there_once_more_proves_who_one_is(make: Make, provider: Provider, clock: Clock) -> None:
    client = make().test_client()
    assert tried(client).status_code == 303
    clock.move(minutes=10)
    assert f'href="{START}?nytt=1&amp;next=/jag/losenord"' in client.get("/jag/bevisa?next=/jag/losenord").text
    provider.deaf, provider.there_since = True, int(NOW.timestamp())
    old = client.get(answered(sent(client, f"{START}?nytt=1&next=/jag/losenord")))
    assert (old.status_code, client.get("/jag/losenord").status_code) == (403, 302)
    # Trying again is proving again, not connecting.
    assert f'href="{START}?next=/jag/losenord&amp;nytt=1"' in old.text and "koppla" not in old.text
    provider.deaf, karin = False, provider.person
    provider.person = {**karin, "sub": "person-2", "email": "peter@linden.example"}
    other = tried(client, f"{START}?nytt=1&next=/jag/losenord")
    assert (other.status_code, client.get("/jag/losenord").status_code) == (400, 302)
    provider.person = karin
    url = sent(client, f"{START}?nytt=1&next=/jag/losenord")
    asked = parse_qs(urlsplit(url).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    told = client.get(answered(url))
    assert (told.status_code, told.headers["Location"]) == (303, "/jag/losenord")
    assert client.get("/jag/losenord").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_no_link_leads_away_from_here(make: Make, target: str) -> None:
    client = make().test_client()
    assert tried(client, f"{START}?next={target}").headers["Location"] == "/"


def test_nothing_secret_is_logged(make: Make, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    provider.wrong = {"nonce": "another"}
    client = make().test_client()
    url = sent(client)
    way = answered(url)
    client.get(way)
    told = logged(capsys)
    asked = parse_qs(urlsplit(url).query) | parse_qs(urlsplit(way).query)
    assert "nobody was let in through a provider" in told
    assert not any(asked[name][0] in told for name in ("state", "nonce", "code", "code_challenge"))
    assert CLIENT_SECRET not in told
    assert "karin" not in told.lower()


def test_the_page_asks_the_same_number_of_questions(make: Make, database: Database) -> None:
    reader = log_in(make(trust_email=False).test_client(), "reader")
    reader.get("/jag/inloggning")
    with counted(database) as before:
        reader.get("/jag/inloggning")
    tried(reader, f"{START}?koppla=1")
    reader.post("/jag/inloggning")
    reader.get("/jag/inloggning")
    with counted(database) as after:
        reader.get("/jag/inloggning")
    assert len(after) == len(before)


def test_in_english(make: Make, provider: Provider) -> None:
    client = make().test_client()
    client.post("/sprak", data={"language": "en"})
    provider.broken["denied"] = "access_denied"
    url = sent(client)
    assert parse_qs(urlsplit(url).query)["ui_locales"] == ["en"]
    assert "The log-in at Freja was cancelled." in client.get(answered(url)).text
