"""Documents in a real browser: a letter added and taken home by the other party, every page before axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.db import Database
from service.documents.actions import add, cull, new_version
from service.documents.model import Direction, Kind, Registration
from service.parties.contacts import Contact
from service.parties.model import Function
from service.parties.store import cast
from tests.databases import new_sqlite
from tests.documents import made as files
from tests.web.browser.conftest import Site, _serve
from tests.web.browser.test_people import WAYS
from tests.web.browser.walks import findings, overflow
from tests.web.world import BY, CONTACTS, NOW, PASSWORD, email_of, signed, terms

REGISTRARS = (*CONTACTS, Contact(name="Karin Lind", email="karin@staden.example", party="public", functions=(Function.REGISTRAR,)))
LETTER = Registration(kind=Kind.LETTER, title="Brev om lokalen", direction=Direction.DRAWN_UP, day=date(2026, 9, 1))
PAGES = {
    "list": "agreements/1/dokument", "sieved to nothing": "agreements/1/dokument?slag=scan", "empty": "agreements/2/dokument",
    "adding": "agreements/1/dokument/nytt", "versions": "dokument/1", "working material": "dokument/2", "secret": "dokument/3",
    "culled": "dokument/4", "registering": "dokument/1/registrering", "culling": "dokument/5/gallra",
}


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A partnership with a document of every kind of standing, and one without any."""
    database = new_sqlite(tmp_path_factory.mktemp('documents'))
    for site in _serve(database):
        _fill(database)
        yield site


def _fill(database: Database) -> None:
    number = signed(database, contacts=REGISTRARS)
    signed(database, terms("Läxhjälp i Linden"), contacts=REGISTRARS)
    dated = replace(LETTER, cull_after=date(2025, 1, 1), retention="Plan 4.2", sender="Kommunen", matter="mötet i oktober")
    with database.write() as session:
        party = next(one for one in cast(session, number).parties if one.role == "public")
        made = [
            add(session, number, one, files.file(), party=party, now=NOW, by=BY)
            for one in (dated, replace(LETTER, title="Utkast", working=True), replace(LETTER, secrecy="OSL 26 kap. 1 §"), dated, dated)
        ]
        new_version(session, made[0], files.file("Two"), now=NOW, by=BY)
        cull(session, made[3], decision="KS 2026 § 4", now=NOW, by=BY)


def enter(page: Page, site: Site, name: str = "karin", language: str = "sv") -> None:
    page.goto(f"{site.url}/logga-in")
    page.fill("#email", email_of(name))
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
    enter(opened, own_site, language=language)
    yield opened
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, own_site: Site, name: str) -> None:
    told = page.goto(f"{own_site.url}/{PAGES[name]}")
    assert told is not None and told.status == 200
    assert (findings(page), overflow(page)) == ([], 0)


def test_a_form_with_everything_wrong(page: Page, own_site: Site) -> None:
    page.goto(f"{own_site.url}/agreements/1/dokument/nytt")
    page.locator("form[enctype] button").click()
    expect(page.locator("#file-wrong")).to_be_visible()
    assert (findings(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_letter_is_added_and_taken_home_by_the_other_party(
    browser: Browser, own_site: Site, tmp_path: Path, scripts: bool,
) -> None:
    title = f"Hyresavtal {'med' if scripts else 'utan'} skript"
    (tmp_path / "hyra.pdf").write_bytes(files.pdf(title))
    (tmp_path / "stor.pdf").write_bytes(b"%PDF-" + b"0" * 25_000_001)
    karin = browser.new_context(java_script_enabled=scripts).new_page()
    enter(karin, own_site)
    karin.goto(f"{own_site.url}/agreements/1/dokument")
    karin.get_by_role("link", name="Lägg in ett dokument").click()
    karin.set_input_files("#file", tmp_path / "stor.pdf")
    karin.fill("#title", title)
    karin.select_option("#kind", "appendix")
    karin.get_by_role("button", name="Lägg in", exact=True).click()
    expect(karin.locator("#file-wrong")).to_contain_text("Filen är större än 25 MB")
    if not scripts:
        # The form did not come back whole: the file was too large for any of it to be read.
        karin.fill("#title", title)
        karin.select_option("#kind", "appendix")
    karin.set_input_files("#file", tmp_path / "hyra.pdf")
    karin.get_by_role("button", name="Lägg in", exact=True).click()
    expect(karin.locator("h1")).to_have_text(title)
    expect(karin.locator(".head")).to_contain_text(re.compile(r"Dnr ÖV 2026:\d+"))
    place = karin.url
    karin.context.close()
    maria = browser.new_context(java_script_enabled=scripts, accept_downloads=True).new_page()
    enter(maria, own_site, "maria")
    maria.goto(f"{own_site.url}/agreements/1/dokument")
    maria.get_by_role("link", name=title).click()
    assert maria.url == place
    with maria.expect_download() as download:
        maria.get_by_role("link", name="Hämta").first.click()
    assert download.value.suggested_filename == "hyra.pdf"
    assert Path(download.value.path()).read_bytes() == files.pdf(title)
    maria.context.close()
