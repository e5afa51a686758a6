"""Who gets what of the pages of `agreement`."""

from __future__ import annotations

from tests.web.walk.words import GONE, LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /agreements/{agreement}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /agreements/999": (LOGIN, *[GONE] * 5),
    "GET /agreements/99999999999999999999999": (GONE, *[GONE] * 5),
    "GET /agreements/-1": (GONE, *[GONE] * 5),
}
