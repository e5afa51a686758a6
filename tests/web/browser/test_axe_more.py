"""The pages of every day, of the operator and of help before axe, as the others are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from service.obligations.tables import ObligationRow
from tests.web.browser.conftest import Site
from tests.web.browser.test_axe import WAYS, looked_at
from tests.web.browser.walks import agreement_in, enter

PAGES = ("start", "calendar", "another month", "own page", "operation", "users", "history", "about", "help", "glossary",
         "accessibility", "privacy", "ask for a link", "dead link", "signing a draft", "signing", "duty", "documents", "mail to come",
         "reminders")


@pytest.fixture(scope="module", params=WAYS, ids=list(WAYS))
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """A page of the operator's, at one width, in one scheme and one language."""
    width, scheme, language = WAYS[request.param]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    enter(opened, site, language)
    yield opened
    context.close()


def path_of(site: Site, name: str) -> str:
    with site.database.read() as session:
        duty = session.scalars(select(ObligationRow.id).where(ObligationRow.kind == "invoice").order_by(ObligationRow.id)).first()
    return {
        "start": "/", "calendar": "/kalender", "another month": "/kalender?m=2026-12", "own page": "/jag", "operation": "/drift",
        "users": "/drift/anvandare", "history": "/drift/historik", "about": "/drift/om", "help": "/hjalp", "glossary": "/ordlista",
        "accessibility": "/tillganglighet", "privacy": "/integritet", "ask for a link": "/logga-in/lank", "dead link": "/lank/x",
        "signing a draft": f"/agreements/{agreement_in(site, 'draft')}/underskrifter",
        "signing": f"/agreements/{agreement_in(site, 'in_signature')}/underskrifter", "duty": f"/duties/{duty}",
        "reminders": f"/agreements/{agreement_in(site, 'active')}/paminnelser",
        "documents": f"/agreements/{agreement_in(site, 'active')}/dokument", "mail to come": "/post/kommer",
    }[name]


@pytest.mark.parametrize("name", PAGES)
def test_page(page: Page, site: Site, name: str) -> None:
    looked_at(page, site.url + path_of(site, name))
