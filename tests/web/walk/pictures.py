"""Who gets what of the pages of `pictures`; those over all agreements are in the walk of `portfolio`."""

from __future__ import annotations

from tests.web.walk.words import OPEN, Pages, seeing

PAGES: Pages = {"GET /agreements/{agreement}/bilder": seeing(OPEN)}
