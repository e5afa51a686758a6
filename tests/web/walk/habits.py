"""Who gets what of the pages of `habits`."""

from __future__ import annotations

from tests.web.walk.words import OPEN, WRONG, Pages, only

HERE = "/agreements/{agreement}/installningar"
PAGES: Pages = {
    f"GET {HERE}": only("CM *", OPEN),
    f"POST {HERE}": only("CM *", WRONG),
}
