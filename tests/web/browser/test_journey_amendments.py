"""Two amendments that the association proposes: one signed by both in ink, one by both with an e-ID; and what comes of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update
from werkzeug.serving import make_server

from service.accounts.tables import IdentityRow, UserRow
from service.amendments.tables import AmendmentRow
from service.app import create_app
from service.notices.writing.compose import Letterhead, Mailing, compose
from tests.accounts.provider import Provider
from tests.databases import new_sqlite
from tests.signatures.pades.files import pdf
from tests.web.browser.conftest import Site
from tests.web.browser.steps import log_in, press, sound, told, visitor
from tests.web.browser.test_ways_in import provider
from tests.web.test_ways_here import be, with_seal
from tests.web.world import alive, called, email_of, posts, settings, signed, users

__all__ = ["provider"]

WAYS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}
SIGNERS = ("anders", "peter")


@pytest.fixture
def site(provider: Provider, tmp_path: Path) -> Iterator[Site]:
    """One partnership with a meeting called, a provider of e-IDs that both signatories are connected to, and a seal."""
    database = new_sqlite(tmp_path)
    users(database)
    alive(database)
    called(database, signed(database))
    with database.write() as session:
        session.execute(update(UserRow).values(language="sv"))
        for name in SIGNERS:
            user = session.scalars(select(UserRow.id).where(UserRow.email == email_of(name))).one()
            session.add(IdentityRow(user_id=user, issuer=provider.url, subject=f"person-{name}"))
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    provider.back = f"{url}/logga-in/med/freja/tillbaka"
    server.app = create_app(settings(BASE_URL=url, **with_seal(tmp_path, provider)), database, clock=provider.clock)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(url, server.app, database, provider.clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.close()


def propose(page: Page, site: Site, title: str, part: str, field: str, value: str) -> str:
    """Draw an amendment up and send it; return the address where it is signed."""
    page.goto(f"{site.url}/agreements/1/tillagg")
    press(page, page.get_by_role("link", name="Skriv ett tillägg"))
    page.fill("#heading", title)
    page.fill("#rationale", "Vi är överens om det.")
    page.locator("details.section > summary", has=page.locator(f"#group-{part}")).click()
    page.locator(f'[id="{field}"]').fill(value)
    press(page, page.get_by_role("button", name="Förhandsgranska"))
    sound(page)
    press(page, page.get_by_role("button", name="Spara utkastet"))
    press(page, page.get_by_role("link", name="Skicka för underskrift"))
    sound(page)
    press(page, page.get_by_role("button", name="Skicka för underskrift"))
    told(page, "Skickat.")
    press(page, page.get_by_role("link", name="Till underskrifterna"))
    expect(page.get_by_role("heading", name="Väntar på Ängstadens kommun och Föreningen Linden")).to_be_visible()
    sound(page)
    return page.url


def hand_in(page: Page, where: str, scan: Path) -> None:
    page.goto(where)
    if page.locator("details.way[open]").count() == 0:
        page.get_by_text("Med bläck, på papper").click()
    page.locator("details.way[open] input[type=file]").set_input_files(scan)
    press(page, page.get_by_role("button", name="Lämna in"))
    told(page, "Originalet är inlämnat.")
    sound(page)


def compare(page: Page, where: str, signer: str) -> None:
    page.goto(where)
    press(page, page.get_by_role("link", name="Jämför och bekräfta"))
    sound(page)
    page.get_by_label(signer).check()
    page.get_by_label("Jag har jämfört alla sidor").check()
    press(page, page.get_by_role("button", name="Bekräfta"))


def in_service(page: Page, where: str, provider: Provider, name: str) -> None:
    page.goto(where)
    be(provider, "someone-else")
    press(page, page.get_by_role("link", name="Legitimera dig med Freja"))
    expect(page.get_by_text("Inget är undertecknat.")).to_be_visible()
    sound(page)
    be(provider, name)
    page.goto(where)
    press(page, page.get_by_role("link", name="Legitimera dig med Freja"))
    page.wait_for_url(where)
    sound(page)
    page.get_by_label("Jag har läst texten").check()
    press(page, page.get_by_role("button", name="Underteckna", exact=True))


def calendars(site: Site, name: str) -> list[tuple[str, int, str]]:
    """Return method, sequence and start of every calendar that someone was sent, in order."""
    found = []
    for row in posts(site.database):
        if row.to_email != email_of(name):
            continue
        mail = message_from_bytes(compose(Mailing.of(row), Letterhead.of(settings())).content, policy=policy.SMTP)
        for part in mail.walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_content())
                for event in calendar.walk("VEVENT"):
                    found.append((str(calendar["METHOD"]), int(event["SEQUENCE"]), f"{event.decoded('DTSTART'):%H:%M}"))
    return found


@pytest.mark.parametrize("way", WAYS)
def test_one_in_ink_and_one_with_an_e_id(browser: Browser, site: Site, provider: Provider, tmp_path: Path, way: str) -> None:
    width, scheme = WAYS[way]
    scan = tmp_path / "original.pdf"
    scan.write_bytes(pdf("Undertecknat exemplar"))
    assert calendars(site, "karin") == [("REQUEST", 0, "10:00")]
    with visitor(browser, width=width, scheme=scheme) as maria, visitor(browser, width=width, scheme=scheme) as karin:
        log_in(maria, site, "maria")
        log_in(karin, site, "karin")
        later = propose(maria, site, "Senare på dagen", "meetings", "meetings.habits.starts", "13:00")
        hand_in(maria, later, scan)
        compare(karin, later, "Peter Sand")
        told(karin, "Originalet är bekräftat")
        hand_in(karin, later, scan)
        compare(maria, later, "Anders Berg")
        told(maria, "Alla parter har undertecknat. Nu är det klart.")
        sound(maria)
        assert calendars(site, "karin") == [("REQUEST", 0, "10:00"), ("REQUEST", 1, "13:00")]
        longer = propose(maria, site, "Ett år till", "period", "end", "2027-12-31")
    for name in SIGNERS:
        with visitor(browser, width=width, scheme=scheme) as page:
            log_in(page, site, name)
            in_service(page, longer, provider, name)
            told(page, "Alla parter har undertecknat." if name == "peter" else "Du har undertecknat.")
            sound(page)
    with site.database.read() as session:
        states = session.execute(select(AmendmentRow.state, AmendmentRow.from_on).order_by(AmendmentRow.id)).all()
    assert [tuple(one) for one in states] == [("in_force", date(2026, 9, 21)), ("signed", date(2026, 9, 22))]
    with visitor(browser, width=width, scheme=scheme) as reader:
        log_in(reader, site, "karin")
        reader.goto(f"{site.url}/agreements/1/tillagg")
        expect(reader.locator("main")).to_contain_text("Senare på dagen")
        reader.goto(f"{site.url}/agreements/1/villkor?dag=2026-09-22")
        expect(reader.locator("main")).to_contain_text("13.00")
        expect(reader.locator("main")).to_contain_text("31 december 2027")
        reader.goto(f"{site.url}/agreements/1")
        expect(reader.locator("main")).to_contain_text("Senare på dagen")
        sound(reader)
