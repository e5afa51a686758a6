"""What is let through of text that somebody typed."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def one_line(text: str | None, longest: int) -> str:
    """Return the text on one line without controls, cut to `longest`."""
    return " ".join(UNPRINTABLE.sub(" ", text or "").split())[:longest]


def many_lines(text: str | None) -> str:
    """Return the text with its line breaks, without other controls."""
    return UNPRINTABLE.sub(" ", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()
