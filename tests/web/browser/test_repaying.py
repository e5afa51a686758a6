"""Repayment and a dispute about it in a real browser: both sides do their part, and every state on the way stands before axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.web.browser.conftest import Site
from tests.web.browser.steps import press, served, sound
from tests.web.browser.test_talks import WAYS, fold_out, two
from tests.web.ended import rescinded
from tests.web.world import users


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """One partnership that is rescinded, of which half was paid."""
    with served(tmp_path) as made:
        users(made.database)
        rescinded(made.database)
        yield made


@pytest.mark.parametrize("way", WAYS)
def test_a_claim_is_disputed_talked_over_and_paid(browser: Browser, site: Site, way: str) -> None:
    with two(browser, site, "anders", "peter", way) as (anders, peter):
        anders.goto(f"{site.url}/agreements/1")
        press(anders, anders.get_by_role("link", name="Återbetalning"))
        sound(anders)
        press(anders, anders.get_by_role("link", name="Kräv återbetalning"))
        sound(anders)
        anders.get_by_label("Hela det betalda beloppet").check()
        anders.fill("#sek", "90 000")
        anders.get_by_label("Varför? Det står i brevet.").fill("Verksamheten upphörde.")
        anders.fill("#times", "2")
        press(anders, anders.get_by_role("button", name="Kräv återbetalning"))
        expect(anders.get_by_role("heading", name="Väntar på svar från Föreningen Linden")).to_be_visible()
        sound(anders)
        claim = anders.url
        peter.goto(claim)
        sound(peter)
        peter.goto(claim)
        fold_out(peter, "We dispute it")
        peter.fill("#objection", "Hyran var bunden.")
        press(peter, peter.get_by_role("button", name="Dispute the claim"))
        sound(peter)
        press(peter, peter.get_by_role("link", name="Open a dispute about the claim"))
        sound(peter)
        peter.fill("#about", "Hyran")
        peter.fill("#why", "Vi räknar olika.")
        press(peter, peter.get_by_role("button", name="Open the dispute"))
        sound(peter)
        peter.fill("#who", "Anders, Peter")
        peter.fill("#body", "Vi räknade igenom hyran.")
        press(peter, peter.get_by_role("button", name="Note", exact=True))
        fold_out(peter, "Write how it was resolved")
        peter.fill("#text", "Hälften betalas.")
        sound(peter)
        press(peter, peter.locator("form[action$='/lost'] button"))
        anders.goto(peter.url)
        sound(anders)
        press(anders, anders.get_by_role("button", name="Det stämmer"))
        expect(anders.get_by_role("heading", name="Tvisten är löst")).to_be_visible()
        sound(anders)
        anders.goto(claim)
        fold_out(anders, "Efterge hela eller en del")
        anders.fill("#off", "45 000")
        anders.fill("#decision", "Nämnden 2026-09-21 § 4")
        anders.fill("#waived_for", "Så enades vi.")
        sound(anders)
        press(anders, anders.get_by_role("button", name="Efterge"))
        peter.goto(claim)
        press(peter, peter.get_by_role("button", name="Agree to the claim"))
        anders.goto(claim)
        sound(anders)
        anders.fill("#sek", "45 000")
        press(anders, anders.get_by_role("button", name="Anteckna betalningen"))
        expect(anders.get_by_role("heading", name="Allt är återbetalt")).to_be_visible()
        sound(anders)
