"""Who gets what of every page, written out room by room.

Each module has PAGES, and may have `places(database, made)`, which makes what its addresses name: it is given
the agreement and the meeting made for all, and returns further places.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from tests.web.walk.words import Pages

ROOMS: tuple[ModuleType, ...] = tuple(
    import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__) if one.name != "words")


def every_page() -> Pages:
    """Return the pages of all rooms."""
    return {asked: wanted for room in ROOMS for asked, wanted in room.PAGES.items()}
