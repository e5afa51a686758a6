"""The language of the command line: Swedish unless OVERENS_LANGUAGE says English."""

from __future__ import annotations

import os
from typing import Literal


def language() -> Literal["sv", "en"]:
    """Return "sv" or "en"."""
    return "en" if os.environ.get("OVERENS_LANGUAGE", "").lower().startswith("en") else "sv"


def say(sv: str, en: str) -> str:
    """Return the one of two texts that is in the language of the command line."""
    return en if language() == "en" else sv
