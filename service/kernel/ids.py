"""Names that last: random identifiers, and identifiers derived from what they name."""

from __future__ import annotations

import hashlib
import secrets
from zlib import crc32


def new_uid() -> str:
    """Return 32 random hex digits."""
    return secrets.token_hex(16)


def new_nonce() -> str:
    """Return a random value that a signed link is bound to."""
    return secrets.token_urlsafe(12)


def message_id(uid: str, key: str) -> str:
    """Return the Message-ID of the notice `key` of the agreement `uid`; the same for every attempt."""
    return f"<{hashlib.sha256(f'{uid}/{key}'.encode()).hexdigest()[:40]}@overens.notice>"


def text_digest(text: str) -> str:
    """Return the hex SHA-256 of `text` in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def seen_as(*parts: str) -> int:
    """Return a number that is another once any of these parts stands otherwise."""
    return crc32("\n".join(parts).encode())
