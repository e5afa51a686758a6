"""People, contacts and notes in a real browser: a person replaced in one step, every page before axe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from service.db import Database
from service.journal.actions import Kind, note_contact, write_note
from service.parties.tables import FunctionRow
from tests.databases import new_sqlite
from tests.web.browser.conftest import Site, _serve
from tests.web.browser.walks import findings, overflow
from tests.web.world import BY, NOW, PASSWORD, called, email_of, signed, terms

WAYS = {"wide, light, Swedish": (1280, "light", "sv"), "narrow, dark, English": (390, "dark", "en")}


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One partnership of the tests' own, and another with the same people."""
    for site in _serve(new_sqlite(tmp_path_factory.mktemp('people'))):
        _fill(site.database)
        yield site


def _fill(database: Database) -> None:
    number = signed(database)
    called(database, number)
    signed(database, terms("Läxhjälp i Linden"))
    with database.read() as session:
        party = session.scalars(select(FunctionRow.party_id).where(FunctionRow.agreement_id == number)).first()
    with database.write() as session:
        note_contact(session, number, day=NOW.date(), kind=Kind.CALL, who="Karin, Maria", body="Vi talade om schemat.\nMer sen.",
                     author="Karin Lind", party_id=party, now=NOW, by=BY)
        write_note(session, number, party or 0, "Fråga chefen om lokalen.", author="Karin Lind", now=NOW)


def enter(page: Page, site: Site, language: str = "sv") -> None:
    page.goto(f"{site.url}/logga-in")
    page.fill("#email", email_of("karin"))
    page.fill("#password", PASSWORD)
    page.locator("main form").filter(has=page.locator("#password")).get_by_role("button").first.click()
    page.wait_for_url(f"{site.url}/")
    if language == "en":
        page.click("button[lang=en]")


@pytest.fixture(scope="module", params=WAYS, ids=list(WAYS))
def page(request: pytest.FixtureRequest, browser: Browser, own_site: Site) -> Iterator[Page]:
    width, scheme, language = WAYS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    enter(opened, own_site, language)
    yield opened
    context.close()


PAGES = ("personer", "personer/ny", "personer/1/ersatt", "personer/1/ratta", "personer/funktioner/1/avsluta", "kontakter",
         "kontakter/1/ratta", "anteckningar", "installningar")


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, own_site: Site, name: str) -> None:
    told = page.goto(f"{own_site.url}/agreements/1/{name}")
    assert told is not None
    assert told.status == 200
    assert findings(page) == []
    assert overflow(page) == 0


def test_what_is_wrong_is_shown_at_the_field(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.url}/agreements/1/personer/1/ersatt")
    page.fill("#name", "Eva Ny")
    page.click("main form.card button")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#name")).to_have_value("Eva Ny")
    assert findings(page) == []


def test_a_person_is_replaced_in_one_step_without_scripts(browser: Browser, own_site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    enter(page, own_site)
    page.goto(f"{own_site.url}/agreements/1/personer")
    page.get_by_role("link", name="Ersätt Anders Berg").first.click()
    page.fill("#name", "Nora Ny")
    page.fill("#email", "nora@staden.example")
    page.locator("main form.card button").click()
    expect(page.get_by_text("Nora Ny tar över efter Anders Berg")).to_be_visible()
    context.close()
