"""A document's text as the service reads it; every offset in evidence refers to this."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x0b]")
_NOTHING = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_MARKS = str.maketrans({"‐": "-", "‑": "-", "−": "-", "‒": "–", "―": "—", "’": "'", "ʼ": "'"})
_COLUMN = "    "


def normalise(raw: str) -> str:
    """Return `raw` with one form of newline, space, hyphen and letter; doing it again changes nothing.

    A tab parts columns and becomes four spaces; at most four empty lines stand in a row.
    """
    text = re.sub("\r\n?|\x85|\u2028|\u2029|\f", "\n", raw)
    text = _NOTHING.sub("", _SPACES.sub(" ", text)).replace("\t", _COLUMN)
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES).translate(_MARKS))
    text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    text = re.sub(r"\n{6,}", "\n" * 5, text)
    return text.strip("\n ") + "\n"
