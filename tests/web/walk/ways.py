"""Who gets what of the pages where a text is signed: an amendment that awaits both, with an original of the public party."""

from __future__ import annotations

from service.amendments.store import matter_of
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.lifecycle.signing.ink import hand_in
from service.lifecycle.signing.manner import Manner
from service.lifecycle.signing.papers import put_amendment
from service.signatures.store import of_matter
from tests.amendments.cast import drawn_up
from tests.documents import made as files
from tests.web.walk.words import AWAY, GONE, NO, OPEN, WRONG, Pages, only, seeing, users
from tests.web.world import BY, NOW

PAPERS = "CMSR cmsr"
OURS = "/underskrifter/parter/{signature}"

# What a party does for itself nobody does for it.
PAGES: Pages = {
    "GET /amendments/{put}/underskrifter": seeing(AWAY),
    "GET /underskrifter/{signing}": seeing(OPEN),
    "GET /underskrifter/9999999999": users(GONE),
    "GET /underskrifter/{signing}/text.pdf": seeing(OPEN),
    f"POST {OURS}/original": only("CMSR", WRONG),
    f"GET {OURS}/original/{{original}}": only(PAPERS, OPEN),
    f"GET {OURS}/original/9999999999": only(PAPERS, GONE),
    f"POST {OURS}/original/{{original}}": only(PAPERS, WRONG),
    f"POST {OURS}/original/{{original}}/duger-inte": only(PAPERS, WRONG),
    # What waits in the walk is a scan, and no file to read through.
    f"POST {OURS}/original/{{original}}/stammer": only(PAPERS, GONE),
    "POST /underskrifter/{signing}/fil": only(PAPERS, WRONG),
    # Whoever is named may sign; the walk has no provider of e-IDs, so nobody gets further than being told so.
    "POST /underskrifter/{signing}/har": seeing(NO),
    f"POST {OURS}/undertecknare": only("CMS", WRONG),
    f"POST {OURS}/avboj": only("S", WRONG),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Put an amendment forward, and hand in an original for the first party."""
    with database.write() as session:
        put = drawn_up(session, int(str(made["agreement"])), now=NOW, goals=["Lugnare nätter"])
        put_amendment(session, put, Manner(), now=NOW, by=BY)
        row = of_matter(session, session.get_one(AmendmentRow, put).agreement_id, matter_of(session.get_one(AmendmentRow, put)))[0]
        original = hand_in(session, row.id, files.file(), now=NOW, by=BY, user_id=None)
        return {"put": put, "signing": row.signing_id, "signature": row.id, "original": original.id}
