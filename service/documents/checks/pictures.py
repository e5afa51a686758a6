"""Pictures: whole from first byte to last, nothing after the end, not absurdly large when unpacked."""

from __future__ import annotations

import struct
import zlib

from service.documents.checks import refusals
from service.documents.checks.kinds import PNG_START

MEGAPIXELS = 100
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset((0x01, *range(0xD0, 0xD9)))


def check_png(content: bytes) -> None:
    """Refuse a PNG file that is broken, too large when unpacked, or goes on after its end."""
    at, first = len(PNG_START), True
    while True:
        if at + 12 > len(content):
            raise refusals.Broken
        size, kind = struct.unpack_from(">I4s", content, at)
        if at + 12 + size > len(content):
            raise refusals.Broken
        (told,) = struct.unpack_from(">I", content, at + 8 + size)
        if zlib.crc32(content[at + 4 : at + 8 + size]) != told or (first and (kind != b"IHDR" or size != 13)):
            raise refusals.Broken
        if first:
            _check_size(*struct.unpack_from(">II", content, at + 8))
        at, first = at + 12 + size, False
        if kind == b"IEND":
            break
    if at != len(content):
        raise refusals.TwoKinds


def check_jpeg(content: bytes) -> None:
    """Refuse a JPEG file that is broken, too large when unpacked, or does not end as a picture does."""
    at, sized = 2, False
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise refusals.Broken
        mark = content[at + 1]
        if mark == 0xFF or mark in _BARE:
            at += 1 if mark == 0xFF else 2
            continue
        (size,) = struct.unpack_from(">H", content, at + 2)
        if mark in _SIZES:
            if size < 8 or at + 9 > len(content):
                raise refusals.Broken
            height, width = struct.unpack_from(">HH", content, at + 5)
            _check_size(width, height)
            sized = True
        if mark == 0xDA:
            break
        at += 2 + size
    else:
        raise refusals.Broken
    if not sized or b"\xff\xd9" not in content[at:]:
        raise refusals.Broken
    if not content.rstrip(b"\0\r\n").endswith(b"\xff\xd9"):
        raise refusals.TwoKinds


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise refusals.Broken
    if width * height > MEGAPIXELS * 1_000_000:
        raise refusals.HugePicture(megapixels=MEGAPIXELS)
