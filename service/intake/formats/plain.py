"""Plain text: find out how its characters are written."""

from __future__ import annotations

import codecs

from service.intake.formats import refusals
from service.intake.formats.limits import Limits

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_USUAL_CONTROLS = "\t\n\v\f\r\x1a\x85"


def read(content: bytes, limits: Limits) -> str:
    """Return the text that `content` spells; refuse what is not text."""
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff\x1a \t\n\v\f\xa0"):
        raise refusals.EmptyFile()
    controls = sum(not (char.isprintable() or char in _USUAL_CONTROLS) and char < "\xa0" for char in text)
    if "\0" in text or controls * 100 > len(text):
        raise refusals.BinaryFile()
    return text


def decode(content: bytes) -> str:
    """Return `content` as characters: by its mark, else UTF-8, else the Western Windows set."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    text = content.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    if not spoilt:
        return text
    rightly_written = sum(char > "\x7f" for char in text) - spoilt
    if rightly_written > 2 * spoilt:
        return text
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
