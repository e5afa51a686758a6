"""Outcome in a real browser: entered by hand, read out of books, and every state on the way before axe."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.agreements.terms import BudgetPost, Economy
from service.deviations.model import Limit
from service.lifecycle.talks.deviations import set_limit
from tests.economy.test_books import BUSSEN
from tests.web.browser.conftest import Site
from tests.web.browser.steps import log_in, press, served, sound, to_room, visitor
from tests.web.world import BY, NOW, signed, terms, users

WAYS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}
POSTS = (("Personal", 1_060_000), ("Drift, fika och telefoni", 205_750), ("Larm", 10_000))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """One partnership in force, with three posts and a limit."""
    economy = Economy(total=Decimal(1_275_750), posts=tuple(BudgetPost(name=name, amount=Decimal(amount)) for name, amount in POSTS))
    with served(tmp_path) as made:
        users(made.database)
        number = signed(made.database, terms().model_copy(update={"economy": economy}))
        with made.database.write() as session:
            set_limit(session, number, Limit(percent=Decimal(10)), revision=1, party_id=None, now=NOW, by=BY)
        yield made


@pytest.mark.parametrize("way", WAYS)
def test_outcome_by_hand_and_out_of_books(browser: Browser, site: Site, way: str) -> None:
    width, scheme = WAYS[way]
    with visitor(browser, width=width, scheme=scheme) as maria:
        log_in(maria, site, "maria")
        maria.goto(f"{site.url}/agreements/1")
        to_room(maria, "Utfall")
        sound(maria)
        press(maria, maria.get_by_role("link", name="Ange utfall"))
        sound(maria)
        maria.locator("#used-0").fill("600 000,50")
        maria.locator("#used-1").fill("en hel del")
        maria.locator("#used-2").fill("12 000")
        press(maria, maria.get_by_role("button", name="Räkna ihop"))
        expect(maria.get_by_text("Summa använt: 612\u00a0000,50\u00a0kr av 1\u00a0275\u00a0750\u00a0kr.")).to_be_visible()
        press(maria, maria.get_by_role("button", name="Ange utfallet"))
        expect(maria.locator("#used-0")).to_have_value("600 000,50")
        expect(maria.locator("#used-1-wrong")).to_be_visible()
        sound(maria)
        maria.locator("#used-1").fill("150 000")
        maria.locator("#forecast-1").fill("215 000")
        press(maria, maria.get_by_role("button", name="Ange utfallet"))
        expect(maria.get_by_text("1 avvikelse har öppnats av sig själv.")).to_be_visible()
        expect(maria.get_by_role("rowheader", name="Larm Överskriden")).to_be_visible()
        sound(maria)
        press(maria, maria.get_by_role("link", name="Läs in från bokföring eller tabell"))
        sound(maria)
        maria.set_input_files("#file", {"name": "bussen.se", "mimeType": "text/plain", "buffer": BUSSEN.replace(b" 2025", b" 2026")})
        press(maria, maria.get_by_role("button", name="Läs in och titta"))
        expect(maria.get_by_text("Kan räknas in när allt har en post.")).to_be_visible()
        sound(maria)
        maria.select_option("#only", label="Projekt: SB Skyddsbussen \"Bussen\"")
        for place, post in enumerate((POSTS[1][0], POSTS[1][0], POSTS[0][0])):
            maria.select_option(f"#code-{place}", post)
        press(maria, maria.get_by_role("button", name="Spara och räkna om"))
        sound(maria)
        press(maria, maria.get_by_role("button", name="Räkna in"))
        expect(maria.get_by_text("ur bokföring av", exact=False)).to_be_visible()
        sound(maria)
