"""What the journeys share: a site in the middle of a partnership's year, who goes there, and how they move about."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import make_server

from service.app import create_app
from service.db import Database
from service.demo.lived.life import live_through
from service.kernel.clock import moment
from service.parties.contacts import Contact
from service.parties.model import Function
from service.scheduler.sweep import sweep
from tests.databases import new_sqlite
from tests.web.browser.conftest import Site
from tests.web.browser.walks import findings, overflow
from tests.web.world import CONTACTS, NOW, PASSWORD, Clock, alive, email_of, settings, signed, users

# In a small municipality one and the same coordinates and decides.
TOWN = (
    Contact(name="Karin Lind", email="karin@staden.example", party="public", functions=(Function.COORDINATOR, Function.MANAGER)),
    Contact(name="Anders Berg", email="anders@staden.example", party="public", functions=(Function.SIGNATORY, Function.ECONOMIST)),
    *CONTACTS[2:],
)
# A day's and an hour's own button is drawn by the browser, and so is its ring.
SHOWS = """() => {
    const one = document.activeElement;
    if (one.matches("input[type=date], input[type=time]") && !one.matches(":focus")) return true;
    const own = getComputedStyle(one), box = one.getBoundingClientRect();
    const ringed = own.outlineStyle !== 'none' && parseFloat(own.outlineWidth) > 0 || own.boxShadow !== 'none';
    const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return ringed && within && box.width > 0 && box.height > 0;
}"""


@contextmanager
def served(folder: Path, **changed: object) -> Iterator[Site]:
    """Serve a site with nothing and nobody in it; its clock is alive."""
    with serving(new_sqlite(folder, "awake", alive), **changed) as site:
        yield site


@contextmanager
def town(folder: Path, **changed: object) -> Iterator[Site]:
    """Serve a site with one partnership in its autumn: a meeting is called and nobody has replied, a decision is awaited."""
    with serving(new_sqlite(folder, "town", _partnership), **changed) as site:
        site.clock.at = NOW
        yield site


def _partnership(database: Database) -> None:
    users(database)
    number = signed(database, contacts=TOWN)
    live_through(database, [number], moment(date(2025, 12, 10), 9), moment(date(2026, 9, 16), 9))
    sweep(database, now=lambda: NOW)
    alive(database, NOW)


@contextmanager
def serving(database: Database, **changed: object) -> Iterator[Site]:
    """Serve a site over a database, which is closed at the end."""
    clock = Clock()
    app = create_app(settings(**changed), database, clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", app, database, clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.close()


def go_on(site: Site, until: datetime) -> None:
    """Let time pass; the clock of the service does what falls due."""
    site.clock.at = until
    sweep(site.database, now=site.clock)
    alive(site.database, until)


@contextmanager
def visitor(browser: Browser, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Iterator[Page]:
    """Open a browser of someone's own; at the end nothing may have gone wrong in it."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(15_000)
    said: list[str] = []
    # A refused form is answered 422, which the browser notes as a failure to load.
    page.on("console", lambda message: said.append(message.text) if "Failed to load" not in message.text else None)
    page.on("pageerror", lambda error: said.append(error.message))
    page.on("response", lambda answer: said.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
    yield page
    assert said == []
    context.close()


def log_in(page: Page, site: Site, name: str) -> None:
    """Log one of NAMES in from the first page."""
    page.goto(f"{site.url}/")
    page.fill("#email", email_of(name))
    page.fill("#password", PASSWORD)
    page.locator("form.card button").click()
    page.wait_for_url(f"{site.url}/")


def told(page: Page, words: str) -> None:
    """Wait until the page tells what was done."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def press(page: Page, wanted: Locator) -> None:
    """Press what leads to another page, and wait until that page has come."""
    with page.expect_navigation():
        wanted.click()


def to_room(page: Page, name: str) -> None:
    """Press one of the agreement's parts, which are folded where the page is narrow or without scripts."""
    parts = page.locator("details.rooms-fold")
    if not parts.evaluate("one => one.open"):
        parts.locator("summary").click()
    press(page, parts.get_by_role("link", name=name, exact=True))


def sound(page: Page) -> None:
    """Look at a page with axe; nothing may be wider than the window."""
    assert findings(page) == [], page.url
    assert overflow(page) == 0, page.url


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Press Tab until `wanted` has the focus; wherever it goes on the way it must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SHOWS), f"no focus to be seen on {page.evaluate('document.activeElement.outerHTML')}"
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {wanted}")
