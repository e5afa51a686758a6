"""The wire form of headers and bodies: short lines, ASCII only, nothing that could begin a new header."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache

from service.notices.writing.addresses import wire_address

LINE = 76
WORD = len("=?utf-8?b??=")
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]+")
ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


def one_line(value: str) -> str:
    """Return a value that fits in a header: line breaks and controls become spaces."""
    return " ".join(UNSAFE.sub(" ", value).split())


def header(name: str, value: str) -> bytes:
    """Return a whole header with text as its value, encoded (RFC 2047) and folded where needed."""
    clean = one_line(value)
    if clean.isascii() and "=?" not in clean and len(name) + 2 + len(clean) <= LINE:
        return f"{name}: {clean}\r\n".encode()
    return f"{name}: ".encode() + _words(clean, len(name) + 2).encode() + b"\r\n"


def address_header(name: str, person: str, email: str) -> bytes:
    """Return a whole header with one named address as its value."""
    return f"{name}: ".encode() + mailbox(person, email, len(name) + 2) + b"\r\n"


@lru_cache(maxsize=8192)
def mailbox(person: str, email: str, used: int = 0) -> bytes:
    """Return `Name <address>`; `used` is how much of the first line is taken."""
    address, clean = wire_address(email)[0], one_line(person)[:200]
    if not clean:
        return address.encode()
    if clean.isascii() and "=?" not in clean and len(clean) < LINE - used - 4:
        shown = clean if ATOMS.fullmatch(clean) else '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        shown = _words(clean, used)
    space = "\r\n " if len(shown.rpartition("\n")[2]) + len(address) + 3 + used > LINE else " "
    return f"{shown}{space}<{address}>".encode()


def _words(value: str, used: int) -> str:
    """Return text as encoded words (RFC 2047) of whole characters, one on each line."""
    raw = value.encode()
    words: list[str] = []
    room = (LINE - used - WORD) // 4 * 3
    while raw:
        cut = min(max(room, 4), len(raw))
        while cut < len(raw) and raw[cut] & 0xC0 == 0x80:
            cut -= 1
        words.append(f"=?utf-8?b?{base64.b64encode(raw[:cut]).decode()}?=")
        raw, room = raw[cut:], (LINE - 1 - WORD) // 4 * 3
    return "\r\n ".join(words)


def quoted(text: str) -> bytes:
    """Return a piece of text as quoted-printable; pieces may follow each other (see `joint`)."""
    raw = binascii.b2a_qp(text.replace("\n", "\r\n").encode())
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def joint(piece: bytes) -> bytes:
    """Return an encoded piece with a soft break at its end, so that another can be put after it."""
    last = piece.rpartition(b"\n")[2]
    if len(last) < LINE:
        return piece + b"=\r\n"
    cut = len(piece) - 8
    while b"=" in piece[cut - 2 : cut]:
        cut -= 1
    return piece[:cut] + b"=\r\n" + piece[cut:] + b"=\r\n"


def base64_lines(text: str) -> bytes:
    """Return a text in base64, lines as they are."""
    return base64.encodebytes(text.encode()).replace(b"\n", b"\r\n")
