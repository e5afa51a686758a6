"""Logging in through a provider and with a second step, in a real browser before real servers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from service.app import create_app
from tests.accounts.provider import CLIENT, CLIENT_SECRET, Provider, provider_at_work
from tests.databases import new_sqlite
from tests.web.browser.conftest import Site
from tests.web.browser.walks import findings, overflow
from tests.web.world import PASSWORD, Clock, alive, email_of, settings, users

LOOKS = {"wide, light": (1280, "light"), "narrow, dark": (390, "dark")}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with provider_at_work(Clock(), "") as made:
        yield made


@pytest.fixture
def place(provider: Provider, tmp_path: Path) -> Iterator[Site]:
    """A site where one may log in through a provider."""
    database = new_sqlite(tmp_path)
    users(database)
    alive(database)
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    provider.back = f"{url}/logga-in/med/freja/tillbaka"
    path = tmp_path / "oidc.toml"
    path.write_text(f'[oidc.freja]\nlabel = {{ sv = "Freja", en = "Freja" }}\nissuer = {json.dumps(provider.url)}\n'
                    f'client_id = "{CLIENT}"\nclient_secret = "{CLIENT_SECRET}"\ntrust_email = true\nsigns = true\n'
                    'sign_acr_values = ["loa3"]\n', "utf-8")
    server.app = create_app(settings(BASE_URL=url, OIDC_FILE=path), database, clock=provider.clock)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(url, server.app, database, provider.clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.close()


@pytest.fixture(params=LOOKS, ids=list(LOOKS))
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = LOOKS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


def good(page: Page) -> None:
    assert findings(page) == []
    assert overflow(page) == 0


def with_password(page: Page, site: Site, name: str) -> None:
    page.goto(f"{site.url}/logga-in")
    page.fill("#email", email_of(name))
    page.fill("#password", PASSWORD)
    page.click("form.card button")


def leave(page: Page, site: Site) -> None:
    page.locator("form[action='/logga-ut'] button").click()
    page.wait_for_url(f"{site.url}/logga-in")


def test_through_a_provider(page: Page, place: Site, provider: Provider) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Failed to load" not in message.text else None)
    page.goto(f"{place.url}/logga-in")
    good(page)
    page.get_by_role("link", name="Logga in med Freja").click()
    page.wait_for_url(f"{place.url}/")
    page.goto(f"{place.url}/jag/inloggning")
    page.get_by_text("Du kan logga in så.").wait_for()
    good(page)
    leave(page, place)
    page.get_by_text("Du är utloggad från Överens.").wait_for()
    good(page)
    provider.broken["denied"] = "access_denied"
    page.get_by_role("link", name="Logga in med Freja").click()
    page.get_by_text("Inloggningen hos Freja avbröts.").wait_for()
    good(page)
    assert said == []


def test_connecting_an_account(page: Page, place: Site, provider: Provider) -> None:
    provider.person |= {"sub": "someone", "email_verified": False}
    with_password(page, place, "reader")
    page.goto(f"{place.url}/jag/inloggning")
    good(page)
    page.get_by_role("link", name="Koppla Freja").click()
    page.get_by_role("heading", name="Stämmer det här?").wait_for()
    good(page)
    page.get_by_role("button", name="Ja, koppla ihop dem").click()
    page.get_by_text("Nu kan du logga in med Freja.").wait_for()
    good(page)
    page.get_by_role("button", name="Koppla bort Freja").click()
    page.get_by_text("Inte kopplat till ditt konto.").wait_for()


def test_a_second_step(page: Page, place: Site) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Failed to load" not in message.text else None)
    with_password(page, place, "reader")
    page.goto(f"{place.url}/jag/tvasteg")
    good(page)
    square = page.locator("img.square")
    assert square.evaluate("one => one.complete && one.naturalWidth > 0")
    app = pyotp.TOTP(page.locator(".key-text").inner_text().replace(" ", ""))
    page.fill("#code", "000000")
    page.get_by_role("button", name="Slå på det andra steget").click()
    page.locator("#code-wrong").wait_for()
    good(page)
    page.fill("#code", app.at(int(place.clock.at.timestamp())))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Spara dina reservkoder").wait_for()
    good(page)
    spare = page.locator(".codes code").all_inner_texts()
    page.goto(f"{place.url}/jag/tvasteg")
    good(page)
    leave(page, place)
    with_password(page, place, "reader")
    page.wait_for_url(f"{place.url}/logga-in/kod")
    good(page)
    page.fill("#code", "000000")
    page.keyboard.press("Enter")
    page.locator("#code-wrong").wait_for()
    good(page)
    page.fill("#code", spare[0])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{place.url}/")
    assert said == []


def test_proving_who_one_is(page: Page, place: Site, provider: Provider) -> None:
    sign = f"{place.url}/bevis/med/freja?text={'a' * 64}&next=/post"
    with_password(page, place, "reader")
    page.wait_for_url(f"{place.url}/")
    page.goto(sign)
    page.get_by_text("Ditt konto är inte kopplat till Freja än.").wait_for()
    good(page)
    page.get_by_role("link", name="Koppla ihop dem").click()
    page.get_by_role("link", name="Koppla Freja").click()
    page.get_by_role("button", name="Ja, koppla ihop dem").click()
    page.get_by_text("Nu kan du logga in med Freja.").wait_for()
    provider.person["acr"] = "loa2"
    page.goto(sign)
    page.get_by_role("heading", name="Du är inte legitimerad").wait_for()
    good(page)
    provider.person["acr"] = "loa3"
    page.get_by_role("link", name="Legitimera dig igen").click()
    page.wait_for_url(f"{place.url}/post")
    page.get_by_text("Du har legitimerat dig med Freja.").wait_for()
    good(page)
