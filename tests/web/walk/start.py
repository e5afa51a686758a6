"""Who gets what of the pages of `start`."""

from __future__ import annotations

from tests.web.walk.words import LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /": (LOGIN, *[OPEN] * 5),
}
