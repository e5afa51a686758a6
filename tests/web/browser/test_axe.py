"""Every page and state before axe: nothing found, nothing wider than the window, nothing refused by the browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.conftest import Site
from tests.web.browser.walks import (
    agreement_in,
    enter,
    findings,
    meeting_in,
    overflow,
    post_named,
    reply_to,
    unreadable,
)

WAYS = {
    "wide, light, Swedish": (1280, "light", "sv"),
    "narrow, dark, English": (390, "dark", "en"),
}
PAGES = ("list", "sieved to nothing", "post", "post undeliverable", "call", "reminder", "unreadable", "not found",
         "bad place", "planned meeting", "called meeting", "minuted meeting", "reply", "reply chosen", "reply spent", "link refused")


@pytest.fixture(scope="module", params=WAYS, ids=list(WAYS))
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """A page of someone logged in, at one width, in one scheme and one language."""
    width, scheme, language = WAYS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    enter(opened, site, language)
    yield opened
    context.close()


def path_of(site: Site, name: str) -> str:
    called = meeting_in(site, "called")
    paths = {
        "list": "/agreements", "sieved to nothing": "/agreements?q=zzz", "post": "/post", "post undeliverable": "/post?lage=undeliverable",
        "not found": "/nope", "bad place": "/agreements?efter=x", "called meeting": f"/meetings/{called}",
        "planned meeting": f"/meetings/{meeting_in(site, 'planned')}",
        "minuted meeting": f"/meetings/{meeting_in(site, 'minuted')}", "reply": reply_to(site, called),
        "reply chosen": reply_to(site, called, 3) + "?svar=annan", "link refused": "/svar/x",
        "reply spent": reply_to(site, meeting_in(site, "minuted")), "call": f"/post/{post_named(site, 'meeting_call')}",
        "reminder": f"/post/{post_named(site, 'renewal_ahead')}", "unreadable": f"/post/{unreadable(site)}",
    }
    return paths[name]


def looked_at(page: Page, url: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Failed to load" not in message.text else None)
    page.goto(url)
    assert findings(page) == []
    assert overflow(page) == 0
    assert said == []


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, site: Site, name: str) -> None:
    looked_at(page, site.url + path_of(site, name))


@pytest.mark.parametrize("state", ["draft", "in_signature", "active", "expired"])
def test_agreement(page: Page, site: Site, state: str) -> None:
    looked_at(page, f"{site.url}/agreements/{agreement_in(site, state)}")


def test_with_a_dead_scheduler(page: Page, site: Site) -> None:
    site.clock.at += timedelta(hours=1)
    try:
        page.goto(f"{site.url}/")
        expect(page.locator(".bar-dead")).to_be_visible()
        assert findings(page) == []
        assert overflow(page) == 0
    finally:
        site.clock.at -= timedelta(hours=1)


def test_a_reply_with_something_wrong(page: Page, site: Site) -> None:
    page.goto(site.url + reply_to(site, meeting_in(site, "called"), 3))
    page.check("#other")
    page.click("form.card button")
    expect(page.locator("#day-wrong")).to_be_visible()
    assert findings(page) == []


def test_a_wrong_login(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{site.url}/logga-in")
    assert findings(page) == []
    page.fill("#email", "x@y.example")
    page.fill("#password", "wrong")
    page.click("main button")
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(page) == []
    page.context.close()


def test_with_nothing_in_it(browser: Browser, empty_site: Site) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    enter(page, empty_site)
    for path in ("/", "/post"):
        page.goto(empty_site.url + path)
        assert findings(page) == []
    page.context.close()


@pytest.mark.parametrize("name", ["meeting_call", "renewal_ahead", "minutes_ready"])
def test_a_mail_by_itself(page: Page, site: Site, name: str) -> None:
    told = page.goto(f"{site.url}/post/{post_named(site, name)}/html")
    assert told is not None
    # In its own box no script runs, axe's neither: the same mail is looked at outside it.
    mail = told.text()
    page.goto("about:blank")
    page.set_content(mail)
    assert findings(page, practice=False) == []
    assert overflow(page) == 0
