"""Taking an agreement in, in a real browser: with and without scripts, at both widths, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.databases import new_sqlite
from tests.web.browser.conftest import Site, _serve
from tests.web.browser.walks import findings, overflow
from tests.web.world import PASSWORD, email_of

BUS = Path(__file__).parents[2] / "cli" / "bus.txt"
LUND = Path(__file__).parents[2] / "intake" / "texts" / "lund.txt"
WAYS = {"wide, light, Swedish": (1280, "light", "sv"), "narrow, dark, English": (390, "dark", "en")}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: these tests put things in it."""
    yield from _serve(new_sqlite(tmp_path_factory.mktemp('intake')))


def opened(browser: Browser, site: Site, *, width: int = 1280, scheme: str = "light", language: str = "sv", script: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{site.url}/logga-in?next=/agreements/ny")
    page.fill("#email", email_of("operator"))
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/agreements/ny")
    if language == "en":
        page.click("button[lang=en]")
    return page


def upload(page: Page, site: Site, path: Path = BUS) -> None:
    page.goto(f"{site.url}/agreements/ny")
    page.set_input_files("#file", path)
    page.locator("form[data-reading] button").click()
    page.wait_for_url("**/intag/*")


def press(page: Page, do: str) -> None:
    page.locator(f"button[value='{do}']:not(.only-read)").first.click()
    page.wait_for_load_state()


def by_id(name: str) -> str:
    return f"[id='{name}']"


@pytest.mark.parametrize("way", WAYS)
def test_every_page_and_state_is_sound(browser: Browser, place: Site, way: str) -> None:
    width, scheme, language = WAYS[way]
    page = opened(browser, place, width=width, scheme=scheme, language=language)

    def sound() -> None:
        assert findings(page) == []
        assert overflow(page) == 0

    page.goto(f"{place.url}/agreements/ny")
    sound()
    page.locator("form[data-reading] button").click()
    page.wait_for_selector("#file-wrong:visible")
    sound()
    upload(page, place, LUND)
    address = page.url
    sound()
    page.fill(by_id("start"), "x")
    page.fill(by_id("economy.total"), "x")
    press(page, "preview")
    sound()
    upload(page, place)
    sound()
    press(page, "preview")
    page.wait_for_url("**/forhandsgranska")
    sound()
    page.goto(page.url.replace("forhandsgranska", "kontakter"))
    sound()
    page.fill(by_id("people.1.email"), "x")
    press(page, "done")
    sound()
    page.fill(by_id("people.1.email"), "")
    press(page, "done")
    page.wait_for_url("**/agreements/*")
    page.goto(f"{page.url}/utkast")
    sound()
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.fill(by_id("title"), "Something else")
    press(other, "later")
    page.fill(by_id("title"), "This")
    press(page, "later")
    expect(page.locator("table.differs")).to_be_visible()
    sound()
    page.goto(f"{place.url}/agreements/ny")
    page.locator("form[action$='for-hand'] button").click()
    page.wait_for_url("**/intag/*")
    sound()
    page.context.close()


def test_the_sentence_a_field_rests_on_is_lit(browser: Browser, place: Site) -> None:
    page = opened(browser, place)
    upload(page, place)
    page.focus(by_id("rescission.serious_breach"))
    lit = page.locator("mark.lit")
    expect(lit).to_contain_text("häva överenskommelsen")
    box, room = lit.bounding_box(), page.locator(".paper .text").bounding_box()
    assert box is not None and room is not None
    assert room["y"] <= box["y"] and box["y"] + box["height"] <= room["y"] + room["height"]
    page.focus(by_id("meetings.per_year"))
    expect(lit).to_have_text("Parterna ses en gång i kvartalet.")
    page.context.close()


def test_on_a_phone_the_sentence_stands_under_its_field(browser: Browser, place: Site) -> None:
    page = opened(browser, place, width=390)
    upload(page, place)
    field = page.locator(".field", has=page.locator(by_id("meetings.per_year")))
    field.locator("summary").click()
    expect(field.locator("blockquote")).to_have_text("Parterna ses en gång i kvartalet.")
    expect(field.locator("p.rests")).to_be_hidden()
    page.context.close()


def test_the_whole_way_without_scripts(browser: Browser, place: Site) -> None:
    page = opened(browser, place, script=False)
    upload(page, place)
    page.locator(".field", has=page.locator(by_id("meetings.per_year"))).locator("p.rests a").click()
    expect(page).to_have_url(re.compile("#text-"))
    press(page, "add:economy.posts")
    page.fill(by_id("economy.posts.2.name"), "Fika")
    page.fill(by_id("economy.posts.2.amount"), "1 000")
    press(page, "add:goals")
    expect(page.locator(by_id("economy.posts.2.name"))).to_have_value("Fika")
    page.fill(by_id("goals.0.text"), "Trygga kvällar")
    press(page, "drop:economy.posts:0")
    expect(page.locator(by_id("economy.posts.1.name"))).to_have_value("Fika")
    expect(page.locator(by_id("goals.0.text"))).to_have_value("Trygga kvällar")
    press(page, "preview")
    page.get_by_role("link", name="Vidare till kontaktpersoner").last.click()
    page.wait_for_url("**/kontakter")
    press(page, "add:1")
    page.fill(by_id("people.2.name"), "Maria Holm")
    page.fill(by_id("people.2.email"), "maria@linden.example")
    page.locator(f"{by_id('people.2.functions')} input[value=manager]").check()
    press(page, "drop:1")
    press(page, "done")
    page.wait_for_url("**/agreements/*")
    assert "Maria Holm" in page.content()
    page.goto(f"{page.url}/utkast")
    page.fill(by_id("title"), "Nattbussen")
    press(page, "save")
    expect(page.locator("h1")).to_have_text("Nattbussen")
    page.context.close()


def test_enter_in_a_field_saves_and_removes_nothing(browser: Browser, place: Site) -> None:
    page = opened(browser, place)
    upload(page, place)
    page.fill(by_id("meetings.habits.place"), "Rum Vinga")
    page.press(by_id("meetings.habits.place"), "Enter")
    page.wait_for_selector("[role=status]")
    expect(page.locator(by_id("meetings.habits.place"))).to_have_value("Rum Vinga")
    expect(page.locator(by_id("economy.posts.0.name"))).to_have_value("Personal")
    page.context.close()


def test_a_broken_file_is_told_and_nothing_is_begun(browser: Browser, place: Site, tmp_path: Path) -> None:
    broken = tmp_path / "avtal.pdf"
    broken.write_bytes(b"%PDF-1.7\nbroken")
    page = opened(browser, place)
    page.goto(f"{place.url}/agreements/ny")
    page.set_input_files("#file", broken)
    page.locator("form[data-reading] button").click()
    page.wait_for_selector("#file-wrong:visible")
    expect(page.locator("#file-wrong")).to_contain_text("PDF-filen är skadad")
    large = tmp_path / "stor.pdf"
    with large.open("wb") as file:
        file.truncate(26_000_000)
    page.set_input_files("#file", large)
    page.locator("form[data-reading] button").click()
    expect(page.locator("#file-wrong")).to_contain_text("Filen är större än 25 MB")
    page.context.close()
