"""Who gets what of the pages of `accounts`."""

from __future__ import annotations

from tests.web.walk.words import AWAY, LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /logga-in": (OPEN, *[AWAY] * 5),
    "POST /logga-in": (422, *[422] * 5),
    "POST /logga-ut": (LOGIN, *[LOGIN] * 5),
}
