"""Who gets what of the pages of `signing`."""

from __future__ import annotations

from tests.web.walk.words import NO, OPEN, WRONG, Pages, only, seeing

# The agreement of the walk is in force: what belongs to drafts cannot be done whoever asks.
PAGES: Pages = {
    "GET /agreements/{agreement}/underskrifter": seeing(OPEN),
    "GET /agreements/{agreement}/skicka": only("CMS cms", NO),
    "POST /agreements/{agreement}/skicka": only("CMS cms", WRONG),
    "POST /agreements/{agreement}/underskrift": only("CMSR cmsr", WRONG),
    "POST /agreements/{agreement}/avboj": only("S s", WRONG),
    "POST /agreements/{agreement}/ta-tillbaka": only("CMS cms", NO),
    "POST /agreements/{agreement}/kassera": only("CMS cms *", NO),
}
