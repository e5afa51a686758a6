"""The main ways through the site: with the keyboard alone, without JavaScript, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.conftest import Site
from tests.web.browser.steps import to_room
from tests.web.browser.walks import agreement_in, enter, meeting_in, reply_to
from tests.web.world import PASSWORD


def focused(page: Page) -> str:
    told: str = page.evaluate("(document.activeElement.textContent || document.activeElement.id).trim()")
    return told


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    """Press Tab until the focus is on something that says `wanted`; it must show wherever it goes."""
    for _ in range(most):
        page.keyboard.press("Tab")
        style = page.evaluate("""() => {
            const one = document.activeElement, own = getComputedStyle(one), after = getComputedStyle(one, '::after');
            const ring = one.querySelector('.ring');
            const stroke = ring ? getComputedStyle(ring).stroke : 'none';
            return own.outlineStyle !== 'none' || after.outlineStyle !== 'none'
                || (stroke !== 'none' && stroke !== 'rgba(0, 0, 0, 0)');
        }""")
        assert style, f"no focus to be seen on {focused(page)!r}"
        if wanted in focused(page) or page.evaluate("document.activeElement.id") == wanted:
            return
    pytest.fail(f"the keyboard does not reach {wanted!r}")


def test_with_the_keyboard_alone(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    there = f"{site.url}/agreements/{agreement_in(site, 'active')}"
    page.goto(there)
    tab_to(page, "email")
    page.keyboard.type("operator@staden.example")
    tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(there)
    page.keyboard.press("Tab")
    assert focused(page) == "Till innehållet"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "Tidslinje")
    page.goto(f"{site.url}/agreements")
    tab_to(page, "Skyddsbussen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreements/*")
    page.locator("svg.tl a:visible").first.focus()
    tab_to(page, "Kvartalsavstämning")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#duty-"))
    tab_to(page, "2026 kl. 10.00", most=200)
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/*")
    page.context.close()


def test_a_reply_with_the_keyboard_alone(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(site.url + reply_to(site, meeting_in(site, "called"), 3))
    tab_to(page, "yes")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("#no")
    tab_to(page, "comment")
    page.keyboard.type("Tyvärr bortrest")
    tab_to(page, "Skicka svaret")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("nej, jag kan inte komma")
    page.context.close()


def test_without_javascript(browser: Browser, site: Site) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    enter(page, site)
    page.get_by_role("link", name="Överenskommelser", exact=True).click()
    page.get_by_role("link", name="Skyddsbussen").first.click()
    page.wait_for_url("**/agreements/*")
    page.locator("summary", has_text="Så står det").first.click()
    expect(page.locator("blockquote").first).to_be_visible()
    page.locator("summary", has_text="Tidslinje").click()
    page.locator("svg.tl a:visible").first.click()
    expect(page).to_have_url(re.compile("#duty-"))
    expect(page.locator("li:target")).to_be_visible()
    to_room(page, "Post")
    page.locator(".mails a").first.click()
    page.wait_for_url("**/post/*")
    expect(page.frame_locator("iframe").locator("body")).not_to_be_empty()
    page.click("button[lang=en]")
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/logga-in")
    page.context.close()


@pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, ".wide", ".tall"), (390, ".tall", ".wide")])
def test_the_timeline_fits_the_screen(browser: Browser, site: Site, width: int, shown: str, hidden: str) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    enter(page, site)
    page.goto(f"{site.url}/agreements/{agreement_in(site, 'active')}")
    if width < 900:
        page.locator("summary", has_text="Tidslinje").click()
    expect(page.locator(f"{shown} svg")).to_be_visible()
    expect(page.locator(f"{hidden} svg")).to_be_hidden()
    for mark in page.locator(f"{shown} svg a .hit").all():
        box = mark.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
    page.context.close()


def test_on_paper_the_frame_is_left_out_and_the_picture_lies(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 800, "height": 900}).new_page()
    enter(page, site)
    page.goto(f"{site.url}/agreements/{agreement_in(site, 'active')}")
    page.emulate_media(media="print")
    expect(page.locator(".wide svg")).to_be_visible()
    for gone in (".top nav", ".who", ".inpage"):
        expect(page.locator(gone).first).to_be_hidden()
    page.context.close()
