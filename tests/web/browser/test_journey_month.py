"""A coordinator's month: a meeting prepared, moved, held and written up, a decision answered, a contact noted, post and calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.kernel.clock import moment
from tests.web.browser.conftest import Site
from tests.web.browser.steps import go_on, log_in, sound, to_room, told, town, visitor
from tests.web.browser.walks import overflow

WAYS = {"wide, light": (1280, "light", True), "narrow, dark, without scripts": (390, "dark", False)}
MEETING = re.compile("/meetings/[0-9]+$")
HELD_ON = date(2026, 10, 15)
Look = Callable[[Page], None]


def fits(page: Page) -> None:
    assert overflow(page) == 0, page.url


def need(page: Page, what: str, button: str = "") -> None:
    """Open what needs doing from the first page."""
    page.get_by_role("link", name="Start", exact=True).click()
    expect(page.get_by_role("heading", name="Det här behöver dig")).to_be_visible()
    page.get_by_role("link", name=re.compile(f"^{button}.*: {what}")).click()


def prepare(page: Page, look: Look) -> None:
    need(page, "Svara på kallelsen")
    expect(page).to_have_url(re.compile("/svar/"))
    look(page)
    page.check("#yes")
    page.get_by_role("button", name="Skicka svaret").click()
    expect(page.get_by_role("status")).to_contain_text("ja, jag kommer")
    page.get_by_role("link", name="Till mötets sida").click()
    expect(page).to_have_url(MEETING)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kvartalsavstämning")
    look(page)
    page.fill("#point", "Belysningen vid torget")
    page.get_by_role("button", name="Lägg till").click()
    expect(page.locator("ol.agenda").first).to_contain_text("Belysningen vid torget")
    look(page)


def move(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Flytta eller byt plats").click()
    expect(page).to_have_url(re.compile("/flytta$"))
    look(page)
    page.fill("#day", "2026-10-17")
    page.get_by_role("button", name="Flytta mötet").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    look(page)
    page.fill("#day", HELD_ON.isoformat())
    page.fill("#place", "Rum Koster")
    page.get_by_role("button", name="Pröva den dag").click()
    expect(page).to_have_url(MEETING)
    expect(page.locator(".ticket")).to_contain_text("Torsdag 15 oktober 2026")
    expect(page.locator(".ticket")).to_contain_text("Rum Koster")


def answer(page: Page, look: Look) -> None:
    need(page, "Ta ställning till förlängning", "Ta ställning")
    expect(page).to_have_url(re.compile("/decisions/1$"))
    look(page)
    page.check("input[name=answer][value=extend]")
    page.fill("#decided_by", "Delegation § 12")
    page.get_by_role("button", name="Lämna svaret").click()
    told(page, "Svaret är antecknat")
    expect(page.locator("main")).to_contain_text("Delegation § 12")
    look(page)
    page.get_by_role("link", name="Start", exact=True).click()
    others = page.locator("section.part", has_text="Väntar på andra")
    if not others.locator("details").first.evaluate("one => one.open"):
        others.locator("summary").first.click()
    expect(others.get_by_role("link", name=re.compile("^Visa: Ta ställning"))).to_be_visible()


def hold(page: Page, look: Look) -> None:
    need(page, "Blev mötet av?", "Anteckna")
    look(page)
    page.get_by_role("link", name="Ja, det hölls").click()
    expect(page).to_have_url(re.compile("/hallet$"))
    look(page)
    for name in ("Karin Lind", "Maria Holm"):
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.fill("#others", "Lisa Tillfällig")
    page.get_by_role("button", name="Spara och skriv anteckningarna").click()
    told(page, "Antecknat att mötet hölls")


def write_up(page: Page, look: Look) -> None:
    expect(page).to_have_url(re.compile("/anteckningar$"))
    look(page)
    page.fill("#text", "Lugnt på torget. Belysningen är lagad.")
    page.select_option("#kind-0", "decision")
    page.fill("#what-0", "Bussen står kvar vid stationen")
    page.fill("#what-1", "Boka utbildning")
    page.fill("#who-1", "Karin Lind")
    page.fill("#due-1", "2026-11-02")
    page.get_by_role("button", name="Spara och skicka").click()
    expect(page).to_have_url(MEETING)
    for wanted in ("Belysningen är lagad", "Bussen står kvar vid stationen", "Boka utbildning", "Lisa Tillfällig"):
        expect(page.locator("main")).to_contain_text(wanted)
    look(page)
    need(page, "Boka utbildning")
    expect(page).to_have_url(re.compile("/uppfoljning"))
    page.locator("summary", has_text="Klart: Boka utbildning").click()
    page.get_by_role("button", name=re.compile("^Klart.*Boka utbildning")).click()
    page.locator("summary", has_text=re.compile(r"^Klart \(")).click()
    expect(page.locator("main")).to_contain_text("klart 15 okt")
    look(page)


def note(page: Page, look: Look) -> None:
    page.locator("p.crumb a").click()
    to_room(page, "Kontaktlogg")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kontakter mellan parterna")
    page.locator("details.fold > summary").click()
    page.fill("#day", HELD_ON.isoformat())
    page.select_option("#kind", "call")
    page.fill("#who", "Maria Holm")
    page.fill("#body", "Vi talade om jullovet.")
    page.get_by_role("button", name="Anteckna").click()
    expect(page.locator("ol.entries")).to_contain_text("Vi talade om jullovet.")
    look(page)


def look_round(page: Page, look: Look) -> None:
    page.get_by_role("link", name="Post", exact=True).first.click()
    expect(page.get_by_role("heading", name="Post", exact=True, level=1)).to_be_visible()
    look(page)
    page.select_option("#slag", "minutes_ready")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page).to_have_url(re.compile("slag=minutes_ready"))
    page.locator(".mails a").first.click()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Bussen står kvar vid stationen")
    look(page)
    page.get_by_role("link", name="Kalender", exact=True).click()
    expect(page.get_by_role("heading", name="Oktober 2026")).to_be_visible()
    expect(page.locator(f"#d{HELD_ON}")).to_contain_text("Rum Koster")
    look(page)
    page.get_by_role("link", name="november").click()
    expect(page.get_by_role("heading", name="November 2026")).to_be_visible()
    look(page)


def through(page: Page, site: Site, look: Look) -> None:
    log_in(page, site, "karin")
    look(page)
    prepare(page, look)
    move(page, look)
    answer(page, look)
    go_on(site, moment(HELD_ON, 16))
    log_in(page, site, "karin")
    hold(page, look)
    write_up(page, look)
    note(page, look)
    look_round(page, look)


@pytest.mark.every_twin
@pytest.mark.parametrize("way", WAYS)
def test_a_month(browser: Browser, tmp_path: Path, way: str) -> None:
    width, scheme, script = WAYS[way]
    with town(tmp_path) as site, visitor(browser, width=width, scheme=scheme, script=script) as page:
        through(page, site, sound if script else fits)
