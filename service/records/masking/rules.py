"""Which places of a file are withheld, and what may still be read; pure decisions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from service.kernel.errors import Refusal
from service.kernel.text.personal import holds_personal_number
from service.records.masking.model import BANDS, Box, Line, Looked, Mask, Sheet

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
# A word of which so much is covered is withheld as a whole.
TOUCHED = 0.1
# Hyphens and dashes, and marks that do not show.
LEFT_OUT = ("Pd", "Cf")
# What a letter may reach outside the place it is said to have.
MARGIN = 0.0025


class NotFound(Refusal):
    """“{phrase}” does not stand in the file; write it as it stands there, or choose the place on its page."""

    sv = "”{phrase}” står inte i filen; skriv det som det står där, eller välj platsen på sidan."
    status = 422


class NothingMasked(Refusal):
    """Nothing is chosen to be masked; choose it, or give out the whole document."""

    sv = "Inget är valt att maskas; välj vad, eller lämna ut hela dokumentet."
    status = 422


def personal_lines(looked: Looked) -> frozenset[tuple[int, int]]:
    """Return the lines (page, line) that hold a personal number, also one that goes on in the next line."""
    found: set[tuple[int, int]] = set()
    for page, sheet in enumerate(looked.sheets, 1):
        for at, line in enumerate(sheet.lines):
            if holds_personal_number(line.text) or holds_personal_number(line.text.replace(" ", "")):
                found.add((page, at))
            elif at + 1 < len(sheet.lines):
                following = sheet.lines[at + 1]
                broken = holds_personal_number(line.text + following.text)
                if broken and not holds_personal_number(following.text):
                    found |= {(page, at), (page, at + 1)}
    return frozenset(found)


def places(looked: Looked, mask: Mask) -> list[list[Box]]:
    """Return the places withheld on each page; raise NotFound for a phrase that stands nowhere."""
    made: list[list[Box]] = [[] for _ in looked.sheets]
    missing = dict.fromkeys(mask.phrases, True)
    for page, (sheet, boxes) in enumerate(zip(looked.sheets, made, strict=True), 1):
        if page in mask.pages:
            boxes.append(WHOLE)
        boxes += [Box(0.0, band / BANDS, 1.0, (band + 1) / BANDS) for number, band in sorted(mask.bands) if number == page]
        for number, at in sorted(mask.lines):
            if number == page and at < len(sheet.lines):
                boxes += [_wide(word.box) for word in sheet.lines[at].words]
        for phrase in mask.phrases:
            found = list(_standing(sheet, phrase))
            boxes += [_wide(box) for box in found]
            missing[phrase] = missing[phrase] and not found
    for phrase, nowhere in missing.items():
        if nowhere:
            raise NotFound(phrase=phrase, field="phrases")
    return made


def readable(looked: Looked, page: int, withheld: list[Box]) -> list[tuple[Line, bool]]:
    """Return the lines of a page as they may still be read, and whether something of each is withheld.

    What is not to be seen on the page is not to be read either; where layers can be hidden, nothing is told of what they say.
    """
    if looked.layered:
        return []
    told: list[tuple[Line, bool]] = []
    for line in looked.sheets[page - 1].lines:
        shown = [word for word in line.words if word.drawn]
        left = tuple(word for word in shown if all(word.box.shared_with(box) < TOUCHED for box in withheld))
        if shown:
            told.append((Line(left), len(left) < len(shown)))
    return told


def read_as(text: str) -> str:
    """Return a text as it is compared: the same for every way of writing its letters, without spaces and hyphens.

    A file may hold “é” as one mark or two and “fi” as one letter, and breaks a word with a hyphen at the end of a line.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(mark for mark in plain if not mark.isspace() and unicodedata.category(mark) not in LEFT_OUT)


def _wide(box: Box) -> Box:
    return Box(max(0.0, box.left - MARGIN), max(0.0, box.top - MARGIN), min(1.0, box.right + MARGIN), min(1.0, box.bottom + MARGIN))


def _standing(sheet: Sheet, phrase: str) -> Iterator[Box]:
    """Yield the places of every word that a phrase touches, wherever it stands on a page, also from line to line."""
    wanted = read_as(phrase)
    if not wanted:
        return
    words = [word for line in sheet.lines for word in line.words]
    text, owner = "", []
    for at, word in enumerate(words):
        told = read_as(word.text)
        text += told
        owner += [at] * len(told)
    start = text.find(wanted)
    touched: set[int] = set()
    while start >= 0:
        touched |= set(owner[start : start + len(wanted)])
        start = text.find(wanted, start + 1)
    yield from (words[at].box for at in sorted(touched))
