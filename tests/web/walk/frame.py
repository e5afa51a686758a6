"""Who gets what of the pages of `frame`."""

from __future__ import annotations

from tests.web.walk.words import AWAY, GONE, NOT_YOU, OPEN, Pages

PAGES: Pages = {
    "GET /healthz": (OPEN, *[OPEN] * 5),
    "GET /metrics": (*[NOT_YOU] * 5, OPEN),
    "POST /sprak": (AWAY, *[AWAY] * 5),
    "GET /static/overens.css": (OPEN, *[OPEN] * 5),
    "GET /no-such-page": (GONE, *[GONE] * 5),
}
