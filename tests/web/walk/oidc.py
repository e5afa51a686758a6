"""Who gets what of the pages of `oidc`, where no provider is set up."""

from __future__ import annotations

from tests.web.walk.words import DONE, GONE, LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /logga-in/med/freja": (GONE, *[GONE] * 5),
    "GET /logga-in/med/freja/tillbaka": (GONE, *[GONE] * 5),
    "GET /jag/inloggning": (LOGIN, *[OPEN] * 5),
    "POST /jag/inloggning": (LOGIN, *[DONE] * 5),
    "POST /jag/inloggning/freja/bort": (LOGIN, *[GONE] * 5),
}
