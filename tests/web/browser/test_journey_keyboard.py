"""The coordinator's main way with the keyboard alone: a meeting prepared, moved, held and written up, the decision answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.kernel.clock import moment
from tests.web.browser.conftest import Site
from tests.web.browser.steps import go_on, tab_to, told, town, visitor
from tests.web.browser.test_journey_month import HELD_ON, MEETING
from tests.web.world import PASSWORD, email_of

WORDS = {
    "sv": {"start": "Start", "reply": "Svara på kallelsen", "move": "Flytta eller byt plats", "move_it": "Flytta mötet",
           "stand": "Ta ställning till förlängning", "give": "Lämna svaret", "given": "Svaret är antecknat", "was": "Blev mötet av",
           "held": "Ja, det hölls", "write": "Spara och skriv anteckningarna", "send": "Spara och skicka", "logged": "Logga ut"},
    "en": {"start": "Start", "reply": "Reply to the call", "move": "Move or change the place", "move_it": "Move the meeting",
           "stand": "Decide on renewal", "give": "Give the answer", "given": "The answer is recorded", "was": "Did the meeting take place",
           "held": "Yes, it was held", "write": "Save and write the minutes", "send": "Save and send", "logged": "Log out"},
}


def press(page: Page, wanted: Locator, key: str = "Enter", most: int = 60) -> None:
    tab_to(page, wanted, most)
    page.keyboard.press(key)


def write(page: Page, field: str, text: str, most: int = 60) -> None:
    tab_to(page, page.locator(field), most)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def write_day(page: Page) -> None:
    """Type a day part by part, in the order the browser's own language has them."""
    tab_to(page, page.locator("#day"))
    page.keyboard.type(HELD_ON.strftime("%m%d%Y"))
    expect(page.locator("#day")).to_have_value(HELD_ON.isoformat())


def choose(page: Page, field: str, value: str) -> None:
    """Go down a list until it says `value`."""
    tab_to(page, page.locator(field))
    for _ in range(page.locator(f"{field} option").count()):
        if page.locator(field).input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"the keyboard does not choose {value}")


def log_in(page: Page, site: Site, language: str) -> None:
    page.goto(f"{site.url}/")
    write(page, "#email", email_of("karin"))
    write(page, "#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/")
    if page.locator("html").get_attribute("lang") != language:
        press(page, page.locator(f"button[lang={language}]"))
        expect(page.locator("html")).to_have_attribute("lang", language)


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=re.compile(name)).first


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=re.compile(name)).first


@pytest.mark.parametrize("language", WORDS)
def test_the_main_way_with_the_keyboard_alone(browser: Browser, tmp_path: Path, language: str) -> None:
    words = WORDS[language]
    with town(tmp_path) as site, visitor(browser) as page:
        log_in(page, site, language)
        press(page, link(page, words["reply"]))
        expect(page).to_have_url(re.compile("/svar/"))
        press(page, link(page, "Till mötets sida|To the page of the meeting"))
        expect(page).to_have_url(MEETING)
        write(page, "#point", "Belysningen vid torget")
        page.keyboard.press("Enter")
        expect(page.locator("ol.agenda").first).to_contain_text("Belysningen vid torget")
        press(page, link(page, words["move"]))
        expect(page).to_have_url(re.compile("/flytta$"))
        write_day(page)
        write(page, "#place", "Rum Koster")
        press(page, button(page, words["move_it"]))
        expect(page).to_have_url(MEETING)
        expect(page.locator(".ticket")).to_contain_text("Rum Koster")
        press(page, page.get_by_role("link", name=words["start"], exact=True))
        page.wait_for_url(f"{site.url}/")
        press(page, link(page, words["stand"]))
        expect(page).to_have_url(re.compile("/decisions/1$"))
        press(page, page.locator("input[name=answer][value=extend]"), "Space")
        write(page, "#decided_by", "Delegation § 12")
        press(page, button(page, words["give"]))
        told(page, words["given"])
        go_on(site, moment(HELD_ON, 16))
        log_in(page, site, language)
        press(page, link(page, words["was"]))
        page.wait_for_url(re.compile("/meetings/"))
        press(page, link(page, words["held"]))
        expect(page).to_have_url(re.compile("/hallet$"))
        for name in ("Karin Lind", "Maria Holm"):
            press(page, page.get_by_role("checkbox", name=re.compile(name)), "Space")
        press(page, button(page, words["write"]))
        expect(page).to_have_url(re.compile("/anteckningar$"))
        write(page, "#text", "Lugnt på torget.")
        choose(page, "#kind-0", "decision")
        write(page, "#what-0", "Bussen står kvar")
        press(page, button(page, words["send"]), most=120)
        expect(page).to_have_url(MEETING)
        for wanted in ("Lugnt på torget.", "Bussen står kvar"):
            expect(page.locator("main")).to_contain_text(wanted)
        press(page, button(page, words["logged"]), most=120)
        expect(page).to_have_url(re.compile("/logga-in$"))
