"""A code in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A code in words; `tone` chooses colour and sign."""

    sv: str
    en: str
    tone: str = "plan"
