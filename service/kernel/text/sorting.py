"""Swedish order: …Z, Å, Ä, Ö, whatever the database believes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# Letters that stand last in the alphabet, and those that are sorted as another letter.
_LAST = {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c", "ü": "y", "ð": "d", "þ": "th", "ß": "ss", "œ": "oe"}


def sort_key(text: str) -> str:
    """Return an ASCII text whose code point order is the Swedish alphabetical order of `text`."""
    made = []
    for mark in unicodedata.normalize("NFC", text).casefold():
        if mark in _LAST:
            made.append(_LAST[mark])
        else:
            plain = unicodedata.normalize("NFKD", mark).encode("ascii", "ignore").decode()
            made.append("".join(one for one in plain if one.isalnum() or one == " "))
    return " ".join("".join(made).split())


def search_words(asked: str) -> list[str]:
    """Return the words that someone searches for, folded as what is searched."""
    return search_text(asked, ()).split()


def search_text(title: str, names: Iterable[str]) -> str:
    """Return what a title and names are searched as: folded, one per line."""
    return "\n".join(unicodedata.normalize("NFC", one).casefold() for one in (title, *names))
