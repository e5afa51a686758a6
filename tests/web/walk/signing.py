"""Who gets what of the pages of `signing`."""

from __future__ import annotations

from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages

NO = 409

# The agreement of the walk is in force: what belongs to drafts cannot be done whoever asks.
PAGES: Pages = {
    "GET /agreements/{agreement}/underskrifter": (LOGIN, GONE, *[OPEN] * 4),
    "POST /agreements/{agreement}/skicka": (LOGIN, GONE, NO, NO, NOT_YOU, NOT_YOU),
    "POST /agreements/{agreement}/underskrift": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    "POST /agreements/{agreement}/avboj": (LOGIN, GONE, NOT_YOU, NOT_YOU, NOT_YOU, NOT_YOU),
    "POST /agreements/{agreement}/ta-tillbaka": (LOGIN, GONE, NO, NO, NOT_YOU, NOT_YOU),
    "POST /agreements/{agreement}/kassera": (LOGIN, GONE, NO, NO, NOT_YOU, NO),
    "POST /agreements/{agreement}/avsluta": (LOGIN, GONE, NO, NO, NOT_YOU, NOT_YOU),
}
