"""The yearly summary in a real browser, from shifts to an accepted paper; goals and tasks; every page before axe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from service.agreements.store import terms_of
from service.db import Database
from service.followup.goals.model import Given, Status, matters
from service.followup.reports.tables import ReportRow
from service.followup.shifts import actions as shifts
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind, Told
from service.lifecycle.followup.goals import follow_up
from service.meetings import actions as meetings
from service.meetings.store import Outcome
from tests.web.browser.conftest import Site
from tests.web.browser.steps import log_in, press, served, sound, visitor
from tests.web.world import BY, NOW, meeting_of, signed, users

WAYS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """One partnership in force, with shifts, a meeting that was held and one to come."""
    with served(tmp_path) as made:
        users(made.database)
        _fill(made.database)
        yield made


def _fill(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        places = add(session, number, Kind.PLACE, ["Resecentrum", "Brunnsparken"], now=NOW, by=BY)
        (talk,) = add(session, number, Kind.EVENT, ["Samtal"], now=NOW, by=BY)
        (young,) = add(session, number, Kind.GROUP, ["Unga 16–25"], now=NOW, by=BY)
        for month in range(1, 9):
            for day in range(1, month % 4 + 3):
                told = Told(day=date(2026, month, day), start=time(18), end=time(23), staff=3, places=(places[day % 2],),
                            events={talk: day}, groups={young: 4 * day})
                shifts.log(session, number, told, sure=True, author="Maria Holm", now=NOW, by=BY)
        goal, undertaking = matters(terms_of(session, number))
    for key, status, kept in (("meeting:2026-Q1", Status.NOT_YET, Status.NOT_KEPT), ("meeting:2026-Q3", Status.PARTLY, Status.KEPT)):
        meeting = meeting_of(database, number, key)
        with database.write() as session:
            meetings.hold(session, meeting, now=NOW, by=BY, on=date(2026, 2 if "Q1" in key else 9, 2))
            follow_up(session, meeting, [Given(goal.digest, status, "En bit kvar."), Given(undertaking.digest, kept)], author="Karin Lind",
                      now=NOW, by=BY)
            meetings.minute(session, meeting, "Allt väl.", now=NOW, by=BY, outcomes=[
                Outcome(kind="task", body="Byt larmet i bussen", who="Maria Holm", due_on=date(2026, 9, 10)),
                Outcome(kind="decision", body="Passen börjar 18 även i oktober")])


def seen(page: Page, name: str) -> None:
    """Look at a page: axe, overflow; and keep a picture of it where one is asked for."""
    sound(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("way", WAYS)
def test_a_summary_from_shifts_to_acceptance(browser: Browser, site: Site, way: str) -> None:
    width, scheme = WAYS[way]
    with site.database.read() as session:
        number = session.scalars(select(ReportRow.id)).one()
    with visitor(browser, width=width, scheme=scheme) as maria, visitor(browser, width=width, scheme=scheme) as karin:
        log_in(maria, site, "maria")
        log_in(karin, site, "karin")
        maria.goto(f"{site.url}/agreements/1/rapporter")
        seen(maria, f"list-{width}")
        press(maria, maria.get_by_role("link", name="Skriftlig sammanställning"))
        seen(maria, f"due-{width}")
        press(maria, maria.get_by_role("link", name="Öppna sammanställningen"))
        seen(maria, f"summary-{width}")
        maria.fill("#brief", "Vi har varit ute varje vecka.\n\nFler unga än i fjol.")
        press(maria, maria.get_by_role("button", name="Spara"))
        press(maria, maria.get_by_role("link", name="Förhandsvisa och lämna in"))
        expect(maria.get_by_text("Fler unga än i fjol.")).to_be_visible()
        seen(maria, f"preview-{width}")
        press(maria, maria.get_by_role("button", name="Lämna in sammanställningen"))
        seen(maria, f"delivered-{width}")
        karin.goto(f"{site.url}/")
        press(karin, karin.get_by_role("link", name="Läs: Läs och svara: skriftlig sammanställning"))
        seen(karin, f"to-read-{width}")
        karin.get_by_label("Något saknas").check()
        karin.get_by_label("Kommentar").fill("Skriv om det ni har lärt er.")
        press(karin, karin.get_by_role("button", name="Svara"))
        maria.goto(f"{site.url}/reports/{number}")
        seen(maria, f"returned-{width}")
        maria.reload()
        maria.get_by_text("Lämna som fil").click()
        press(maria, maria.get_by_role("button", name="Lämna", exact=True))
        sound(maria)


@pytest.mark.parametrize("way", WAYS)
def test_goals_and_tasks(browser: Browser, site: Site, way: str) -> None:
    width, scheme = WAYS[way]
    with visitor(browser, width=width, scheme=scheme) as karin:
        log_in(karin, site, "karin")
        karin.goto(f"{site.url}/agreements/1/uppfoljning")
        seen(karin, f"followup-{width}")
        karin.reload()
        karin.locator("summary", has_text="Klart: Byt larmet").first.click()
        karin.get_by_label("Anteckning").first.fill("Bytt på verkstaden.")
        press(karin, karin.locator("button.slim").first)
        karin.locator("summary", has_text="Klart (1)").click()
        expect(karin.get_by_text("Bytt på verkstaden.")).to_be_visible()
        sound(karin)
        press(karin, karin.locator(".trail a").last)
        seen(karin, f"meeting-{width}")
        press(karin, karin.get_by_role("link", name="Ändra uppföljningen"))
        seen(karin, f"goals-{width}")
        karin.locator("select").first.select_option("")
        press(karin, karin.get_by_role("button", name="Spara"))
        expect(karin.get_by_role("link", name="Välj")).to_have_count(0)
        sound(karin)
