"""How tests move about the site in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.meetings.tables import MeetingRow, SeatRow
from service.notices.tables import OutboxRow
from service.notices.writing.links import reply_token
from tests.web.browser.conftest import Site
from tests.web.world import PASSWORD, SECRET

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text("utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def enter(page: Page, site: Site, language: str = "sv") -> None:
    """Log in as the operator."""
    page.goto(f"{site.url}/logga-in")
    page.fill("#email", "operator@staden.example")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{site.url}/")
    if language == "en":
        page.click("button[lang=en]")


def findings(page: Page, *, practice: bool = True) -> list[str]:
    """Return what axe finds, with every part unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    if not page.evaluate("'axe' in window"):
        # The pages that this one leads to bring it along: to send it to each takes a third as long as to look at it.
        page.context.add_init_script(AXE)
        page.evaluate(AXE)
    tags = [*STANDARDS, "best-practice"] if practice else STANDARDS
    # Only what is wrong is described and sent over: the rest is most of the time that axe takes.
    found: list[dict[str, Any]] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, iframes: false, resultTypes: ['violations']}).then(told => told.violations)", tags)
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def overflow(page: Page) -> int:
    """Return by how much the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def agreement_in(site: Site, state: str) -> int:
    """Return the id of an agreement in a state."""
    with site.database.read() as session:
        return session.scalars(select(AgreementRow.id).where(AgreementRow.state == state).order_by(AgreementRow.id)).all()[0]


def meeting_in(site: Site, state: str) -> int:
    """Return the id of a meeting in a state."""
    with site.database.read() as session:
        return session.scalars(select(MeetingRow.id).where(MeetingRow.state == state).order_by(MeetingRow.id)).all()[-1]


def reply_to(site: Site, meeting_id: int, number: int = 0) -> str:
    """Return the path where someone called to a meeting answers."""
    with site.database.read() as session:
        query = select(SeatRow).where(SeatRow.meeting_id == meeting_id).order_by(SeatRow.id)
        row = session.scalars(query).all()[number]
    return f"/svar/{reply_token(SECRET, row.id, row.nonce)}"


def post_named(site: Site, name: str) -> int:
    """Return the id of a mail."""
    with site.database.read() as session:
        return session.scalars(select(OutboxRow.id).where(OutboxRow.name == name).order_by(OutboxRow.id)).all()[0]


def unreadable(site: Site) -> int:
    """Return the id of the mail that cannot be written."""
    with site.database.read() as session:
        return session.scalars(select(OutboxRow.id).where(OutboxRow.payload == "{}")).one()
