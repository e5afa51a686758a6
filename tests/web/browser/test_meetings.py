"""Meetings and decisions in a real browser: every page and state before axe, and the convenor's whole way on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from service.db import Database
from service.kernel.clock import moment
from service.lifecycle.acts.renewal import decide
from service.meetings import actions as meetings
from service.meetings.agenda import add_point
from service.meetings.calling import answers
from service.meetings.minutes import comment, revise
from service.meetings.store import Outcome, Present
from service.parties.store import cast
from service.renewal.states import Answer
from service.renewal.tables import DecisionRow
from tests.databases import new_sqlite
from tests.web.browser.conftest import Site, _serve
from tests.web.browser.walks import findings, overflow
from tests.web.world import BY, NOW, PASSWORD, called, email_of, meeting_of, seat, signed, terms

WAYS = {"wide, light": (1280, "light"), "narrow, dark": (390, "dark")}
TASK = Outcome(kind="task", body="Boka utbildning", who="Karin Lind", due_on=date(2026, 9, 1))


@dataclass
class World:
    """A site of its own, and the addresses of what is looked at."""

    site: Site
    paths: dict[str, str] = field(default_factory=dict)


def _decision(database: Database, title: str, *given: Answer | None) -> str:
    agreement = signed(database, terms(title))
    with database.write() as session:
        for party, answer in zip(cast(session, agreement).parties, given, strict=True):
            if answer is not None:
                decide(session, agreement, party, answer, now=NOW, by=BY, decided_by="Styrelsen § 45")
        number = session.scalars(select(DecisionRow.id).where(DecisionRow.agreement_id == agreement)).one()
    return f"/decisions/{number}"


def _lived(database: Database) -> dict[str, str]:
    agreement = signed(database)
    meeting, past = called(database, agreement), meeting_of(database, agreement, "meeting:2026-Q2")
    other = signed(database, terms("Nattvandrarna"))
    waiting, gone = meeting_of(database, other, "meeting:2026-Q2"), meeting_of(database, other)
    one = seat(database, meeting, 2)
    spring = moment(date(2026, 4, 10), 9)
    with database.write() as session:
        answers.reply(session, seat_id=one.id, nonce=one.nonce, answer="suggested", suggested_on=date(2026, 10, 15),
                       comment="Styrelsemöte", now=NOW)
        add_point(session, meeting, "Höstlovet", author="Karin Lind", party_id=seat(database, meeting).party_id, now=NOW, by=BY)
        meetings.call(session, past, now=spring, by=BY)
        meetings.hold(session, past, now=NOW, by=BY, present=[Present("Karin Lind", "Ängstadens kommun")])
        meetings.minute(session, past, "Allt väl.", outcomes=[TASK], now=NOW, by=BY)
        revise(session, past, "Nästan allt väl.", [TASK, Outcome(kind="decision", body="Bussen står kvar")], seen=1, now=NOW, by=BY)
        comment(session, past, "Det var fem.", author="Maria Holm", party_id=one.party_id, now=NOW, by=BY)
        meetings.call(session, waiting, now=spring, by=BY)
        meetings.cancel(session, gone, now=NOW, by=BY, reason="Flera är sjuka.")
    return {
        "called": f"/meetings/{meeting}", "minuted": f"/meetings/{past}", "over": f"/meetings/{waiting}",
        "cancelled": f"/meetings/{gone}", "planned": f"/meetings/{meeting_of(database, signed(database, terms('Tredje')))}",
        "move": f"/meetings/{meeting}/flytta", "cancel": f"/meetings/{meeting}/stall-in",
        "people": f"/meetings/{meeting}/kallade", "hold": f"/meetings/{waiting}/hallet",
        "correct": f"/meetings/{past}/anteckningar",
        "decision": _decision(database, "Obesvarad", None, None), "settles": _decision(database, "Avgörs", None, Answer.EXTEND),
        "differ": _decision(database, "Oeniga", Answer.END, Answer.EXTEND),
        "decided": _decision(database, "Eniga", Answer.EXTEND, Answer.EXTEND),
    }


def _world(folder: Path) -> Iterator[World]:
    for site in _serve(new_sqlite(folder)):
        yield World(site, _lived(site.database))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Meetings and decisions in every state; tests leave them as they found them."""
    yield from _world(tmp_path_factory.mktemp("meetings"))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[World]:
    """The same, to be changed."""
    yield from _world(tmp_path)


def enter(page: Page, world: World, name: str) -> None:
    page.set_default_timeout(10_000)
    page.goto(f"{world.site.url}/logga-in")
    page.fill("#email", email_of(name))
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(lambda url: "/logga-in" not in url)


def clean(page: Page) -> None:
    assert findings(page) == []
    assert overflow(page) == 0


@pytest.fixture(scope="module", params=WAYS, ids=list(WAYS))
def pages(request: pytest.FixtureRequest, browser: Browser, world: World) -> Iterator[dict[str, Page]]:
    """A page of Karin's and one of Anders's, at one width and in one scheme."""
    width, scheme = WAYS[request.param]
    contexts = [browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) for _ in range(2)]  # type: ignore[arg-type]
    opened = {name: context.new_page() for name, context in zip(("karin", "anders"), contexts, strict=True)}
    for name, page in opened.items():
        enter(page, world, name)
    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["called", "minuted", "over", "cancelled", "planned", "move", "cancel", "people", "hold",
                                  "correct", "decision", "settles", "differ", "decided"])
def test_page(pages: dict[str, Page], world: World, name: str) -> None:
    page = pages["anders" if name in ("decision", "settles") else "karin"]
    page.goto(world.site.url + world.paths[name])
    clean(page)


def test_warned_before_moving(pages: dict[str, Page], world: World) -> None:
    page = pages["karin"]
    page.goto(world.site.url + world.paths["move"])
    page.fill("#day", "2026-12-26")
    page.click("main form button")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name="Flytta ändå")).to_be_visible()
    clean(page)


def test_a_row_with_something_wrong(pages: dict[str, Page], world: World) -> None:
    page = pages["karin"]
    page.goto(world.site.url + world.paths["correct"])
    page.fill("#who-2", "Karin Lind")
    page.click("text=Spara och skicka")
    expect(page.locator("#what-2-wrong")).to_be_visible()
    clean(page)


def test_asked_once_more(pages: dict[str, Page], world: World) -> None:
    page = pages["anders"]
    page.goto(world.site.url + world.paths["settles"])
    page.check("input[value=extend]")
    page.click("text=Lämna svaret")
    expect(page.get_by_role("button", name="Ja, svara: förlänga")).to_be_visible()
    clean(page)


def test_the_convenor_s_way_without_scripts_on_a_phone(browser: Browser, own: World) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    enter(page, own, "karin")
    page.goto(own.site.url + own.paths["called"])
    page.fill("#point", "Ny lokal")
    page.click("text=Lägg till >> nth=-1")
    expect(page.get_by_text("Ny lokal").first).to_be_visible()
    page.click("text=Flytta eller byt plats")
    page.click("text=Välj dagen")
    page.click("main form button")
    expect(page.locator(".ticket")).to_contain_text("Torsdag 15 oktober 2026")
    page.goto(own.site.url + own.paths["over"])
    page.click("text=Ja, det hölls")
    page.locator("input[name=present]").first.check()
    page.click("text=Spara och skriv anteckningarna")
    page.fill("#text", "Lugnt på torget.")
    page.fill("#what-0", "Skicka schemat")
    page.fill("#who-0", "Maria Holm")
    page.click("text=Fler rader")
    expect(page.locator("#what-0")).to_have_value("Skicka schemat")
    page.fill("#what-4", "Bussen står kvar")
    page.select_option("#kind-4", "decision")
    page.click("text=Spara och skicka")
    for wanted in ("Lugnt på torget.", "Bussen står kvar", "Skicka schemat"):
        expect(page.locator("main")).to_contain_text(wanted)
    page.get_by_role("button", name=re.compile("Klart.*Skicka schemat")).click()
    expect(page.locator("main")).to_contain_text("Klart 21 sep")
    page.context.close()


def test_a_manager_decides_on_a_phone(browser: Browser, own: World) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    enter(page, own, "anders")
    page.goto(own.site.url + own.paths["settles"])
    page.check("input[value=extend]")
    page.fill("#decided_by", "Delegation")
    page.click("text=Lämna svaret")
    page.click("text=Ja, svara: förlänga")
    expect(page.get_by_role("heading", name="Parterna är eniga: förlänga")).to_be_visible()
    page.context.close()


def test_minutes_on_paper(pages: dict[str, Page], world: World) -> None:
    page = pages["karin"]
    page.goto(world.site.url + world.paths["minuted"])
    page.emulate_media(media="print")
    try:
        for there in ("#minutes", ".only-print", ".remark"):
            expect(page.locator(there).first).to_be_visible()
        for gone in ("main form", "#seats", ".leaf", "text=Rätta anteckningarna"):
            expect(page.locator(gone).first).to_be_hidden()
    finally:
        page.emulate_media(media="screen")
