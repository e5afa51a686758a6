"""Who gets what of the pages of `operator`: nobody but whoever runs the installation."""

from __future__ import annotations

from tests.web.walk.words import DONE, GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages

PAGES: Pages = {
    "GET /drift": (LOGIN, *[NOT_YOU] * 4, OPEN),
    "POST /drift/arenden/meeting-999/igen": (LOGIN, *[NOT_YOU] * 4, GONE),
    # PostgreSQL is copied by a program of its own, which not every machine has.
    "POST /drift/kopia": (LOGIN, *[NOT_YOU] * 4, frozenset({DONE, 409})),
    "POST /drift/provmejl": (LOGIN, *[NOT_YOU] * 4, DONE),
    "GET /drift/om": (LOGIN, *[NOT_YOU] * 4, OPEN),
    "GET /drift/anvandare": (LOGIN, *[NOT_YOU] * 4, OPEN),
    "POST /drift/anvandare": (LOGIN, *[NOT_YOU] * 4, WRONG),
    "POST /drift/anvandare/999/stang": (LOGIN, *[NOT_YOU] * 4, GONE),
    "GET /drift/historik": (LOGIN, *[NOT_YOU] * 4, OPEN),
    "POST /drift/historik/kontroll": (LOGIN, *[NOT_YOU] * 4, OPEN),
}
