"""Shifts in a real browser: every page, a shift logged with few presses, and shifts logged without network, each kept once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from service.followup.shifts.actions import plan
from service.followup.shifts.states import State
from service.followup.shifts.tables import ShiftRow
from service.kernel.clock import local_day, moment
from service.kernel.clock import now as really_now
from tests.followup.cast import Bus, bus
from tests.web.browser.conftest import Site
from tests.web.browser.steps import log_in, press, served, sound, told, visitor
from tests.web.world import BY, NOW, users

WAYS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """One partnership in force."""
    with served(tmp_path) as made:
        users(made.database)
        yield made


@pytest.fixture
def maria(browser: Browser, site: Site) -> Iterator[tuple[Page, Bus]]:
    """The association's coordinator, with a phone, before the page of logging, by the browser's own clock."""
    one = bus(site.database)
    # The browser knows no other clock than the world's: the page is shown on the day that it believes.
    with visitor(browser, width=390) as page:
        page.clock.set_fixed_time(NOW)
        log_in(page, site, "maria")
        page.goto(f"{site.url}/agreements/{one.id}/pass/nytt")
        page.wait_for_function("async () => (await navigator.serviceWorker.ready).active.state === 'activated'")
        page.reload()
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        yield page, one


def kept(site: Site) -> list[tuple[date, int, str]]:
    with site.database.read() as session:
        return [(one.day, one.staff, one.note) for one in session.scalars(select(ShiftRow).order_by(ShiftRow.day, ShiftRow.id))]


def fill(page: Page, day: str, staff: int) -> None:
    """Fill in a Friday night at the square."""
    page.fill("#day", day)
    page.fill("#start", "20:00")
    page.fill("#end", "02:00")
    page.fill("#staff", str(staff))
    page.get_by_label("Järntorget").check()


def save(page: Page) -> None:
    page.get_by_role("button", name="Spara passet").click()


def test_without_network_each_shift_is_logged_once(site: Site, maria: tuple[Page, Bus]) -> None:
    page, one = maria
    page.context.set_offline(True)
    # The page itself opens.
    page.reload()
    expect(page.get_by_role("heading", name="Logga pass")).to_be_visible()
    assert "Maria" not in page.content() and "csrf_token" not in page.content()
    sound(page)
    fill(page, "2026-09-18", 4)
    save(page)
    expect(page.locator("#waiting-head")).to_have_text("Ett pass väntar – inte skickat än")
    expect(page.locator("#waiting-why")).to_contain_text("Inget nät just nu")
    fill(page, "2026-09-19", 5)
    save(page)
    expect(page.locator("#waiting-head")).to_have_text("2 pass väntar – inte skickade än")
    sound(page)
    # They are there after the page has been closed.
    page.reload()
    expect(page.locator("#waiting-list li")).to_have_text(["fre 18 sep 20:00–02:00", "lör 19 sep 20:00–02:00"])
    assert kept(site) == []
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_be_hidden()
    assert kept(site) == [(date(2026, 9, 18), 4, ""), (date(2026, 9, 19), 5, "")]
    page.reload()
    assert (page.input_value("#staff"), page.input_value("#start"), page.get_by_label("Järntorget").is_checked()) == ("5", "20:00", True)


def test_an_answer_that_is_lost_is_asked_for_again(site: Site, maria: tuple[Page, Bus]) -> None:
    page, one = maria
    lost = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/skicka", lose)
    fill(page, "2026-09-18", 4)
    save(page)
    expect(page.locator("#waiting-why")).to_contain_text("Inget nät just nu")
    assert lost == [200] and kept(site) == [(date(2026, 9, 18), 4, "")]
    page.unroute("**/skicka")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#told")).to_contain_text("Passet är loggat: fre 18 sep 20:00–02:00")
    assert kept(site) == [(date(2026, 9, 18), 4, "")]


def test_what_is_refused_stays_and_is_put_right(site: Site, maria: tuple[Page, Bus]) -> None:
    page, one = maria
    fill(page, "2026-09-18", 41)
    page.locator("summary", has_text="Anteckning").click()
    page.fill("#note", "Pratade med 811228-9874")
    save(page)
    expect(page.locator("#waiting-list")).to_contain_text("Togs inte emot: Det står ett personnummer i texten")
    sound(page)
    page.get_by_role("button", name="Rätta").click()
    assert page.input_value("#note") == "Pratade med 811228-9874"
    page.fill("#note", "Lugnt")
    save(page)
    expect(page.locator("#waiting-list")).to_contain_text("Stämmer det här? Det var 41 i personalen.")
    page.get_by_role("button", name="Ja, det stämmer").click()
    expect(page.locator("#waiting")).to_be_hidden()
    assert kept(site) == [(date(2026, 9, 18), 41, "Lugnt")]


def test_whoever_is_logged_out_meanwhile_loses_nothing(site: Site, maria: tuple[Page, Bus]) -> None:
    page, one = maria
    fill(page, "2026-09-18", 4)
    page.context.clear_cookies()
    save(page)
    expect(page.locator("#waiting-why")).to_have_text("Du är utloggad. Det som väntar ligger kvar här; logga in igen så skickas det. Logga in")
    assert kept(site) == []
    press(page, page.locator("#waiting-why a"))
    page.fill("#email", "maria@linden.example")
    page.fill("#password", "sju vandrare i natten")
    press(page, page.locator("form.card button"))
    expect(page.locator("#told")).to_contain_text("Passet är loggat")
    assert kept(site) == [(date(2026, 9, 18), 4, "")]
    # At log-out nothing of the page stays on the phone.
    press(page, page.get_by_role("button", name="Logga ut"))
    assert page.evaluate("async () => [(await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length, localStorage.length]") == [0, 0, 0]


def test_few_presses(site: Site, maria: tuple[Page, Bus]) -> None:
    page, one = maria
    fill(page, "2026-09-19", 4)
    save(page)
    expect(page.locator("#told")).to_contain_text("Passet är loggat")
    page.reload()
    # The next night at the same hours and place: three talks, two young people.
    presses, began = 0, really_now()
    for button in ("I går", *["Fler: Samtal"] * 3, *["Fler: Unga 13–17"] * 2, "Spara passet"):
        page.get_by_role("button", name=button).click()
        presses += 1
    expect(page.locator("#told")).to_contain_text("Passet är loggat: sön 20 sep 20:00–02:00")
    assert presses == 7 and really_now() - began < timedelta(seconds=20)
    assert kept(site) == [(date(2026, 9, 19), 4, ""), (date(2026, 9, 20), 4, "")]


@pytest.mark.parametrize("way", WAYS)
def test_every_page(browser: Browser, site: Site, way: str) -> None:
    one = bus(site.database)
    width, scheme = WAYS[way]
    here = f"{site.url}/agreements/{one.id}/pass"
    with site.database.write() as session:
        ahead = one.told(day=local_day(NOW), start=time(8), end=time(12))
        planned, = plan(session, one.id, ahead, author="Maria Holm", now=moment(date(2026, 9, 20), 9), by=BY)
    with visitor(browser, width=width, scheme=scheme, script=way != "wide and light") as page:
        if way == "wide and light":
            page.goto(f"{site.url}/logga-in")
            page.fill("#email", "maria@linden.example")
            page.fill("#password", "sju vandrare i natten")
            press(page, page.locator("form.card button"))
            page.goto(f"{here}/nytt")
            fill(page, "2026-09-18", 4)
            page.fill(f"#n-{one.words['Samtal']}", "3")
            press(page, page.get_by_role("button", name="Spara passet"))
            told(page, "Passet är loggat.")
        else:
            log_in(page, site, "maria")
        sites = ("/nytt", "/planera", "/listor", "/fil", "")
        for path in sites if way != "wide and light" else ():
            page.goto(here + path)
            sound(page)
        page.goto(f"{site.url}/pass/{planned}/gjort")
        page.fill("#staff", "3")
        press(page, page.get_by_role("button", name="Spara"))
        page.goto(f"{site.url}/pass/{planned}/andra")
        page.fill("#staff", "41")
        press(page, page.get_by_role("button", name="Spara"))
        if way != "wide and light":
            sound(page)
        page.check("#sure")
        press(page, page.get_by_role("button", name="Spara"))
        told(page, "Ändrat.")
        page.locator("summary", has_text="Stryk passet").click()
        page.fill("#striking-reason", "Fel dag")
        press(page, page.get_by_role("button", name="Stryk", exact=True))
        told(page, "Passet är struket och räknas inte.")
        if way != "wide and light":
            sound(page)
    with site.database.read() as session:
        assert session.get_one(ShiftRow, planned).state == State.STRUCK
