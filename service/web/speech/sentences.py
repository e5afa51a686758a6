"""Refusals as people read them: the codes that a sentence names put into words; pure."""

from __future__ import annotations

from collections.abc import Mapping

from service.kernel.errors import Refusal
from service.web.speech.word import Word
from service.web.speech.words import AGREEMENT, MEETING, STAND

# What a fact of a refusal is a code of.
CODES: Mapping[str, Mapping[str, Word]] = {"state": {**MEETING, **AGREEMENT}, "outcome": STAND}


def sentence_of(refusal: Refusal, language: str) -> str:
    """Return the sentence of a refusal with its codes in words."""
    said = {name: (words[str(code)].sv if language == "sv" else words[str(code)].en).lower()
            for name, words in CODES.items() if str(code := refusal.facts.get(name)) in words}
    return refusal.sentence(language, **said)
