"""Public records in a real browser: every page before axe, and one disclosure from choosing to the refusal, with the copy read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.db import Database
from service.documents.actions import add
from service.documents.checks.kinds import Media
from service.documents.files import receive
from service.documents.store import get_document
from service.parties.store import cast
from service.records.disclosure.actions import begin
from service.records.disclosure.model import Chosen
from service.records.masking.apart import look
from service.records.reads import note_read
from tests.databases import new_sqlite
from tests.documents import made as files
from tests.records.made import OPEN, PERSONAL, SECRET, rich_pdf
from tests.records.test_masking import text_by_pdfium
from tests.web.browser.conftest import Site, _serve
from tests.web.browser.steps import press, sound, told
from tests.web.browser.test_documents import LETTER, REGISTRARS, enter
from tests.web.browser.test_people import WAYS
from tests.web.browser.walks import findings, overflow
from tests.web.world import BY, NOW, signed

HERE, GIVING = "agreements/1", "utlamnanden/1"
PAGES = {
    "register": f"{HERE}/diarium", "register sieved to nothing": f"{HERE}/diarium?q=zzz&slag=renewal&fran=2026-01-01",
    "reads": f"{HERE}/lasningar", "culling": f"{HERE}/gallring", "package": f"{HERE}/arkivpaket", "disclosures": f"{HERE}/utlamnanden",
    "choosing": f"{HERE}/utlamnanden/nytt", "one": GIVING, "choice": f"{GIVING}/handlingar/1", "page": f"{GIVING}/handlingar/1/sida/1",
    "picture": f"{GIVING}/handlingar/2/sida/1", "refusing": f"{GIVING}/avslag",
}


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A partnership with a secret document, a picture, one that may be culled, and a disclosure begun."""
    database = new_sqlite(tmp_path_factory.mktemp('records'))
    for site in _serve(database):
        _fill(database)
        yield site


def _fill(database: Database) -> None:
    number = signed(database, contacts=REGISTRARS)
    content = rich_pdf(layered=False)
    picture = files.picture()
    with database.write() as session:
        party = next(one for one in cast(session, number).parties if one.role == "public")
        secret = add(session, number, replace(LETTER, title="Anteckningar från mötet", secrecy="OSL 26 kap. 1 §"),
                     receive(content, "anteckningar.pdf", files.GATE), party=party, now=NOW, by=BY)
        photo = add(session, number, replace(LETTER, title="Foto"), receive(picture, "foto.png", files.GATE), party=party, now=NOW, by=BY)
        add(session, number, replace(LETTER, title="Gammalt brev", cull_after=LETTER.day.replace(year=2020), retention="Plan 4.2"),
            files.file(), party=party, now=NOW, by=BY)
        note_read(session, get_document(session, secret), 1, how="file", now=NOW, by="Karin Lind")
        begin(session, number, party, [
            Chosen(document_id=secret, version=1, secrecy="OSL 26 kap. 1 §", looked=look(content, Media.PDF)),
            Chosen(document_id=photo, version=1, secrecy="", looked=look(picture, Media.PNG))], now=NOW, by=BY)


@pytest.fixture(scope="module", params=WAYS, ids=list(WAYS))
def page(request: pytest.FixtureRequest, browser: Browser, own_site: Site) -> Iterator[Page]:
    width, scheme, language = WAYS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    enter(opened, own_site, language=language)
    yield opened
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, own_site: Site, name: str) -> None:
    answer = page.goto(f"{own_site.url}/{PAGES[name]}")
    assert answer is not None and answer.status == 200
    assert (findings(page), overflow(page)) == ([], 0)


def test_a_disclosure_without_scripts_from_choosing_to_the_copy_and_the_refusal(browser: Browser, own_site: Site) -> None:
    page = browser.new_context(java_script_enabled=False, accept_downloads=True).new_page()
    enter(page, own_site)
    page.goto(f"{own_site.url}/{HERE}/diarium")
    press(page, page.get_by_role("link", name="Lämna ut handlingar"))
    press(page, page.get_by_role("link", name="Välj handlingar"))
    page.get_by_label("Anteckningar från mötet").check()
    page.get_by_label("Foto").check()
    press(page, page.get_by_role("button", name="Gå igenom"))
    expect(page.get_by_text("Ta ställning till de handlingar som inte är bestämda först: 2.")).to_be_visible()
    press(page, page.get_by_role("link", name="Foto"))
    page.get_by_label("Lämnas inte ut").check()
    page.get_by_label("Sekretessbestämmelse").fill("OSL 21 kap. 7 §")
    press(page, page.get_by_role("button", name="Spara"))
    press(page, page.get_by_role("link", name="Anteckningar från mötet"))
    page.get_by_label("Lämnas ut maskad").check()
    page.get_by_label("Ord som maskas").fill(SECRET)
    press(page, page.get_by_role("button", name="Spara"))
    press(page, page.get_by_role("link", name="Anteckningar från mötet"))
    press(page, page.get_by_role("link", name="Sida 1"))
    expect(page.get_by_label(f"Anna har nummer {PERSONAL}")).to_be_checked()
    page.get_by_label("Nästa rad är öppen för alla").check()
    press(page, page.get_by_role("button", name="Spara sidan"))
    told(page, "Sidan är sparad")
    press(page, page.locator(".crumb a"))
    press(page, page.locator(".crumb a"))
    press(page, page.get_by_role("button", name="Gör kopian"))
    told(page, "Kopian är gjord")
    place = page.url
    press(page, page.get_by_role("link", name="Kopian, dnr"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta").first.click()
    text = text_by_pdfium(Path(download.value.path()).read_bytes())
    assert OPEN in text
    for gone in (SECRET, PERSONAL, "öppen för alla"):
        assert gone not in text
    page.goto(place)
    press(page, page.get_by_role("link", name="Skriv ett beslut om avslag"))
    page.get_by_label("Till vem").fill("Petra Nyfiken")
    page.get_by_label("Skäl").fill("Uppgifterna rör enskildas personliga förhållanden.")
    page.get_by_label("Kammarrätt").select_option("Göteborg")
    press(page, page.get_by_role("button", name="Skriv och registrera beslutet"))
    told(page, "Beslutet är skrivet")
    page.context.close()


def test_a_form_with_something_wrong(browser: Browser, own_site: Site) -> None:
    page = browser.new_context().new_page()
    enter(page, own_site)
    for place, button in ((f"{HERE}/utlamnanden/nytt", "Gå igenom"), (f"{HERE}/gallring", "Gallra de valda"),
                          (f"{GIVING}/handlingar/1", "Spara")):
        page.goto(f"{own_site.url}/{place}")
        if button == "Spara":
            page.get_by_label("Sekretessbestämmelse").fill(f"OSL {PERSONAL}")
        press(page, page.get_by_role("button", name=button))
        expect(page.locator("#wrongs")).to_be_visible()
        sound(page)
    page.context.close()
