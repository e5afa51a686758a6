"""Who gets what of the pages of `assurance`."""

from __future__ import annotations

from tests.web.walk.words import OPEN, Pages, seeing

HERE = "/agreements/{agreement}/granskning"
PAGES: Pages = {f"GET {HERE}": seeing(OPEN), f"GET {HERE}.pdf": seeing(OPEN), f"GET {HERE}.csv": seeing(OPEN)}
