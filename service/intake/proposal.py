"""The form of proposed terms, as `overens intake --json` gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.intake.text import Sentence


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

    def ask(self, about: str, question: str) -> None:
        """Note a question; the same matter is asked about once."""
        if all(one["about"] != about for one in self.questions):
            self.questions.append({"about": about, "question": question})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Proposed terms: the values by the names of the form, their evidence, and open questions."""

    values: Mapping[str, Any]
    findings: Findings

    def as_json(self) -> dict[str, Any]:
        """Return the form as one object of JSON values."""
        return {**self.values, "evidence": self.findings.evidence, "open_questions": self.findings.questions}
