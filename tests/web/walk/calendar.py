"""Who gets what of the pages of `calendar`."""

from __future__ import annotations

from tests.web.walk.words import DONE, GONE, OPEN, Pages, everyone, users

# The operator of the walk is nobody's contact person.
PAGES: Pages = {
    "GET /kalender": users(OPEN),
    "POST /kalender/lank": {**users(DONE), "*": GONE},
    "POST /kalender/lank/av": {**users(DONE), "*": GONE},
    "GET /kalender/forged.ics": everyone(GONE),
}
