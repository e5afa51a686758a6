"""Who gets what of the pages of `breaches`: breaches, rescissions, pausing."""

from __future__ import annotations

from datetime import date

from service.breaches.model import Notice
from service.db import Database
from service.lifecycle.breaking.breaches import notify
from service.lifecycle.breaking.rescind import claim
from service.lifecycle.steps import catch_up
from service.parties.store import cast
from service.rescissions.model import Declaration, Declarer
from tests.web.walk.words import GONE, NO, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import BY, NOW

HERE, ONE, ENDED = "/agreements/{agreement}/avtalsbrott", "/breaches/{breach}", "/rescissions/{rescission}"
# Only a signatory declares for a party. Nothing is disputed, so nothing is paused.
PAGES: Pages = {
    f"GET {HERE}": seeing(OPEN),
    f"GET {HERE}/nytt": only("CMS cms", OPEN),
    f"POST {HERE}/nytt": only("CMS cms", WRONG),
    f"POST {HERE}/paus": only("CMS cms", NO),
    f"POST {HERE}/fortsatt": only("CMS cms", NO),
    f"GET {ONE}": seeing(OPEN),
    "GET /breaches/999": users(GONE),
    f"POST {ONE}/mottaget": only("CMSEOR cmseor", WRONG),
    f"POST {ONE}/svar": only("CMSO cmso", WRONG),
    f"POST {ONE}/avgor": only("CMS cms", WRONG),
    f"POST {ONE}/hav": only("S s", WRONG),
    "GET /agreements/{agreement}/havning/ny": only("CMS cms", OPEN),
    "POST /agreements/{agreement}/havning/ny": only("CMS cms", WRONG),
    f"GET {ENDED}": seeing(OPEN),
    "GET /rescissions/999": users(GONE),
    f"POST {ENDED}/svar": only("S s", WRONG),
    f"POST {ENDED}/aterta": only("S s", WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Give notice of a breach, and claim a rescission."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        # Nothing is broken off before it is in force.
        catch_up(session, agreement, now=NOW)
        public, civil = (one.id for one in cast(session, agreement).parties)
        given = Notice(against=civil, undertaking="Sju vandrare", clause="", what="Inga pass.", since=date(2026, 9, 1), days=14,
                       why_days="Rimligt.")
        breach = notify(session, agreement, given, party_id=public, now=NOW, by=BY)
        declaration = Declaration(
            party_id=civil, reason="Stödet har uteblivit.", effective_on=NOW.date(), declared_on=NOW.date(),
            declarer=Declarer(name="Peter Sand", capacity="Ordförande", authority=""))
        return {"breach": breach, "rescission": claim(session, agreement, declaration, recorder=civil, now=NOW, by=BY)}
