"""Who gets what of the pages of `operator`: nobody but whoever runs the installation."""

from __future__ import annotations

from tests.web.walk.words import DONE, GONE, NO, OPEN, WRONG, Pages, operator

PAGES: Pages = {
    "GET /drift": operator(OPEN),
    "POST /drift/arenden/meeting-999/igen": operator(GONE),
    # PostgreSQL is copied by a program of its own, which not every machine has.
    "POST /drift/kopia": operator(frozenset({DONE, NO})),
    "POST /drift/provmejl": operator(DONE),
    "GET /drift/om": operator(OPEN),
    "GET /drift/anvandare": operator(OPEN),
    "POST /drift/anvandare": operator(WRONG),
    "POST /drift/anvandare/999/stang": operator(GONE),
    "GET /drift/historik": operator(OPEN),
    "POST /drift/historik/kontroll": operator(OPEN),
}
