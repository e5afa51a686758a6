"""Who gets what of the pages of `second`."""

from __future__ import annotations

from tests.web.walk.words import AWAY, DONE, LOGIN, OPEN, WRONG, Pages, everyone, users

PAGES: Pages = {
    "GET /logga-in/kod": {**everyone(AWAY), "-": LOGIN},
    "POST /logga-in/kod": everyone(LOGIN),
    "GET /jag/tvasteg": users(OPEN),
    "POST /jag/tvasteg": users(WRONG),
    "POST /jag/tvasteg/andra": users(DONE),
}
