"""Who gets what of the pages of `portfolio`."""

from __future__ import annotations

from tests.web.walk.words import DONE, LOGIN, OPEN, WRONG, Pages

PAGES: Pages = {
    "GET /agreements": (LOGIN, *[OPEN] * 5),
    "GET /agreements/export.csv": (LOGIN, *[OPEN] * 5),
    "GET /agreements/export.xlsx": (LOGIN, *[OPEN] * 5),
    "POST /agreements/vyer": (LOGIN, *[WRONG] * 5),
    "POST /agreements/vyer/999/bort": (LOGIN, *[DONE] * 5),
}
