"""Who gets what of the pages of `post`."""

from __future__ import annotations

from tests.web.walk.words import GONE, NO, NOT_YOU, OPEN, Pages, those, users

# The mail of the walk is to the public party's coordinator: none of the other party's may know of it.
PAGES: Pages = {
    "GET /post": users(OPEN),
    "GET /post/{post}": {**users(GONE), **those("CMSEORA *", OPEN)},
    "GET /post/999": users(GONE),
    "GET /post/{post}/html": {**users(GONE), **those("CMSEORA *", OPEN)},
    "GET /post/999/html": users(GONE),
    "GET /post/kommer": users(OPEN),
    # It waits: it can be sent again only when it has been sent.
    "POST /post/{post}/igen": {**users(GONE), **those("SEORA", NOT_YOU), **those("CM *", NO)},
}
