"""What an OpenID provider answers is believed only when it is right in every part; a real one, on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from service.accounts.ways_in.identities import Vouched, address_of, line_of
from service.accounts.ways_in.oidc import Begun, Door
from service.accounts.ways_in.refusals import BadAnswer, Denied, Down, NotHere, NotVouched, Slow, TooLow
from service.settings import Provider as Told
from tests.accounts.provider import CLIENT, CLIENT_SECRET, Provider, provider_at_work
from tests.web.world import NOW, Clock

BACK = "http://127.0.0.1:8000/logga-in/med/freja/tillbaka"
AT = int(NOW.timestamp())
MANY = '{"a": "' + "x" * 1_100_000 + '"}'
Make = Callable[..., Door]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with provider_at_work(Clock(), BACK) as made:
        yield made


@pytest.fixture
def make(provider: Provider) -> Make:
    def made(**changed: object) -> Door:
        return Door(Told.model_validate({
            "label": {"sv": "Freja", "en": "Freja"}, "issuer": provider.url, "client_id": CLIENT,
            "client_secret": CLIENT_SECRET, **changed}))

    return made


def begun(door: Door) -> tuple[Begun, dict[str, str]]:
    """Begin to log in, and let the person identify themselves; return what comes back."""
    way = door.begin(BACK, now=NOW, language="sv")
    told = requests.get(way.url, allow_redirects=False, timeout=5)
    return way, dict(parse_qsl(urlsplit(told.headers["Location"]).query))


def vouched(door: Door) -> Vouched:
    way, answer = begun(door)
    return door.finish(way, answer, BACK, now=NOW)


def refused(door: Door, kind: type[NotVouched] = BadAnswer) -> str:
    """Return why nobody is let in."""
    with pytest.raises(NotVouched) as told:
        vouched(door)
    assert type(told.value) is kind
    return str(told.value.facts["because"])


def test_whom_it_vouches_for(make: Make, provider: Provider) -> None:
    assert vouched(make()) == Vouched(issuer=provider.url, subject="person-1", email="karin@staden.example",
                                      verified=True, name="Karin Lind", level="loa3")


@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post"])
def test_both_ways_to_prove_who_we_are(make: Make, provider: Provider, way: str) -> None:
    provider.published["token_endpoint_auth_methods_supported"] = [way]
    assert vouched(make()).subject == "person-1"


@pytest.mark.parametrize(("wrong", "why"), [
    ({"nonce": "another"}, "nonce"), ({"nonce": None}, "nonce"), ({"nonce": 7}, "nonce"), ({"nonce": [1]}, "nonce"),
    ({"aud": ["someone else"]}, "aud"), ({"aud": None}, "aud"), ({"aud": []}, "aud"), ({"aud": {}}, "aud"),
    ({"aud": [CLIENT, "someone else"]}, "azp"), ({"azp": "someone else"}, "azp"),
    ({"iss": "https://evil.example"}, "iss"), ({"iss": None}, "iss"), ({"iss": [1]}, "iss"),
    ({"exp": AT - 61}, "expired"), ({"exp": AT - 60}, "expired"), ({"exp": None}, "exp"), ({"exp": "tomorrow"}, "exp"),
    ({"exp": True}, "exp"), ({"iat": AT + 61}, "in the future"), ({"nbf": AT + 61}, "not yet valid"), ({"iat": None}, "iat"),
    ({"sub": None}, "sub"), ({"sub": ""}, "no subject"), ({"sub": ["person-1"]}, "sub"), ({"sub": "x" * 300}, "no subject"),
    ({"at_hash": "bm90IHRoaXMgb25l"}, "at_hash"),
])
def test_a_token_that_is_wrong_in_any_part(make: Make, provider: Provider, wrong: dict[str, object], why: str) -> None:
    provider.wrong = wrong
    assert why in refused(make())


@pytest.mark.parametrize("wrong", [
    {"exp": AT - 59}, {"iat": AT + 60}, {"nbf": AT + 60}, {"aud": CLIENT}, {"aud": [CLIENT, "someone else"], "azp": CLIENT},
])
def test_clocks_may_be_a_minute_apart(make: Make, provider: Provider, wrong: dict[str, object]) -> None:
    provider.wrong = wrong
    assert vouched(make()).subject == "person-1"


@pytest.mark.parametrize(("published", "why"), [
    (["RS256"], "ID token: "), (["RS256", "HS256", "none"], "ID token: "), ("RS256", "ID token: "),
    (["HS256"], "no signature that can be trusted"), (["none"], "no signature that can be trusted"),
])
@pytest.mark.parametrize("signed", ["none", "HS256", "another key"])
def test_a_forged_signature(make: Make, provider: Provider, signed: str, published: object, why: str) -> None:
    provider.signed = signed
    provider.published["id_token_signing_alg_values_supported"] = published
    assert refused(make()).startswith(why)


def test_new_keys_are_fetched_when_they_are_needed(make: Make, provider: Provider) -> None:
    door = make()
    vouched(door)
    vouched(door)
    assert provider.asked.count("/keys") == provider.asked.count("/.well-known/openid-configuration") == 1
    provider.key = "second"
    assert vouched(door).subject == "person-1"
    assert provider.asked.count("/keys") == 2


def test_what_is_published_is_read_again_after_an_hour(make: Make, provider: Provider) -> None:
    door = make()
    for hours, read in ((0, 1), (0.9, 1), (1, 2)):
        door.begin(BACK, now=NOW + timedelta(hours=hours), language="sv")
        assert provider.asked.count("/.well-known/openid-configuration") == read


def test_a_code_counts_once_and_for_who_began(make: Make) -> None:
    door = make()
    way, answer = begun(door)
    other, _ = begun(door)
    with pytest.raises(NotHere):
        door.finish(other, answer, BACK, now=NOW)
    way, answer = begun(door)
    door.finish(way, answer, BACK, now=NOW)
    with pytest.raises(NotHere):
        door.finish(way, answer, BACK, now=NOW)


@pytest.mark.parametrize("code", ["", "x", "\x00", "å", "a b&c=d", "x" * 5000])
def test_a_strange_code(make: Make, code: str) -> None:
    door = make()
    way, answer = begun(door)
    with pytest.raises(NotVouched):
        door.finish(way, {**answer, "code": code}, BACK, now=NOW)


def test_the_answer_of_another_provider_is_not_taken_for_this_ones(make: Make, provider: Provider) -> None:
    door = make()
    way, answer = begun(door)
    with pytest.raises(BadAnswer):
        door.finish(way, {**answer, "iss": "https://evil.example"}, BACK, now=NOW)
    assert door.finish(way, {**answer, "iss": provider.url}, BACK, now=NOW).subject == "person-1"
    provider.published["authorization_response_iss_parameter_supported"] = True
    assert refused(make()) == "iss of the answer"


@pytest.mark.parametrize(("error", "kind"), [("access_denied", Denied), ("server_error", BadAnswer), ("\x1b[31m", BadAnswer)])
def test_a_no(make: Make, error: str, kind: type[NotVouched]) -> None:
    door = make()
    way, answer = begun(door)
    with pytest.raises(kind) as told:
        door.finish(way, {"error": error, "state": answer["state"]}, BACK, now=NOW)
    assert "\x1b" not in str(told.value.facts)


@pytest.mark.parametrize(("broken", "kind"), [
    (500, Down), (404, Down), (302, Down), ("<html>", BadAnswer), ("[]", BadAnswer), (MANY, BadAnswer),
    ("[" * 200_000, BadAnswer),
])
def test_a_provider_that_is_broken(make: Make, provider: Provider, broken: int | str, kind: type[NotVouched]) -> None:
    provider.broken["/.well-known/openid-configuration"] = broken
    with pytest.raises(kind):
        make().begin(BACK, now=NOW, language="sv")


@pytest.mark.parametrize("path", ["/token", "/keys"])
@pytest.mark.parametrize("broken", [
    500, 404, 302, "<html>", "[]", "{}", '{"keys": 1, "access_token": "x", "expires_in": "soon"}', '{"id_token": 7}',
    '{"error": "invalid_client"}', '{"error": 7}', '{"id_token": "a.b.c", "expires_in": [], "keys": [{}, {"kty": "RSA"}]}',
])
def test_a_provider_that_breaks_midway(make: Make, provider: Provider, path: str, broken: int | str) -> None:
    provider.broken[path] = broken
    with pytest.raises((BadAnswer, Down)):
        vouched(make())


def test_a_provider_that_is_down_or_does_not_answer(make: Make) -> None:
    with pytest.raises(Down):
        make(issuer="http://127.0.0.1:9").begin(BACK, now=NOW, language="sv")
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Slow):
        make(issuer=f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.1).begin(BACK, now=NOW, language="sv")


@pytest.mark.parametrize("published", [
    {"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": None}, {"jwks_uri": 7},
    {"authorization_endpoint": "javascript:alert(1)"}, {"token_endpoint": "https://user@evil.example/"},
])
def test_what_is_published_must_be_its_own_and_safe(make: Make, provider: Provider, published: dict[str, object]) -> None:
    provider.published = published
    with pytest.raises(BadAnswer):
        make().begin(BACK, now=NOW, language="sv")


@pytest.mark.parametrize(("acr", "enough"), [("loa3", True), ("loa2", False), (None, False), ("0", False), (3, False)])
def test_nothing_less_than_the_level_asked_for(make: Make, provider: Provider, acr: object, enough: bool) -> None:
    provider.wrong = {"acr": acr}
    door = make(acr_values=["loa3", "loa4"])
    if enough:
        assert vouched(door).level == "loa3"
    else:
        assert refused(door, TooLow) == "level"


@pytest.mark.parametrize("acr", [None, "0", "", 3, ["loa3"]])
def test_no_level_is_none(make: Make, provider: Provider, acr: object) -> None:
    provider.wrong = {"acr": acr}
    assert vouched(make()).level is None


def test_claims_by_other_names(make: Make, provider: Provider) -> None:
    provider.person = {"sub": "pairwise", "oid": "object-1", "upn": "Karin@staden.example", "full": "Karin", "loa": "high"}
    found = vouched(make(claims={"subject": "oid", "email": "upn", "verified": "", "name": "full", "level": "loa"}))
    assert (found.subject, found.email, found.verified, found.name, found.level) == (
        "object-1", "karin@staden.example", True, "Karin", "high")


@pytest.mark.parametrize(("value", "verified"), [
    (True, True), ("true", True), ("1", True), (1, True), (False, False), ("false", False), (None, False), ([], False), (0, False),
])
def test_when_an_address_is_verified(make: Make, provider: Provider, value: object, verified: bool) -> None:
    provider.wrong = {"email_verified": value}
    assert vouched(make()).verified is verified


def test_what_the_token_lacks_is_asked_for(make: Make, provider: Provider) -> None:
    provider.user_info, provider.person = provider.person, {"sub": "person-1"}
    assert (vouched(make()).email, provider.asked[-1]) == ("karin@staden.example", "/me")


def test_the_information_of_another_is_not_taken(make: Make, provider: Provider) -> None:
    provider.user_info, provider.person = {**provider.person, "sub": "person-2"}, {"sub": "person-1"}
    assert refused(make()) == "sub of the user information"


def test_an_address_and_whether_it_is_verified_come_from_the_same_place(make: Make, provider: Provider) -> None:
    provider.user_info = {"sub": "person-1", "email": "karin@staden.example"}
    provider.person = {"sub": "person-1", "email_verified": True}
    assert not vouched(make()).verified


@pytest.mark.parametrize(("given", "read"), [
    (" Karin@Staden.example ", "karin@staden.example"), ("\u212aarin@staden.example", ""), ("a@b@c.example", ""), ("@c.example", ""),
    ("karin@", ""), ("a b@c.example", ""), ("a\n@c.example", ""), (None, ""), (["a@c.example"], ""), ("a" * 250 + "@c.example", ""),
])
def test_addresses(given: object, read: str) -> None:
    assert address_of(given) == read


@pytest.mark.parametrize(("given", "read"), [
    ("Nils\u202e\nNy", "Nils Ny"), (7, ""), ("Å" * 200, "Å" * 120), ("<b>Nils</b>", "<b>Nils</b>")])
def test_names(given: object, read: str) -> None:
    assert line_of(given) == read
