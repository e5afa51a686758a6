"""Who gets what of the pages of `accounts`."""

from __future__ import annotations

from tests.web.walk.words import AWAY, DONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages

PAGES: Pages = {
    "GET /logga-in": (OPEN, *[AWAY] * 5),
    "POST /logga-in": (422, *[422] * 5),
    "POST /logga-ut": (LOGIN, *[LOGIN] * 5),
}
PAGES |= {
    "GET /logga-in/lank": (OPEN, *[OPEN] * 5),
    "POST /logga-in/lank": (WRONG, *[WRONG] * 5),
    "GET /lank/forged": (410, *[410] * 5),
    "POST /lank/forged": (410, *[410] * 5),
    "GET /jag": (LOGIN, *[OPEN] * 5),
    "POST /jag": (LOGIN, *[WRONG] * 5),
    "POST /jag/losenord": (LOGIN, *[WRONG] * 5),
    "POST /jag/inloggad/999/avsluta": (LOGIN, *[DONE] * 5),
    "POST /jag/inloggad/avsluta-andra": (LOGIN, *[DONE] * 5),
    "GET /jag/uppgifter.json": (LOGIN, *[OPEN] * 5),
    "GET /kom-igang": (AWAY, *[AWAY] * 5),
    "POST /kom-igang": (WRONG, *[WRONG] * 5),
    "GET /kom-igang/organisation": (LOGIN, *[NOT_YOU] * 4, OPEN),
    "POST /kom-igang/organisation": (LOGIN, *[NOT_YOU] * 4, WRONG),
}
