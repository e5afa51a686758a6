"""Who gets what of the pages of `reminders`."""

from __future__ import annotations

from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages

HERE = "/agreements/{agreement}/paminnelser"
PAGES: Pages = {
    f"GET {HERE}": (LOGIN, GONE, OPEN, OPEN, NOT_YOU, OPEN),
    f"POST {HERE}": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, WRONG),
}
