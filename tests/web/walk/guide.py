"""Who gets what of the pages of `guide`: everyone everything."""

from __future__ import annotations

from tests.web.walk.words import OPEN, WRONG, Pages, everyone

PAGES: Pages = {
    "GET /ordlista": everyone(OPEN),
    "GET /hjalp": everyone(OPEN),
    "GET /tillganglighet": everyone(OPEN),
    "POST /tillganglighet": everyone(WRONG),
    "GET /integritet": everyone(OPEN),
}
