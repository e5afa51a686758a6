"""Who gets what of the pages of `portfolio`."""

from __future__ import annotations

from tests.web.walk.words import DONE, OPEN, WRONG, Pages, users

PAGES: Pages = {
    "GET /agreements": users(OPEN),
    "GET /agreements/bilder": users(OPEN),
    "GET /agreements/export.csv": users(OPEN),
    "GET /agreements/export.xlsx": users(OPEN),
    "GET /fakturor": users(OPEN),
    "GET /fakturor/export.csv": users(OPEN),
    "POST /agreements/vyer": users(WRONG),
    "POST /agreements/vyer/999/bort": users(DONE),
}
