"""Proving who one is, before signing, at a real OpenID provider on this machine."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from service.accounts.tables import ProofRow
from service.db import Database
from tests.accounts.provider import Provider
from tests.web.test_oidc import Make, answered, log_in, logged, make, provider, sent, tried
from tests.web.world import NOW, Clock

__all__ = ["make", "provider"]

DIGEST = "0123456789abcdef" * 4
SIGN = f"/bevis/med/freja?text={DIGEST}&next=/post"
LEVELS = {"signs": True, "sign_acr_values": ["loa3", "loa4"]}


def connected(make: Make, **changed: object) -> FlaskClient:
    """Log in with a password as someone whose account is connected to the provider."""
    client = log_in(make(**{**LEVELS, "trust_email": False, **changed}).test_client(), "karin")
    tried(client, "/logga-in/med/freja?koppla=1")
    assert client.post("/jag/inloggning").status_code == 303
    return client


def proofs(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as session:
        return [(one.purpose, one.provider, one.level) for one in session.scalars(select(ProofRow))]


def nothing(database: Database, client: FlaskClient, status: int, words: str, start: str = SIGN) -> None:
    told = tried(client, start)
    assert (told.status_code, words in told.text) == (status, True), told.text
    assert "Inget är undertecknat." in told.text
    assert proofs(database) == []


def test_what_the_provider_is_asked(make: Make) -> None:
    asked = {name: value[0] for name, value in parse_qs(urlsplit(sent(connected(make), SIGN)).query).items()}
    assert (asked["prompt"], asked["max_age"], asked["acr_values"]) == ("login", "0", "loa3 loa4")
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://127.0.0.1:8000/logga-in/med/freja/tillbaka"
    assert DIGEST not in str(asked)


def test_the_proof_is_kept_and_leads_back(make: Make, provider: Provider, database: Database) -> None:
    provider.there_since = int(NOW.timestamp()) - 3600
    told = tried(connected(make), SIGN)
    assert (told.status_code, told.headers["Location"]) == (303, "/post")
    assert proofs(database) == [(f"sign {DIGEST}", "freja", "loa3")]


def test_a_session_there_is_not_enough(make: Make, provider: Provider, database: Database) -> None:
    client = connected(make)
    provider.deaf, provider.there_since = True, int(NOW.timestamp()) - 61
    nothing(database, client, 403, "Freja lät dig inte legitimera dig just nu")


@pytest.mark.parametrize("at", [None, True, "now", int(NOW.timestamp()) + 61])
def test_when_one_identified_oneself_has_to_be_told(make: Make, provider: Provider, database: Database, at: object) -> None:
    client = connected(make)
    provider.wrong = {"auth_time": at}
    with_words = "gick inte att lita på" if at == "now" else "Freja lät dig inte legitimera dig just nu"
    nothing(database, client, 502 if at == "now" else 403, with_words)


@pytest.mark.parametrize("acr", ["loa2", None, "0", ["loa3"]])
def test_nothing_less_than_the_level_for_signing(make: Make, provider: Provider, database: Database, acr: object) -> None:
    client = connected(make)
    provider.wrong = {"acr": acr}
    nothing(database, client, 403, "Freja intygade inte vem du är så säkert som behövs här")


def test_a_level_that_lets_one_in_is_not_enough_to_sign(make: Make, provider: Provider, database: Database) -> None:
    provider.person["acr"] = "loa2"
    nothing(database, connected(make, acr_values=["loa2"]), 403, "så säkert som behövs här")


def test_someone_elses_e_id_is_refused(make: Make, provider: Provider, database: Database) -> None:
    client = connected(make)
    provider.person["sub"] = "person-2"
    nothing(database, client, 403, "du är någon annan än den som kontot är kopplat till")


def test_an_account_has_to_be_connected_first(make: Make, database: Database) -> None:
    client = log_in(make(**LEVELS, trust_email=False).test_client(), "karin")
    nothing(database, client, 403, "Ditt konto är inte kopplat till Freja än.")
    assert 'href="/jag/inloggning"' in tried(client, SIGN).text


def test_the_same_name_is_not_enough(make: Make, provider: Provider, database: Database) -> None:
    provider.person |= {"name": "Karin Lind", "email": "karin@staden.example", "email_verified": True}
    client = log_in(make(**LEVELS).test_client(), "karin")
    nothing(database, client, 403, "Ditt konto är inte kopplat till Freja än.")


def test_the_answer_is_for_the_one_who_went_there(make: Make, database: Database) -> None:
    client = connected(make)
    way = answered(sent(client, SIGN))
    with client.session_transaction() as session:
        begun = session["overens_oidc"]
    client.post("/logga-ut")
    log_in(client, "reader")
    with client.session_transaction() as session:
        session["overens_oidc"] = begun
    assert client.get(way).status_code == 400
    assert proofs(database) == []


def test_the_answer_counts_once_and_not_for_long(make: Make, clock: Clock, database: Database) -> None:
    client = connected(make)
    way = answered(sent(client, SIGN))
    client.get(way)
    assert client.get(way).status_code == 400
    late = answered(sent(client, SIGN))
    clock.move(minutes=10)
    assert client.get(late).status_code == 400
    assert len(proofs(database)) == 1


def test_a_proof_does_not_log_anyone_in_nor_connect(make: Make, database: Database) -> None:
    client = connected(make)
    way = answered(sent(client, SIGN))
    stranger = client.application.test_client()
    assert stranger.get(way).status_code == 400
    assert stranger.get("/agreements").status_code == 302


@pytest.mark.parametrize(("changed", "path"), [
    ({"signs": False}, SIGN), ({}, "/bevis/med/freja?text=abc"), ({}, "/bevis/med/freja"), ({}, "/bevis/med/annan?text=" + DIGEST),
    ({}, f"/bevis/med/freja?text={DIGEST}0"), ({}, f"/bevis/med/freja?text={DIGEST.upper()}"),
])
def test_no_such_way(make: Make, changed: dict[str, object], path: str) -> None:
    client = log_in(make(**{**LEVELS, **changed}).test_client(), "karin")
    assert client.get(path).status_code == 404


def test_no_link_leads_away_from_here(make: Make) -> None:
    told = tried(connected(make), f"/bevis/med/freja?text={DIGEST}&next=https://evil.example")
    assert told.headers["Location"] == "/"


def test_a_no_and_a_provider_that_is_down(make: Make, provider: Provider, database: Database) -> None:
    client = connected(make)
    provider.broken["denied"] = "access_denied"
    nothing(database, client, 403, "Inloggningen hos Freja avbröts.")
    down = log_in(make(**LEVELS, issuer="http://127.0.0.1:9").test_client(), "karin").get(SIGN)
    assert (down.status_code, "Det går inte att nå Freja just nu." in down.text) == (502, True)


def test_nothing_secret_is_logged(make: Make, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    client = connected(make)
    provider.wrong = {"acr": "loa2"}
    way = answered(sent(client, SIGN))
    client.get(way)
    told = logged(capsys)
    assert "nobody proved who they are" in told
    assert parse_qs(urlsplit(way).query)["code"][0] not in told
    assert "person-1" not in told


def test_in_english(make: Make, provider: Provider) -> None:
    client = connected(make)
    client.post("/sprak", data={"language": "en"})
    provider.wrong = {"acr": "loa2"}
    assert "You have not been identified" in tried(client, SIGN).text
