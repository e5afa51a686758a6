"""Who gets what of the pages of `guide`: everyone everything."""

from __future__ import annotations

from tests.web.walk.words import OPEN, WRONG, Pages

PAGES: Pages = {
    "GET /ordlista": tuple([OPEN] * 6),
    "GET /hjalp": tuple([OPEN] * 6),
    "GET /tillganglighet": tuple([OPEN] * 6),
    "POST /tillganglighet": tuple([WRONG] * 6),
    "GET /integritet": tuple([OPEN] * 6),
}
