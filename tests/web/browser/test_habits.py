"""Meeting habits in a real browser: the effect is seen before it is saved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.databases import new_sqlite
from tests.web.browser.conftest import Site, _serve
from tests.web.browser.test_people import enter
from tests.web.browser.walks import findings, overflow
from tests.web.world import signed, terms


@pytest.fixture(scope="module")
def habits_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    for site in _serve(new_sqlite(tmp_path_factory.mktemp('habits'))):
        signed(site.database)
        signed(site.database, terms("Nattvandringen"))
        yield site


def test_habits_are_changed_by_keyboard(browser: Browser, habits_site: Site) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark").new_page()
    enter(page, habits_site)
    page.goto(f"{habits_site.url}/agreements/1/installningar")
    expect(page.get_by_text("Klockan 12.00 är du ledig.")).to_be_visible()
    page.focus("#place")
    page.keyboard.press("Control+A")
    page.keyboard.type("Rum Koster")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert findings(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="Spara det här").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Mötesvanorna är ändrade").wait_for()
    expect(page.locator("#place")).to_have_value("Rum Koster")
    page.context.close()
