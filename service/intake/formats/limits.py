"""How much of anything one file may ask for while it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bound what reading one file may cost; beyond a bound the file is refused."""

    bytes: int = 25_000_000
    pages: int = 200
    seconds: float = 20.0
    memory_bytes: int = 1 << 30
    text_chars: int = 5_000_000


USUAL = Limits()
