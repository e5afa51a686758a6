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
from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages
from tests.web.world import BY, NOW

DONE = 303
PAGES: Pages = {
    "GET /agreements/{agreement}/dokument": (LOGIN, GONE, *[OPEN] * 4),
    "GET /agreements/{agreement}/dokument/text.txt": (LOGIN, *[GONE] * 5),
    "GET /agreements/{agreement}/dokument/villkor.json": (LOGIN, GONE, *[OPEN] * 4),
    "GET /agreements/{agreement}/dokument/overenskommelse.pdf": (LOGIN, GONE, *[OPEN] * 4),
    "GET /meetings/{meeting}/anteckningar.pdf": (LOGIN, *[GONE] * 5),
    "GET /agreements/{agreement}/dokument/nytt": (LOGIN, GONE, OPEN, OPEN, NOT_YOU, NOT_YOU),
    "POST /agreements/{agreement}/dokument/nytt": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    "GET /dokument/{document}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /dokument/{working}": (LOGIN, GONE, GONE, OPEN, OPEN, GONE),
    "GET /dokument/{secret}": (LOGIN, GONE, GONE, OPEN, OPEN, GONE),
    "GET /dokument/9999999999": (LOGIN, *[GONE] * 5),
    "GET /dokument/{document}/fil/1": (LOGIN, GONE, *[OPEN] * 4),
    "GET /dokument/{document}/fil/2": (LOGIN, *[GONE] * 5),
    "GET /dokument/{working}/fil/1": (LOGIN, GONE, GONE, OPEN, OPEN, GONE),
    "GET /dokument/{secret}/fil/1": (LOGIN, GONE, GONE, OPEN, OPEN, GONE),
    "POST /dokument/{document}/version": (LOGIN, GONE, NOT_YOU, WRONG, NOT_YOU, NOT_YOU),
    "POST /dokument/{secret}/version": (LOGIN, GONE, GONE, WRONG, NOT_YOU, NOT_YOU),
    "GET /dokument/{document}/registrering": (LOGIN, GONE, NOT_YOU, OPEN, NOT_YOU, NOT_YOU),
    "POST /dokument/{document}/registrering": (LOGIN, GONE, NOT_YOU, WRONG, NOT_YOU, NOT_YOU),
    "POST /dokument/{working}/registrering": (LOGIN, GONE, GONE, WRONG, NOT_YOU, NOT_YOU),
    "GET /dokument/{document}/gallra": (LOGIN, GONE, *[NOT_YOU] * 4),
    "POST /dokument/{document}/gallra": (LOGIN, GONE, *[NOT_YOU] * 4),
    "POST /dokument/{document}/visad": (LOGIN, GONE, NOT_YOU, DONE, NOT_YOU, NOT_YOU),
    "POST /dokument/{document}/allman": (LOGIN, GONE, NOT_YOU, DONE, NOT_YOU, NOT_YOU),
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
