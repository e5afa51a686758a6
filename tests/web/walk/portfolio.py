"""Who gets what of the pages of `portfolio`."""

from __future__ import annotations

from tests.web.walk.words import LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /agreements": (LOGIN, *[OPEN] * 5),
}
