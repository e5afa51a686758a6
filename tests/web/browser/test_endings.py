"""The end in a real browser: notice given, received and withdrawn by both sides; a natural end until it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.demo.lived.life import live_through
from service.kernel.clock import moment
from tests.web.browser.conftest import Site
from tests.web.browser.steps import log_in, press, served, sound, to_room, visitor
from tests.web.browser.test_talks import WAYS, fold_out, two
from tests.web.test_terminations import endable
from tests.web.world import signed, users

AFTER, DONE = moment(date(2027, 1, 4), 9), moment(date(2027, 3, 1), 9)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A partnership that either party may end by notice, and one that ends by itself."""
    with served(tmp_path) as made:
        users(made.database)
        signed(made.database, endable())
        signed(made.database)
        yield made


@pytest.mark.parametrize("way", WAYS)
def test_notice_is_given_received_and_withdrawn(browser: Browser, site: Site, way: str) -> None:
    with two(browser, site, "anders", "peter", way) as (anders, peter):
        anders.goto(f"{site.url}/agreements/1")
        to_room(anders, "Uppsägning")
        press(anders, anders.get_by_role("link", name="Säg upp överenskommelsen"))
        sound(anders)
        anders.fill("#authority", "Firmatecknare")
        anders.fill("#given_on", "2026-09-21")
        press(anders, anders.get_by_role("button", name="Säg upp överenskommelsen"))
        expect(anders.get_by_role("heading", name="Löper inte än")).to_be_visible()
        sound(anders)
        peter.goto(f"{site.url}/")
        press(peter, peter.get_by_role("link", name="Note when the notice was received"))
        sound(peter)
        press(peter, peter.get_by_role("button", name="Note the receipt"))
        expect(peter.get_by_role("heading", name="The last day is Thursday 31 December 2026")).to_be_visible()
        sound(peter)
        anders.goto(f"{site.url}/agreements/1")
        expect(anders.get_by_role("heading", name="Uppsagd: sista dagen är torsdag 31 december 2026")).to_be_visible()
        sound(anders)
        press(anders, anders.get_by_role("link", name="Se uppsägningen"))
        fold_out(anders, "Vi vill ta tillbaka uppsägningen")
        anders.fill("#reason", "Vi stannar.")
        press(anders, anders.get_by_role("button", name="Fråga den andra parten"))
        sound(anders)
        peter.reload()
        press(peter, peter.get_by_role("button", name="Consent to the withdrawal"))
        expect(peter.get_by_role("heading", name="Withdrawn")).to_be_visible()
        sound(peter)


@pytest.mark.parametrize("way", WAYS)
def test_from_a_natural_end_to_closed(browser: Browser, site: Site, way: str) -> None:
    live_through(site.database, [2], moment(date(2025, 12, 10), 9), AFTER)
    width, scheme = WAYS[way]
    with visitor(browser, width=width, scheme=scheme) as karin:
        site.clock.at = AFTER
        log_in(karin, site, "karin")
        karin.goto(f"{site.url}/agreements/2")
        press(karin, karin.get_by_role("link", name="Till avslutet"))
        expect(karin.get_by_role("heading", name="Kvar att göra", exact=True)).to_be_visible()
        sound(karin)
    live_through(site.database, [2], AFTER, DONE)
    with visitor(browser, width=width, scheme=scheme) as karin:
        site.clock.at = DONE
        log_in(karin, site, "karin")
        karin.goto(f"{site.url}/agreements/2/avslut")
        expect(karin.get_by_role("heading", name="Inget är kvar att göra")).to_be_visible()
        sound(karin)
        press(karin, karin.get_by_role("button", name="Avsluta överenskommelsen"))
        expect(karin.get_by_role("heading", name="Avslutad")).to_be_visible()
        sound(karin)
        karin.goto(f"{site.url}/agreements/2")
        expect(karin.get_by_text("Överenskommelsen är avslutad och går bara att läsa.")).to_be_visible()
        sound(karin)
