"""Who gets what of the pages of `documents`; the agreement of the walk has no document behind it.

One document is the municipality's and official, one is its working material, and one is marked secret.
"""

from __future__ import annotations

from datetime import date

from service.db import Database
from service.documents.actions import add
from service.documents.model import Direction, Kind, Registration
from service.parties.store import cast
from tests.documents import made as files
from tests.web.walk.words import DONE, GONE, OPEN, WRONG, Pages, only, seeing, those, users
from tests.web.world import BY, NOW

WORKING = "CMSEOR cmseor"
PAGES: Pages = {
    "GET /agreements/{agreement}/dokument": seeing(OPEN),
    "GET /agreements/{agreement}/dokument/text.txt": users(GONE),
    "GET /agreements/{agreement}/dokument/villkor.json": seeing(OPEN),
    "GET /agreements/{agreement}/dokument/overenskommelse.pdf": seeing(OPEN),
    "GET /meetings/{meeting}/anteckningar.pdf": users(GONE),
    "GET /agreements/{agreement}/dokument/nytt": only(WORKING, OPEN),
    "POST /agreements/{agreement}/dokument/nytt": only(WORKING, WRONG),
    "GET /dokument/{document}": seeing(OPEN),
    "GET /dokument/{working}": {**users(GONE), **those("CMSEORA", OPEN)},
    "GET /dokument/{secret}": {**users(GONE), **those("CMSEORA", OPEN)},
    "GET /dokument/9999999999": users(GONE),
    "GET /dokument/{document}/fil/1": seeing(OPEN),
    "GET /dokument/{document}/fil/2": users(GONE),
    "GET /dokument/{working}/fil/1": {**users(GONE), **those("CMSEORA", OPEN)},
    "GET /dokument/{secret}/fil/1": {**users(GONE), **those("CMSEORA", OPEN)},
    "POST /dokument/{document}/version": only("CMSEOR", WRONG),
    "POST /dokument/{secret}/version": {**only("CMSEOR", WRONG), **those("cmseor", GONE)},
    "GET /dokument/{document}/registrering": only("CR", OPEN),
    "POST /dokument/{document}/registrering": only("CR", WRONG),
    "POST /dokument/{working}/registrering": {**only("CR", WRONG), **those("cr", GONE)},
    "GET /dokument/{document}/gallra": only("R", OPEN),
    "POST /dokument/{document}/gallra": only("R", WRONG),
    "POST /dokument/{document}/visad": only("CMSEOR", DONE),
    "POST /dokument/{document}/allman": only("CR", DONE),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Put the documents there."""
    agreement = int(str(made["agreement"]))
    with database.write() as session:
        party = next(one for one in cast(session, agreement).parties if one.role == "public")

        def put(**more: object) -> int:
            given = Registration(kind=Kind.LETTER, title="Brev", direction=Direction.DRAWN_UP, day=date(2026, 9, 1), **more)  # type: ignore[arg-type]
            return add(session, agreement, given, files.file(), party=party, now=NOW, by=BY)

        return {"document": put(), "working": put(working=True), "secret": put(secrecy="OSL 26 kap. 1 §")}
