"""Who gets what of the pages of `second`."""

from __future__ import annotations

from tests.web.walk.words import AWAY, DONE, LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /logga-in/kod": (LOGIN, *[AWAY] * 5),
    "POST /logga-in/kod": (LOGIN, *[LOGIN] * 5),
    "GET /jag/tvasteg": (LOGIN, *[OPEN] * 5),
    "POST /jag/tvasteg": (LOGIN, *[422] * 5),
    "POST /jag/tvasteg/andra": (LOGIN, *[DONE] * 5),
}
