"""Who gets what of the pages of `followup`; the meeting of the walk is still to come, so its task is of no minutes."""

from __future__ import annotations

from tests.web.walk.words import NO, OPEN, Pages, only, seeing

PAGES: Pages = {
    "GET /agreements/{agreement}/uppfoljning": seeing(OPEN),
    "POST /agreements/{agreement}/uppgifter/{task}/klar": only("CMSEOR cmseor", NO),
    "POST /agreements/{agreement}/uppgifter/{task}/inte-klar": only("CMSEOR cmseor", NO),
    "GET /meetings/{meeting}/mal": only("CM", OPEN),
    "POST /meetings/{meeting}/mal": only("CM", NO),
}
