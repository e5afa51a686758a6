"""What the readers of clauses have found: evidence, and questions that a person must settle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from service.intake.words.text import Sentence


@dataclass(slots=True)
class Findings:
    """What readers have found: evidence by path, and questions that a person must settle."""

    text: str
    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)
    questions: list[dict[str, str]] = field(default_factory=list)

    def rests(self, sentence: Sentence, *paths: str) -> None:
        """Note that the values at `paths` rest on the whole of `sentence`."""
        self.rests_on(sentence, 0, len(sentence.flat.text), *paths)

    def rests_on(self, sentence: Sentence, start: int, end: int, *paths: str) -> None:
        """Note that the values at `paths` rest on a part of `sentence`, in its own characters."""
        first, last = sentence.flat.span(start, end)
        self.span(first, last, *paths)

    def span(self, first: int, last: int, *paths: str) -> None:
        """Note that the values at `paths` rest on a stretch of the document's text."""
        for path in paths:
            self.evidence[path] = {"from": first, "to": last, "text": self.text[first:last]}

    def asked(self, about: str) -> bool:
        """Say whether something is asked about a path already."""
        return any(one["about"] == about for one in self.questions)

    def ask(self, about: str, question: str) -> None:
        """Note a question; the same matter is asked about once."""
        if not self.asked(about):
            self.questions.append({"about": about, "question": question})
