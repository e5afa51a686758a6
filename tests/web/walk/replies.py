"""Who gets what of the pages of `replies`."""

from __future__ import annotations

from tests.web.walk.words import GONE, OPEN, WRONG, Pages, everyone

PAGES: Pages = {
    "GET {reply}": everyone(OPEN),
    "POST {reply}": everyone(WRONG),
    "GET /svar/forged": everyone(GONE),
    "POST /svar/forged": everyone(GONE),
}
