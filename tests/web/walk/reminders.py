"""Who gets what of the pages of `reminders`."""

from __future__ import annotations

from tests.web.walk.words import OPEN, WRONG, Pages, only

HERE = "/agreements/{agreement}/paminnelser"
PAGES: Pages = {
    f"GET {HERE}": only("CM cm *", OPEN),
    f"POST {HERE}": only("CM cm *", WRONG),
}
