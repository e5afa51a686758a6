"""Files are looked at and drawn in a process of its own, which may fail without harm and can do none."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from service.documents.checks.kinds import Media
from service.kernel.apart.parent import Late, ask
from service.records.masking.model import Box, Drawn, Line, Looked, Mask, Sheet, Word
from service.records.masking.refusals import NeedsPdf, NotDrawn, TooManyPages
from service.records.masking.rules import places, readable

MEMORY_BYTES = 1 << 30
SECONDS = 60.0
MOST_PAGES = 120
_START = """
import sys
sys.path.insert(0, sys.argv[1])
from service.records.masking import child
child.answer(*sys.argv[2].split())
"""
_REPLY_BYTES = 400_000_000
_MASKED = {"sv": "[maskat]", "en": "[masked]"}


def look(content: bytes, media: Media) -> Looked:
    """Return what a file shows; refuse what no copy can be made of."""
    told, _ = _ask({"act": "look"}, content, media)
    sheets = tuple(Sheet(one["size"][0], one["size"][1], tuple(
        Line(tuple(Word(text, Box(*box), seen) for text, *box, seen in line)) for line in one["lines"])) for one in told["sheets"])
    return Looked(sheets, told["layered"], told["signed"])


def draw(content: bytes, media: Media, looked: Looked, mask: Mask, *, page: int | None = None, language: str = "sv") -> list[Drawn]:
    """Return the pages of a file drawn anew without what is withheld; only one, if a page is given."""
    withheld = places(looked, mask)
    only = None if page is None else page - 1
    told, rest = _ask({"act": "draw", "only": only, "places": [[list(asdict(box).values()) for box in boxes] for boxes in withheld]},
                      content, media)
    made, at = [], 0
    for number, (width, height, size) in enumerate(told["pages"], 1 if page is None else page):
        text = tuple(_told(line, part, _MASKED[language]) for line, part in readable(looked, number, withheld[number - 1]))
        made.append(Drawn(width, height, rest[at : at + size], tuple(one for one in text if one is not None)))
        at += size
    return made


def _told(line: Line, part: bool, masked: str) -> tuple[str, Box] | None:
    if not line.words:
        return masked, Box(0.05, 0.0, 0.1, 0.01)
    boxes = [word.box for word in line.words]
    box = Box(min(one.left for one in boxes), min(one.top for one in boxes), max(one.right for one in boxes),
              max(one.bottom for one in boxes))
    return f"{line.text} {masked}" if part else line.text, box


def _ask(asked: dict[str, Any], content: bytes, media: Media) -> tuple[Any, bytes]:
    if media is Media.WORD:
        raise NeedsPdf
    head = json.dumps({**asked, "picture": media is not Media.PDF}).encode() + b"\n"
    try:
        reply, _ = ask(_START, f"{MEMORY_BYTES} {SECONDS}", head + content, seconds=SECONDS, reply_bytes=_REPLY_BYTES)
    except Late:
        raise NotDrawn from None
    first, _, rest = reply.partition(b"\n")
    try:
        told = json.loads(first)
    except ValueError:
        raise NotDrawn from None
    if "too_long" in told:
        raise TooManyPages(pages=told["too_long"], most=MOST_PAGES)
    if "fault" in told:
        raise NotDrawn
    return told, rest
