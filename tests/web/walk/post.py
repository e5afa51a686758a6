"""Who gets what of the pages of `post`."""

from __future__ import annotations

from tests.web.walk.words import GONE, LOGIN, OPEN, Pages

PAGES: Pages = {
    "GET /post": (LOGIN, *[OPEN] * 5),
    "GET /post/{post}": (LOGIN, GONE, GONE, OPEN, OPEN, OPEN),
    "GET /post/999": (LOGIN, *[GONE] * 5),
    "GET /post/{post}/html": (LOGIN, GONE, GONE, OPEN, OPEN, OPEN),
    "GET /post/999/html": (LOGIN, *[GONE] * 5),
}
