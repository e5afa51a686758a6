"""From breach to repayment in a real browser, by both sides: one at a wide light screen, one at a narrow dark one.

Every state on the way stands before axe: notice, answer, rescission, the claim and a dispute about it, until all is paid back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.kernel.clock import moment
from tests.web.browser.conftest import Site
from tests.web.browser.steps import go_on, log_in, press, served, sound, to_room, visitor
from tests.web.browser.test_talks import fold_out
from tests.web.ended import half_paid
from tests.web.world import NOW, signed, users

RUN_OUT, ENDED = moment(date(2026, 10, 2), 9), moment(date(2026, 10, 5))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """One partnership in force, of which half is paid."""
    with served(tmp_path) as made:
        users(made.database)
        half_paid(made.database, signed(made.database))
        go_on(made, NOW)
        yield made


def test_from_breach_to_repayment_by_both_sides(browser: Browser, site: Site) -> None:
    with visitor(browser) as anders, visitor(browser, width=390, scheme="dark") as peter:
        log_in(anders, site, "anders")
        log_in(peter, site, "peter")
        _notice(site, anders, peter)
        # Who has been away for eleven days logs in anew.
        go_on(site, RUN_OUT)
        log_in(anders, site, "anders")
        _rescission(site, anders)
        go_on(site, ENDED)
        log_in(anders, site, "anders")
        log_in(peter, site, "peter")
        peter.goto(f"{site.url}/rescissions/1")
        expect(peter.get_by_role("heading", name="The agreement no longer holds")).to_be_visible()
        sound(peter)
        claim = _claim(site, anders, peter)
        _dispute(anders, peter)
        _settle(anders, peter, claim)


def _notice(site: Site, anders: Page, peter: Page) -> None:
    anders.goto(f"{site.url}/agreements/1")
    to_room(anders, "Avtalsbrott")
    sound(anders)
    press(anders, anders.get_by_role("link", name="Meddela ett avtalsbrott"))
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
    peter.goto(f"{site.url}/")
    press(peter, peter.get_by_role("link", name="Read and answer"))
    sound(peter)
    press(peter, peter.get_by_role("button", name="Confirm receipt"))
    expect(peter.get_by_role("heading", name="Time to rectify to the end of Thursday 1 October 2026")).to_be_visible()
    peter.get_by_label("We dispute the breach").check()
    peter.fill("#body", "Vi har gått varje fredag.")
    press(peter, peter.get_by_role("button", name="Give the answer"))
    sound(peter)
    expect(anders.get_by_role("button", name="Häv överenskommelsen")).to_have_count(0)


def _rescission(site: Site, anders: Page) -> None:
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


def _claim(site: Site, anders: Page, peter: Page) -> str:
    anders.goto(f"{site.url}/rescissions/1")
    press(anders, anders.get_by_role("link", name="Kräv återbetalning"))
    sound(anders)
    anders.get_by_label("Hela det betalda beloppet").check()
    anders.fill("#sek", "90 000")
    anders.get_by_label("Varför? Det står i brevet.").fill("Verksamheten upphörde.")
    anders.fill("#times", "2")
    press(anders, anders.get_by_role("button", name="Kräv återbetalning"))
    expect(anders.get_by_role("heading", name="Väntar på svar från Föreningen Linden")).to_be_visible()
    sound(anders)
    peter.goto(anders.url)
    sound(peter)
    # What looks at a page unfolds all of it.
    peter.reload()
    fold_out(peter, "We dispute it")
    peter.fill("#objection", "Hyran var bunden.")
    press(peter, peter.get_by_role("button", name="Dispute the claim"))
    return anders.url


def _dispute(anders: Page, peter: Page) -> None:
    press(peter, peter.get_by_role("link", name="Open a dispute about the claim"))
    sound(peter)
    peter.fill("#about", "Hyran")
    peter.fill("#why", "Vi räknar olika.")
    press(peter, peter.get_by_role("button", name="Open the dispute"))
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


def _settle(anders: Page, peter: Page, claim: str) -> None:
    anders.goto(claim)
    fold_out(anders, "Efterge hela eller en del")
    anders.fill("#off", "45 000")
    anders.fill("#decision", "Nämnden 2026-10-05 § 4")
    anders.fill("#waived_for", "Så enades vi.")
    sound(anders)
    press(anders, anders.get_by_role("button", name="Efterge"))
    peter.goto(claim)
    press(peter, peter.get_by_role("button", name="Agree to the claim"))
    sound(peter)
    anders.goto(claim)
    anders.fill("#sek", "45 000")
    press(anders, anders.get_by_role("button", name="Anteckna betalningen"))
    expect(anders.get_by_role("heading", name="Allt är återbetalt")).to_be_visible()
    sound(anders)
