"""Who gets what of the pages of `start`."""

from __future__ import annotations

from tests.web.walk.words import AWAY, LOGIN, Pages

PAGES: Pages = {
    "GET /": (LOGIN, *[AWAY] * 5),
}
