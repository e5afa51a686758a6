"""Who gets what of the pages of `documents`; the agreement of the walk has no document behind it."""

from __future__ import annotations

from tests.web.walk.words import GONE, LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /agreements/{agreement}/dokument": (LOGIN, GONE, *[OPEN] * 4),
    "GET /agreements/{agreement}/dokument/text.txt": (LOGIN, *[GONE] * 5),
    "GET /agreements/{agreement}/dokument/villkor.json": (LOGIN, GONE, *[OPEN] * 4),
}
