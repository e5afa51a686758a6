"""Who gets what of the pages of `calendar`."""

from __future__ import annotations

from tests.web.walk.words import DONE, GONE, LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /kalender": (LOGIN, *[OPEN] * 5),
    # The operator of the walk is nobody's contact person.
    "POST /kalender/lank": (LOGIN, *[DONE] * 4, GONE),
    "POST /kalender/lank/av": (LOGIN, *[DONE] * 4, GONE),
    "GET /kalender/forged.ics": (GONE, *[GONE] * 5),
}
