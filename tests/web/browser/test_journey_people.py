"""Other people's days: a manager decides on a phone, a reader looks at everything, an operator keeps the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from service.notices.tables import OutboxRow
from service.notices.writing.compose import Letterhead, preview
from tests.sinks import Sink
from tests.web.browser.conftest import Site
from tests.web.browser.steps import go_on, log_in, sound, told, town, visitor
from tests.web.browser.test_axe_every import sent
from tests.web.browser.walks import meeting_in
from tests.web.world import NOW, PASSWORD, email_of, settings, undeliverable

# Who begins on the phone, in the language of the account, who answers at a desk, and what is said.
MANAGERS = {
    "Swedish": ("karin", "peter", "sv", "Svaret är antecknat", "Är ni säkra?"),
    "English": ("peter", "karin", "en", "The answer is recorded", "Are you sure?"),
}
OPERATING = {
    "sv": ("Drift", "Läget", "Användare", "Historik", "Skicka igen", "Mejlet går ut igen", "får en inbjudan", "Kopiera nu", "Kopian är gjord",
           "Skicka provmejl", "Servern tog emot provmejlet", "Kontrollera att inget är ändrat"),
    "en": ("Operation", "Status", "Users", "History", "Send again", "The mail goes out again", "gets an invitation", "Back up now",
           "The copy is made", "Send a test mail", "The server took the test mail", "Check that nothing was changed"),
}


def link_in_mail(site: Site, name: str) -> str:
    """Return the address that the last mail about the decision sends someone to."""
    with site.database.read() as session:
        row = session.scalars(select(OutboxRow).where(
            OutboxRow.name == "renewal_ahead", OutboxRow.to_email == email_of(name)).order_by(OutboxRow.id.desc())).first()
        assert row is not None
        text = preview(row, Letterhead.of(settings())).text
    return re.findall(r"https?://[^/\s]+(/decisions/\d+)", text)[0]


def by_link(page: Page, site: Site, name: str) -> None:
    """Come by the mail's link, log in, and stand before the decision."""
    page.goto(site.url + link_in_mail(site, name))
    expect(page).to_have_url(re.compile("/logga-in"))
    page.fill("#email", email_of(name))
    page.fill("#password", PASSWORD)
    page.locator("form.card button").click()
    expect(page).to_have_url(re.compile(r"/decisions/\d+$"))


def answer(page: Page, what: str) -> None:
    page.check(f"input[name=answer][value={what}]")
    page.fill("#decided_by", "Styrelsen § 7")
    page.locator("form[action$='/svar'] .buttons button").first.click()


@pytest.mark.parametrize("way", MANAGERS)
def test_a_manager_decides_on_a_phone(browser: Browser, tmp_path: Path, way: str) -> None:
    first, second, language, recorded, certain = MANAGERS[way]
    with town(tmp_path) as site:
        go_on(site, NOW.replace(month=10, day=15))
        with visitor(browser, width=390, scheme="dark") as phone, visitor(browser) as desk:
            by_link(phone, site, first)
            expect(phone.locator("html")).to_have_attribute("lang", language)
            sound(phone)
            answer(phone, "extend")
            told(phone, recorded)
            by_link(desk, site, second)
            expect(desk.locator(".seats")).to_contain_text("Styrelsen § 7")
            answer(desk, "end")
            expect(desk.locator("#differ")).to_be_visible()
            phone.reload()
            expect(phone.locator("#differ")).to_be_visible()
            sound(phone)
            answer(phone, "end")
            expect(phone.get_by_role("alert").filter(has_text=certain)).to_be_visible()
            sound(phone)
            phone.locator("button[name=sure]").click()
            expect(phone.locator("#decided")).to_be_visible()
            sound(phone)
            desk.reload()
            expect(desk.locator("#decided")).to_be_visible()


def seen_by_reader(site: Site) -> list[str]:
    meetings = [f"/meetings/{meeting_in(site, state)}" for state in ("called", "minuted")]
    here = [f"/agreements/1{part}" for part in ("", "/personer", "/kontakter", "/anteckningar", "/dokument", "/underskrifter")]
    return ["/", *here, *meetings, "/decisions/1", "/duties/1", "/post", "/post/1", "/post/kommer"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_reader_sees_everything_and_changes_nothing(browser: Browser, tmp_path: Path, language: str) -> None:
    refusal = {"sv": "du kan se överenskommelsen men inte göra det här", "en": "you can see the agreement but not do this"}[language]
    with town(tmp_path) as site, visitor(browser) as page:
        log_in(page, site, "reader")
        if language == "en":
            page.click("button[lang=en]")
        for path in seen_by_reader(site):
            answered = page.goto(site.url + path)
            assert answered is not None and answered.status == 200, path
            expect(page.locator("main h1")).to_be_visible()
            assert page.locator("main form[method=post]").count() == 0, path
            assert page.locator("main a.main-button").count() == 0, path
        for path in ("/agreements/1/kontakter", "/agreements/1/personer/ny", "/meetings/1/stall-in", "/decisions/1/svar", "/reports/1/lamna"):
            page.goto(f"{site.url}/jag")
            assert sent(page, path) == 403, path
            expect(page.locator("main")).to_contain_text(refusal)
        sound(page)


@pytest.mark.parametrize("language", OPERATING)
def test_an_operator_s_day(browser: Browser, tmp_path: Path, language: str) -> None:
    (operation, status, users, history, again, goes_out, invited, copy, copied, try_mail, taken, check) = OPERATING[language]
    width = 1280 if language == "sv" else 390
    with Sink() as server, town(tmp_path, MAIL_SERVER="127.0.0.1", MAIL_PORT=server.port, BACKUP_FOLDER=tmp_path / "copies") as site, \
            visitor(browser, width=width) as page:
        undeliverable(site.database, 1)
        log_in(page, site, "operator")
        if language == "en":
            page.click("button[lang=en]")
        page.goto(f"{site.url}/drift")
        expect(page.get_by_role("heading", name=operation, exact=True, level=1)).to_be_visible()
        page.locator("a[href$='lage=undeliverable']").first.click()
        page.locator(".mails a").first.click()
        expect(page.locator("main")).to_contain_text("550 no such user")
        page.get_by_role("button", name=again).click()
        told(page, goes_out)
        page.goto(f"{site.url}/drift")
        page.get_by_role("link", name=users, exact=True).click()
        page.fill("#name", "Nour Hedlund")
        page.fill("#email", "nour@staden.example")
        page.locator("form[action$='/drift/anvandare'][method=post] button").click()
        told(page, invited)
        expect(page.locator("main")).to_contain_text("nour@staden.example")
        page.locator("nav.inpage").get_by_role("link", name=status, exact=True).click()
        page.get_by_role("button", name=copy).click()
        told(page, copied)
        page.get_by_role("button", name=re.compile(f"^{try_mail}")).click()
        told(page, taken)
        assert [message.to for message in server.received] == [["operator@staden.example"]]
        page.locator("nav.inpage").get_by_role("link", name=history, exact=True).click()
        page.get_by_role("button", name=check).click()
        expect(page.locator("main .note-done")).to_be_visible()
        sound(page)
