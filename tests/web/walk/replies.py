"""Who gets what of the pages of `replies`."""

from __future__ import annotations

from tests.web.walk.words import GONE, OPEN, Pages

PAGES: Pages = {
    "GET {reply}": (OPEN, *[OPEN] * 5),
    "POST {reply}": (422, *[422] * 5),
    "GET /svar/forged": (GONE, *[GONE] * 5),
    "POST /svar/forged": (GONE, *[GONE] * 5),
}
