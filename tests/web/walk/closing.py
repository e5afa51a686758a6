"""Who gets what of the pages of `closing`."""

from __future__ import annotations

from tests.web.walk.words import NO, OPEN, Pages, only, seeing

# The public party closes; an agreement that has not ended is not closed.
PAGES: Pages = {
    "GET /agreements/{agreement}/avslut": seeing(OPEN),
    "POST /agreements/{agreement}/avsluta": only("CM", NO),
}
