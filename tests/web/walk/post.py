"""Who gets what of the pages of `post`."""

from __future__ import annotations

from tests.web.walk.words import GONE, LOGIN, NOT_YOU, OPEN, Pages

PAGES: Pages = {
    "GET /post": (LOGIN, *[OPEN] * 5),
    "GET /post/{post}": (LOGIN, GONE, GONE, OPEN, OPEN, OPEN),
    "GET /post/999": (LOGIN, *[GONE] * 5),
    "GET /post/{post}/html": (LOGIN, GONE, GONE, OPEN, OPEN, OPEN),
    "GET /post/999/html": (LOGIN, *[GONE] * 5),
}
PAGES |= {
    "GET /post/kommer": (LOGIN, *[OPEN] * 5),
    # The mail of the walk waits: it can be sent again only when it has been sent.
    "POST /post/{post}/igen": (LOGIN, GONE, GONE, 409, NOT_YOU, 409),
}
