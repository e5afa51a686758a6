"""The pages where a text is signed, in every state, before axe; wide and light, narrow and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.lifecycle.signing.ink import confirm, hand_in, refuse
from service.lifecycle.signing.sign import decline
from service.parties.store import cast
from service.signatures.store import originals_of, signers_of
from service.signatures.tables import SignatureRow
from tests.signatures.pades.files import pdf
from tests.signatures.test_ways import scan
from tests.web.browser.conftest import Site
from tests.web.browser.steps import log_in, served, sound, visitor
from tests.web.test_ways import parts, put, put_aside
from tests.web.world import BY, NOW, users

WAYS = {"wide and light": (1280, "light"), "narrow and dark": (390, "dark")}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site without provider or seal, and with nothing in it yet."""
    with served(tmp_path) as made:
        users(made.database)
        yield made


def handed(site: Site, part: SignatureRow) -> int:
    """Let a stranger to the tests have handed in an original; return its id."""
    with site.database.write() as session:
        return hand_in(session, part.id, scan(), now=NOW, by="Maria Holm", user_id=None).id


def confirmed(site: Site, part: SignatureRow) -> None:
    number = handed(site, part)
    with site.database.write() as session:
        confirm(session, number, signers=[one.id for one in signers_of(session, [part.id])], on=NOW.date(), same_text=True, now=NOW,
                by="Karin Lind")


def opened(site: Site) -> str:
    return f"/underskrifter/{put(site.database)}"


def waiting(site: Site) -> str:
    signing = put(site.database)
    handed(site, parts(site.database, signing)[1])
    return f"/underskrifter/{signing}"


def half(site: Site) -> str:
    """One party has signed; the other's first original was not good."""
    signing = put(site.database, signers=("Maria Holm", "Peter Sand"), needed=2)
    first, second = parts(site.database, signing)
    confirmed(site, first)
    number = handed(site, second)
    with site.database.write() as session:
        refuse(session, number, reason="Sida två saknas", now=NOW, by="Karin Lind")
    return f"/underskrifter/{signing}"


def all_signed(site: Site) -> str:
    signing = put(site.database)
    for part in parts(site.database, signing):
        confirmed(site, part)
    return f"/underskrifter/{signing}"


def in_order(site: Site) -> str:
    return f"/underskrifter/{put(site.database, ordered=True)}"


def declined(site: Site) -> str:
    signing = put(site.database)
    part = parts(site.database, signing)[1]
    with site.database.write() as session:
        party = next(one for one in cast(session, part.agreement_id).parties if one.id == part.party_id)
        decline(session, part.agreement_id, party, now=NOW, by=BY, reason="Tiden räcker som den är.", matter="amendment 1")
    return f"/underskrifter/{signing}"


def comparing(site: Site) -> str:
    part = parts(site.database, put(site.database))[1]
    return f"/underskrifter/parter/{part.id}/original/{handed(site, part)}"


def looked_at(site: Site) -> str:
    part = parts(site.database, put(site.database))[1]
    confirmed(site, part)
    with site.database.read() as session:
        return f"/underskrifter/parter/{part.id}/original/{originals_of(session, [part.id])[0].id}"


def reading(site: Site) -> str:
    return put_aside(site.database, put(site.database), pdf("Xylofonkonsert"))


STATES: dict[str, Callable[[Site], str]] = {
    "open": opened, "an original waiting": waiting, "half": half, "all signed": all_signed, "in order": in_order, "declined": declined,
    "comparing": comparing, "reading": reading, "looked at already": looked_at,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("state", STATES)
def test_state(browser: Browser, site: Site, state: str, way: str) -> None:
    path = STATES[state](site)
    with visitor(browser, width=WAYS[way][0], scheme=WAYS[way][1]) as page:
        log_in(page, site, "anders")
        page.goto(site.url + path)
        sound(page)
        unfold(page)
        sound(page)


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.eval_on_selector_all("main details", "every => every.forEach(one => { one.open = true; })")


@pytest.mark.parametrize("way", WAYS)
def test_what_is_refused(browser: Browser, site: Site, way: str, tmp_path: Path) -> None:
    signing = put(site.database)
    mine, theirs = parts(site.database, signing)
    bad = tmp_path / "brev.pdf"
    bad.write_bytes(pdf("Något annat"))
    with visitor(browser, width=WAYS[way][0], scheme=WAYS[way][1]) as page:
        log_in(page, site, "anders")
        page.goto(f"{site.url}/underskrifter/{signing}")
        page.get_by_text("Med e-underskrift i en annan tjänst").click()
        page.set_input_files("#file-0", bad)
        page.get_by_role("button", name="Granska och registrera").click()
        expect(page.get_by_role("alert")).to_contain_text("Den undertecknade filen håller inte")
        expect(page.get_by_role("heading", name="Så granskades filen")).to_be_visible()
        sound(page)
        unfold(page)
        page.fill(f"#reason-{mine.id}", " ")
        page.get_by_role("button", name="Avböj").click()
        expect(page.locator(f"#reason-{mine.id}-wrong")).to_be_visible()
        sound(page)
        page.goto(f"{site.url}/underskrifter/parter/{theirs.id}/original/{handed(site, theirs)}")
        page.get_by_role("button", name="Bekräfta").click()
        expect(page.get_by_role("alert")).to_contain_text("Kryssa i att du har jämfört")
        sound(page)
