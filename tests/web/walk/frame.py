"""Who gets what of the pages of `frame`."""

from __future__ import annotations

from tests.web.walk.words import AWAY, GONE, NOT_YOU, OPEN, Pages, everyone

PAGES: Pages = {
    "GET /healthz": everyone(OPEN),
    "GET /metrics": {**everyone(NOT_YOU), "*": OPEN},
    "POST /sprak": everyone(AWAY),
    "GET /static/overens.css": everyone(OPEN),
    "GET /no-such-page": everyone(GONE),
}
