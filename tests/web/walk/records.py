"""Who gets what of the pages of `records`; giving out is the public party's alone."""

from __future__ import annotations

from service.db import Database
from service.documents.actions import add
from service.documents.checks.kinds import Media
from service.documents.files import receive
from service.documents.model import Direction, Kind, Registration
from service.parties.store import cast
from service.records.disclosure.actions import begin
from service.records.disclosure.model import Chosen
from service.records.disclosure.store import chosen_in, get_disclosure
from service.records.masking.apart import look
from tests.documents import made as files
from tests.web.walk.words import DONE, NO, OPEN, WRONG, Pages, only, seeing
from tests.web.world import BY, NOW

PAGES: Pages = {
    "GET /agreements/{agreement}/diarium": seeing(OPEN),
    "GET /agreements/{agreement}/diarium.csv": seeing(OPEN),
    "GET /agreements/{agreement}/lasningar": only("RAra", OPEN),
    "GET /agreements/{agreement}/gallring": only("Rr", OPEN),
    "POST /agreements/{agreement}/gallring": only("Rr", WRONG),
    "GET /agreements/{agreement}/arkivpaket": only("CRcr*", OPEN),
    "POST /agreements/{agreement}/arkivpaket.zip": only("CRcr*", OPEN),
    "GET /agreements/{agreement}/utlamnanden": only("CR", OPEN),
    "GET /agreements/{agreement}/utlamnanden/nytt": only("CR", OPEN),
    "POST /agreements/{agreement}/utlamnanden/nytt": only("CR", WRONG),
    "GET /utlamnanden/{disclosure}": only("CR", OPEN),
    "GET /utlamnanden/{disclosure}/avslag": only("CR", OPEN),
    "POST /utlamnanden/{disclosure}/avslag": only("CR", WRONG),
    "POST /utlamnanden/{disclosure}/kopia": only("CR", WRONG),
    "GET /utlamnanden/{disclosure}/handlingar/{choice}": only("CR", OPEN),
    "POST /utlamnanden/{disclosure}/handlingar/{choice}": only("CR", DONE),
    "GET /utlamnanden/{disclosure}/handlingar/{choice}/sida/1": only("CR", OPEN),
    "POST /utlamnanden/{disclosure}/handlingar/{choice}/sida/1": only("CR", DONE),
    "GET /utlamnanden/{disclosure}/handlingar/{choice}/sida/1.jpg": only("CR", OPEN),
    "POST /utlamnanden/{done}/slopa": only("CR", NO),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Begin one disclosure, and have another one refused."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        party = next(one for one in cast(session, agreement).parties if one.role == "public")
        given = Registration(kind=Kind.LETTER, title="Brev", direction=Direction.DRAWN_UP, day=NOW.date())
        document = add(session, agreement, given, receive(files.pdf(), "brev.pdf", files.GATE), party=party, now=NOW, by=BY)
        chosen = [Chosen(document_id=document, version=1, secrecy="", looked=look(files.pdf(), Media.PDF))]
        number, done = (begin(session, agreement, party, chosen, now=NOW, by=BY) for _ in range(2))
        get_disclosure(session, done).done_at = NOW
        return {"disclosure": number, "choice": chosen_in(session, number)[0].row.id, "done": done}
