"""Renegotiation and deviation in a real browser: both sides do their part, and every state on the way stands before axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.conftest import Site
from tests.web.browser.steps import log_in, press, served, sound, to_room, visitor
from tests.web.world import signed, users

WAYS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """One partnership in force."""
    with served(tmp_path) as made:
        users(made.database)
        signed(made.database)
        yield made


@contextmanager
def two(browser: Browser, site: Site, first: str, second: str, way: str) -> Iterator[tuple[Page, Page]]:
    """Open a browser for each of two people."""
    width, scheme = WAYS[way]
    with visitor(browser, width=width, scheme=scheme) as one, visitor(browser, width=width, scheme=scheme) as other:
        log_in(one, site, first)
        log_in(other, site, second)
        yield one, other


def fold_out(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).click()


@pytest.mark.parametrize("way", WAYS)
def test_a_renegotiation_from_asking_to_agreeing(browser: Browser, site: Site, way: str) -> None:
    with two(browser, site, "karin", "maria", way) as (karin, maria):
        karin.goto(f"{site.url}/agreements/1")
        to_room(karin, "Omförhandling")
        sound(karin)
        press(karin, karin.get_by_role("link", name="Påkalla omförhandling"))
        sound(karin)
        karin.select_option("#provision", "meetings")
        karin.fill("#about", "Tätare avstämningar")
        karin.fill("#why", "Mycket händer under hösten.")
        press(karin, karin.get_by_role("button", name="Påkalla omförhandling"))
        expect(karin.get_by_role("heading", name="Väntar på svar från Föreningen Linden")).to_be_visible()
        sound(karin)
        maria.goto(f"{site.url}/")
        press(maria, maria.get_by_role("link", name="Svara: Svara om omförhandling"))
        sound(maria)
        maria.fill("#when_on", "2026-09-28")
        press(maria, maria.get_by_role("button", name="Gå in i dialogen"))
        sound(maria)
        maria.fill("#who", "Karin, Maria")
        maria.get_by_label("Vad sades?").fill("Varannan månad räcker.")
        press(maria, maria.get_by_role("button", name="Anteckna", exact=True))
        karin.reload()
        expect(karin.get_by_text("Varannan månad räcker.")).to_be_visible()
        fold_out(karin, "Vi är klara")
        karin.get_by_label("Vi är överens").check()
        karin.fill("#text", "Avstämning varannan månad.")
        press(karin, karin.get_by_role("button", name="Avsluta omförhandlingen"))
        expect(karin.get_by_role("heading", name="Ni kom överens")).to_be_visible()
        sound(karin)
        maria.goto(f"{site.url}/agreements/1/omforhandlingar")
        expect(maria.get_by_text("Överens", exact=True).first).to_be_visible()
        sound(maria)


@pytest.mark.parametrize("way", WAYS)
def test_a_deviation_from_report_to_approval(browser: Browser, site: Site, way: str) -> None:
    with two(browser, site, "maria", "anders", way) as (maria, anders):
        maria.goto(f"{site.url}/agreements/1/avvikelser")
        sound(maria)
        press(maria, maria.get_by_role("link", name="Anmäl en avvikelse"))
        sound(maria)
        maria.get_by_label("Budgeten", exact=True).check()
        maria.fill("#what", "Fler vandrare under höstlovet")
        maria.fill("#why", "Fler unga är ute.")
        maria.fill("#changes_on", "2026-10-26")
        press(maria, maria.get_by_role("button", name="Anmäl", exact=True))
        expect(maria.locator("#post-wrong")).to_be_visible()
        sound(maria)
        maria.select_option("#post", "Personal")
        maria.fill("#sek", "12 500")
        press(maria, maria.get_by_role("button", name="Anmäl", exact=True))
        expect(maria.get_by_role("heading", name="Först dialog, sedan beslut")).to_be_visible()
        sound(maria)
        maria.fill("#who", "Karin, Maria")
        maria.get_by_label("Vad sades?").fill("Vi är ense om behovet.")
        press(maria, maria.get_by_role("button", name="Anteckna", exact=True))
        anders.goto(f"{site.url}/")
        press(anders, anders.get_by_role("link", name="Ta ställning: Ta ställning till en avvikelse"))
        sound(anders)
        anders.get_by_label("Vi godkänner").check()
        anders.fill("#decided_by", "Anders Berg, enhetschef")
        anders.fill("#evidence", "Delegationsbeslut 2026-09-21")
        press(anders, anders.get_by_role("button", name="Anteckna beslutet"))
        expect(anders.get_by_text("Nu väntar det på Föreningen Linden.")).to_be_visible()
        sound(anders)
    with visitor(browser, width=WAYS[way][0], scheme=WAYS[way][1]) as peter:
        log_in(peter, site, "peter")
        peter.goto(f"{site.url}/deviations/1")
        sound(peter)
        peter.get_by_label("We reject").check()
        peter.fill("#decided_by", "The board, § 12")
        peter.fill("#evidence", "No money left.")
        press(peter, peter.get_by_role("button", name="Record the decision"))
        expect(peter.get_by_role("heading", name="Rejected: the change may not be made")).to_be_visible()
        sound(peter)
        peter.goto(f"{site.url}/agreements/1/avvikelser")
        sound(peter)
