"""A breach in a real browser, by both sides: notice, answer, the time runs out, rescission; every state stands before axe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.kernel.clock import moment
from tests.web.browser.conftest import Site
from tests.web.browser.steps import go_on, log_in, press, served, sound, visitor
from tests.web.browser.test_talks import WAYS, fold_out
from tests.web.world import signed, users


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """One partnership in force."""
    with served(tmp_path) as made:
        users(made.database)
        signed(made.database)
        go_on(made, moment(date(2026, 9, 21), 9))
        yield made


@pytest.mark.parametrize("way", WAYS)
def test_from_notice_to_rescission_by_both_sides(browser: Browser, site: Site, way: str) -> None:
    width, scheme = WAYS[way]
    with visitor(browser, width=width, scheme=scheme) as anders, visitor(browser, width=width, scheme=scheme) as maria:
        log_in(anders, site, "anders")
        log_in(maria, site, "maria")
        anders.goto(f"{site.url}/agreements/1")
        press(anders, anders.get_by_role("link", name="Avtalsbrott", exact=True))
        sound(anders)
        press(anders, anders.get_by_role("link", name="Meddela ett avtalsbrott"))
        sound(anders)
        anders.select_option("#undertaking", "undertaking:0")
        anders.fill("#what", "Inga pass har gåtts sedan midsommar.")
        anders.fill("#since", "2026-06-22")
        anders.fill("#days", "10")
        anders.fill("#why_days", " ")
        press(anders, anders.get_by_role("button", name="Meddela avtalsbrottet"))
        expect(anders.locator("#why_days-wrong")).to_be_visible()
        sound(anders)
        anders.fill("#why_days", "Passen kan gås igen inom tio dagar.")
        press(anders, anders.get_by_role("button", name="Meddela avtalsbrottet"))
        expect(anders.get_by_role("heading", name="Tiden för rättelse har inte börjat")).to_be_visible()
        sound(anders)
        maria.goto(f"{site.url}/")
        press(maria, maria.get_by_role("link", name="Läs och svara: Bekräfta ett meddelande om avtalsbrott"))
        sound(maria)
        press(maria, maria.get_by_role("button", name="Bekräfta mottagandet"))
        expect(maria.get_by_role("heading", name="Tid för rättelse till och med torsdag 1 oktober 2026")).to_be_visible()
        maria.get_by_label("Vi bestrider bristen").check()
        maria.fill("#body", "Vi har gått varje fredag.")
        press(maria, maria.get_by_role("button", name="Lämna svaret"))
        sound(maria)
        expect(anders.get_by_role("button", name="Häv överenskommelsen")).to_have_count(0)
        # Who has been away for eleven days logs in anew.
        go_on(site, moment(date(2026, 10, 2), 9))
        log_in(anders, site, "anders")
        press(anders, anders.get_by_role("link", name="Ta ställning: Ta ställning till ett avtalsbrott"))
        expect(anders.get_by_role("heading", name="Tiden för rättelse har gått ut")).to_be_visible()
        fold_out(anders, "Ingen rättelse har skett: häv")
        sound(anders)
        anders.fill("#reason", "Inget har rättats.")
        anders.fill("#effective_on", "2026-10-05")
        anders.fill("#capacity", "Enhetschef")
        anders.fill("#authority", "Delegationsordning § 4")
        press(anders, anders.get_by_role("button", name="Häv överenskommelsen"))
        expect(anders.get_by_role("heading", name="Överenskommelsen upphör vid midnatt när måndag 5 oktober 2026 börjar")).to_be_visible()
        sound(anders)
        anders.goto(f"{site.url}/agreements/1")
        expect(anders.get_by_role("heading", name="Avtalsbrott eller hävning pågår")).to_be_visible()
        sound(anders)
        go_on(site, moment(date(2026, 10, 5)))
        log_in(maria, site, "maria")
        maria.goto(f"{site.url}/rescissions/1")
        expect(maria.get_by_role("heading", name="Överenskommelsen gäller inte längre")).to_be_visible()
        sound(maria)
        maria.goto(f"{site.url}/agreements/1")
        expect(maria.locator("#duties ~ *").get_by_text("Slutredovisning").first).to_be_visible()
        maria.goto(f"{site.url}/agreements/1/avtalsbrott")
        sound(maria)
