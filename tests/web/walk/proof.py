"""Who gets what of the pages of `proof`, where no provider is set up."""

from __future__ import annotations

from tests.web.walk.words import GONE, Pages, users

PAGES: Pages = {"GET /bevis/med/freja": users(GONE)}
