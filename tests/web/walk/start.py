"""Who gets what of the pages of `start`."""

from __future__ import annotations

from tests.web.walk.words import OPEN, Pages, users

PAGES: Pages = {
    "GET /": users(OPEN),
}
