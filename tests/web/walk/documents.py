"""Who gets what of the pages of `documents`; the agreement of the walk has no document behind it."""

from __future__ import annotations

from tests.web.walk.words import GONE, OPEN, Pages, seeing, users

PAGES: Pages = {
    "GET /agreements/{agreement}/dokument": seeing(OPEN),
    "GET /agreements/{agreement}/dokument/text.txt": users(GONE),
    "GET /agreements/{agreement}/dokument/villkor.json": seeing(OPEN),
}
