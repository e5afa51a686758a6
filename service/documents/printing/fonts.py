"""Which characters the fonts that come with the papers can show, read from the fonts themselves."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "typst" / "fonts"
_UNICODE = ((0, 3), (0, 4), (3, 1), (3, 10))


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Return the code points that some font of the papers has a glyph for."""
    found: set[int] = set()
    for path in sorted(FOLDER.glob("*.ttf")):
        found |= _of(path.read_bytes())
    return frozenset(found)


def _of(font: bytes) -> set[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    start = next(
        struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * tables, 16) if font[at : at + 4] == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if (platform, encoding) in _UNICODE:
            found |= _subtable(font, start + offset)
    return found


def _subtable(font: bytes, at: int) -> set[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 12:
        return _groups(font, at)
    return _segments(font, at) if kind == 4 else set()


def _groups(font: bytes, at: int) -> set[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    found: set[int] = set()
    for number in range(count):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found


def _segments(font: bytes, at: int) -> set[int]:
    size = struct.unpack_from(">H", font, at + 6)[0] // 2
    shape = f">{size}H"
    ends = struct.unpack_from(shape, font, at + 14)
    starts = struct.unpack_from(shape, font, at + 16 + 2 * size)
    deltas = struct.unpack_from(shape, font, at + 16 + 4 * size)
    place = at + 16 + 6 * size
    offsets = struct.unpack_from(shape, font, place)
    found: set[int] = set()
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if offset:
                (glyph,) = struct.unpack_from(">H", font, place + 2 * number + offset + 2 * (code - first))
            else:
                glyph = (code + delta) & 0xFFFF
            if glyph:
                found.add(code)
    return found
