"""Who gets what of the pages of `accounts`."""

from __future__ import annotations

from tests.web.walk.words import AWAY, DONE, LOGIN, OPEN, WRONG, Pages, everyone, operator, users

PAGES: Pages = {
    "GET /logga-in": {**everyone(AWAY), "-": OPEN},
    "POST /logga-in": everyone(WRONG),
    "POST /logga-ut": everyone(LOGIN),
    "GET /logga-in/lank": everyone(OPEN),
    "POST /logga-in/lank": everyone(WRONG),
    "GET /lank/forged": everyone(410),
    "POST /lank/forged": everyone(410),
    "GET /jag": users(OPEN),
    "POST /jag": users(WRONG),
    "GET /jag/losenord": users(OPEN),
    "GET /jag/adress": users(OPEN),
    "POST /jag/adress": users(WRONG),
    "GET /jag/bevisa": users(OPEN),
    "POST /jag/bevisa": users(WRONG),
    "POST /jag/losenord": users(WRONG),
    "POST /jag/inloggad/999/avsluta": users(DONE),
    "POST /jag/inloggad/avsluta-andra": users(DONE),
    "GET /jag/uppgifter.json": users(OPEN),
    "GET /kom-igang": everyone(AWAY),
    "POST /kom-igang": everyone(WRONG),
    "GET /kom-igang/organisation": operator(OPEN),
    "POST /kom-igang/organisation": operator(WRONG),
}
