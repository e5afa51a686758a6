"""Who gets what of the pages of `oidc`, where no provider is set up."""

from __future__ import annotations

from tests.web.walk.words import DONE, GONE, OPEN, Pages, everyone, users

PAGES: Pages = {
    "GET /logga-in/med/freja": everyone(GONE),
    "GET /logga-in/med/freja/tillbaka": everyone(GONE),
    "GET /jag/inloggning": users(OPEN),
    "POST /jag/inloggning": users(DONE),
    "POST /jag/inloggning/freja/bort": users(GONE),
}
