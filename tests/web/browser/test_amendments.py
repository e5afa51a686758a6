"""Amendments in the browser: their pages before axe, and one from the association's proposal to the municipality's sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from service.agreements.tables import AgreementRow
from service.amendments.tables import AmendmentRow
from service.notices.tables import OutboxRow
from service.parties.tables import FunctionRow, PartyRow
from tests.amendments.cast import drawn_up, sent, signed
from tests.amendments.test_parties import NEW, parties_of
from tests.web.browser.conftest import Site
from tests.web.browser.steps import log_in, sound, to_room, told, town, visitor
from tests.web.browser.test_axe import WAYS, looked_at
from tests.web.world import NOW

PAGES = {
    "list": "/agreements/{n}/tillagg", "new": "/agreements/{n}/tillagg/nytt", "in force": "/amendments/1", "draft": "/amendments/2",
    "being signed": "/amendments/3", "editing": "/amendments/2/andra", "sending": "/amendments/2/skicka",
    "agreement": "/agreements/{n}", "terms today": "/agreements/{n}/villkor", "start": "/",
    "terms compared": "/agreements/{n}/villkor?dag=2026-01-05&mot=2026-12-01", "no day": "/agreements/{n}/villkor?dag=x",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A partnership with an amendment in force, a draft, and one being signed."""
    with town(tmp_path_factory.mktemp("amendments")) as site:
        with site.database.write() as session:
            number = the_agreement(site)
            signed(session, number, now=NOW, title="Fler möten", meetings__per_year=6)
            drawn_up(session, number, now=NOW, title="Ett år till", end="2027-12-31", goals=["Tryggare platser", "Färre olyckor"])
            sent(session, number, now=NOW, title="Kortare betalningstid", economy__payment__due_days=14,
                 effective_on=date(2026, 11, 1))
        yield site


def the_agreement(site: Site) -> int:
    with site.database.read() as session:
        return session.scalars(select(AgreementRow.id)).one()


@pytest.fixture(scope="module", params=WAYS, ids=list(WAYS))
def page(request: pytest.FixtureRequest, browser: Browser, place: Site) -> Iterator[Page]:
    """A page of the association's coordinator, at one width, in one scheme and one language."""
    width, scheme, language = WAYS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    log_in(opened, place, "maria" if language == "sv" else "peter")
    yield opened
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, place: Site, name: str) -> None:
    looked_at(page, place.url + PAGES[name].format(n=the_agreement(place)))


def test_the_form_with_something_wrong_and_its_preview(page: Page, place: Site) -> None:
    page.goto(f"{place.url}/agreements/{the_agreement(place)}/tillagg/nytt")
    preview = page.locator("form.amendment-form .buttons button").first
    preview.click()
    expect(page.locator("#heading-wrong")).to_be_visible()
    sound(page)
    page.fill("#heading", "Ny sista dag")
    page.fill("#rationale", "Vi behöver mer tid.")
    page.locator("#end").fill("2027-06-30")
    page.locator("form.amendment-form .buttons button").first.click()
    expect(page.locator("ins").first).to_be_visible()
    sound(page)


def proposed(page: Page, site: Site) -> None:
    """Let the association's coordinator propose an amendment."""
    log_in(page, site, "maria")
    page.goto(f"{site.url}/agreements/{the_agreement(site)}")
    to_room(page, "Tillägg")
    page.get_by_role("link", name="Skriv ett tillägg").click()
    page.get_by_label("Rubrik").fill("Tätare avstämningar")
    page.get_by_label("Varför").fill("Vi behöver ses varannan månad.")
    page.locator("summary").filter(has_text="Möten").click()
    page.get_by_label("Möten om året").fill("6")
    page.get_by_role("button", name="Förhandsgranska").last.click()
    expect(page.locator(".compared")).to_contain_text("Avstämningar om året")
    page.get_by_role("button", name="Fortsätt skriva").click()
    expect(page.get_by_label("Möten om året")).to_have_value("6")
    page.get_by_role("button", name="Spara utkastet").click()
    told(page, "Utkastet är sparat. Inget ändras förrän alla har undertecknat.")


def edited_and_sent(page: Page, site: Site) -> None:
    """Let the municipality see it, change a word of it and send it."""
    log_in(page, site, "karin")
    page.locator("li").filter(has_text="Skicka tillägg 1 för underskrift").get_by_role("link", name="Öppna").click()
    expect(page.locator("main")).to_contain_text("Maria Holm för Föreningen Linden")
    page.get_by_role("link", name="Ändra utkastet").click()
    page.get_by_label("Varför").fill("Vi behöver ses varannan månad, säger båda.")
    page.get_by_role("button", name="Spara utkastet").click()
    told(page, "Utkastet är sparat.")
    page.get_by_role("link", name="Skicka för underskrift").click()
    expect(page.get_by_label("Namn").first).to_have_value("Anders Berg")
    page.get_by_label("Med stöd av").first.fill("Delegationsbeslut 2026-09-01")
    page.locator("#deadline").fill("2026-10-15")
    page.get_by_role("button", name="Skicka för underskrift").click()
    told(page, "Skickat. De som undertecknar får mejl, och texten ligger fast.")
    expect(page.locator("main")).to_contain_text("Delegationsbeslut 2026-09-01")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_proposed_by_the_association_seen_and_edited_and_sent(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, script: bool,
) -> None:
    with town(tmp_path_factory.mktemp("journey")) as site:
        with visitor(browser, width=390, script=script) as page:
            proposed(page, site)
        with visitor(browser, script=script) as page:
            edited_and_sent(page, site)
        with site.database.read() as session:
            row = session.scalars(select(AmendmentRow)).one()
            assert (row.state, row.revision, row.rationale) == ("in_signature", 2, "Vi behöver ses varannan månad, säger båda.")
            wanted = set(session.scalars(select(OutboxRow.to_email).where(
                OutboxRow.name == "signature_wanted", OutboxRow.created_at >= NOW)))
        assert wanted == {"anders@staden.example", "peter@linden.example"}


def test_what_was_until_a_party_left(page: Page, browser: Browser, place: Site) -> None:
    with place.database.write() as session:
        number = the_agreement(place)
        joins = session.scalars(select(AmendmentRow.id).where(AmendmentRow.title == "Ny part")).first()
        if joins is None:
            joins = drawn_up(session, number, now=NOW, title="Ny part", parties=[*parties_of(session, number), NEW])
    page.goto(f"{place.url}/amendments/{joins}")
    expect(page.locator("#joining")).to_be_visible()
    sound(page)
    with place.database.write() as session:
        party = session.scalars(select(PartyRow).where(PartyRow.role == "civil").order_by(PartyRow.id)).first()
        assert party is not None
        was, party.standing = party.standing, "left"
        for one in session.scalars(select(FunctionRow).where(FunctionRow.party_id == party.id)):
            one.to_on = NOW.date() - timedelta(days=1)
        party.to_on = NOW.date() - timedelta(days=1)
    try:
        page.goto(f"{place.url}/agreements/{number}")
        expect(page.locator("#left")).to_be_visible()
        sound(page)
    finally:
        with place.database.write() as session:
            session.execute(update(PartyRow).where(PartyRow.standing == "left").values(standing=was, to_on=None))
            session.execute(update(FunctionRow).where(FunctionRow.to_on.is_not(None)).values(to_on=None))
