"""Who gets what of the pages of `agreement`."""

from __future__ import annotations

from tests.web.walk.words import GONE, OPEN, Pages, everyone, seeing, users

PAGES: Pages = {
    "GET /agreements/{agreement}": seeing(OPEN),
    "GET /agreements/999": users(GONE),
    "GET /agreements/99999999999999999999999": everyone(GONE),
    "GET /agreements/-1": everyone(GONE),
}
