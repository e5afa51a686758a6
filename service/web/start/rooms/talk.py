"""One thing that waits for someone, as rooms tell the start page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One thing to answer, talk over or decide; `mine` if the one who looks may do it."""

    agreement_id: int
    what: str
    why: str
    button: str
    link: str
    day: date
    late: bool
    mine: bool
