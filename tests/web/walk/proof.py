"""Who gets what of the pages of `proof`, where no provider is set up."""

from __future__ import annotations

from tests.web.walk.words import GONE, LOGIN, Pages

PAGES: Pages = {"GET /bevis/med/freja": (LOGIN, *[GONE] * 5)}
