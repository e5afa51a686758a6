"""Who gets what of the pages of `meetings`."""

from __future__ import annotations

from tests.web.walk.words import GONE, LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /meetings/{meeting}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /meetings/999": (LOGIN, *[GONE] * 5),
}
