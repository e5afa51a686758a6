"""The first run: from an empty database to an agreement taken in, with every page passed looked at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.accounts.setup import setup_code
from tests.web.browser.steps import served, sound, visitor
from tests.web.world import SECRET

BUS = Path(__file__).parents[2] / "cli" / "bus.txt"
WAYS = {"wide, light, Swedish": (1280, "light", "sv"), "narrow, dark, English": (390, "dark", "en")}
CHOSEN = "fyra udda ord i rad"


def begin(page: Page) -> None:
    expect(page).to_have_url(re.compile("/kom-igang$"))
    sound(page)
    page.fill("#code", "AAAA-BBBB-CCCC")
    page.fill("#name", "Karin Lind")
    page.fill("#email", "karin@storstad.example")
    for field in ("#password", "#again"):
        page.fill(field, CHOSEN)
    page.locator("form.card button").click()
    expect(page.locator("#code-wrong")).to_be_visible()
    expect(page.locator("#email")).to_have_value("karin@storstad.example")
    sound(page)
    page.fill("#code", setup_code(SECRET).lower())
    for field in ("#password", "#again"):
        page.fill(field, CHOSEN)
    page.locator("form.card button").click()


def tell_who(page: Page) -> None:
    expect(page).to_have_url(re.compile("/kom-igang/organisation$"))
    sound(page)
    page.fill("#name", "Storstads kommun")
    page.fill("#number", "2120001355")
    page.check("input[name=kind][value=public]")
    page.locator("form.card button").click()


def take_in(page: Page) -> None:
    expect(page).to_have_url(re.compile("/agreements/ny$"))
    expect(page.get_by_role("status").filter(has_text="Karin")).to_be_visible()
    sound(page)
    page.set_input_files("#file", BUS)
    page.locator("form[data-reading] button").click()
    expect(page).to_have_url(re.compile("/intag/1"))
    expect(page.locator("[id='parties.1.name']")).to_have_value("Föreningen Nattvandrarna")
    sound(page)
    page.locator("button[value=preview]").click()
    expect(page).to_have_url(re.compile("/forhandsgranska$"))
    expect(page.locator("#mails")).to_be_visible()
    sound(page)
    page.locator("a.main-button").first.click()


def name_people(page: Page) -> None:
    expect(page).to_have_url(re.compile("/kontakter$"))
    expect(page.locator("[id='people.0.email']")).to_have_value("karin@storstad.example")
    sound(page)
    page.fill("[id='people.1.name']", "Maria Holm")
    page.fill("[id='people.1.email']", "maria@vandrarna.example")
    for function in ("coordinator", "manager", "signatory"):
        page.locator(f"[id='people.1.functions'] input[value={function}]").check()
    page.locator("button[value=done]").click()


@pytest.mark.parametrize("way", WAYS)
def test_from_nothing_to_an_agreement(browser: Browser, tmp_path: Path, way: str) -> None:
    width, scheme, language = WAYS[way]
    with served(tmp_path) as site, visitor(browser, width=width, scheme=scheme) as page:
        page.goto(f"{site.url}/post")
        if language == "en":
            page.click("button[lang=en]")
        begin(page)
        tell_who(page)
        take_in(page)
        name_people(page)
        expect(page).to_have_url(re.compile("/agreements/1$"))
        expect(page.locator("h1")).to_contain_text("Nattbussen")
        expect(page.get_by_role("status").first).to_be_visible()
        sound(page)
        page.locator("header nav a").first.click()
        expect(page).to_have_url(f"{site.url}/")
        expect(page.locator("html")).to_have_attribute("lang", language)
        needed = "Skicka utkastet för underskrift" if language == "sv" else "Send the draft for signature"
        expect(page.get_by_role("heading", name=needed)).to_be_visible()
        sound(page)
        page.goto(f"{site.url}/kom-igang")
        expect(page).to_have_url(f"{site.url}/")
