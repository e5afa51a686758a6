"""Refusals: what a person is told when something cannot be done."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Protocol, runtime_checkable

from service.kernel.text.days import written


@runtime_checkable
class Spoken(Protocol):
    """A fact that is written otherwise in each language."""

    def said(self, language: str) -> str:
        """Return it as the language writes it."""


class Refusal(Exception):
    """What you asked for cannot be done.

    A subclass carries its sentence twice: the first line of the docstring in English, `sv` in
    Swedish. Both are `str.format` templates over the keyword arguments given at the raise.
    """

    sv: ClassVar[str] = "Det du bad om går inte att göra."
    status: ClassVar[int] = 409

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence("en"))

    def sentence(self, language: str = "sv", **in_words: str) -> str:
        """Return the sentence for a person, in `language` ("sv" or "en"); `in_words` are the facts that the caller says better."""
        template = self.sv if language == "sv" else (type(self).__doc__ or "").strip().splitlines()[0]
        facts = {name: _said(fact, language) for name, fact in self.facts.items()}
        return template.format(**facts | in_words)


def _said(fact: Any, language: str) -> Any:
    if isinstance(fact, Spoken):
        return fact.said(language)
    return written(fact, language) if isinstance(fact, date) else fact


class BadInput(Refusal):
    """What you gave cannot be read: {why}"""

    sv = "Det du angav går inte att läsa: {why}"
    status = 422


NOTHING = {
    "agreement": "ingen överenskommelse", "amendment": "inget tillägg", "breach": "inget avtalsbrott",
    "contact": "ingen anteckning om kontakt",
    "decision": "inget ställningstagande", "deviation": "ingen avvikelse", "document": "inget dokument", "duty": "inget åtagande",
    "choice": "ingen sådan handling i utlämnandet", "disclosure": "inget utlämnande",
    "function": "ingen funktion", "meeting": "inget möte", "organisation": "ingen organisation", "original": "inget original",
    "party": "ingen part", "person": "ingen person", "post": "inget mejl", "renegotiation": "ingen omförhandling",
    "rescission": "ingen hävning",
    "repayment": "inget krav på återbetalning", "dispute": "ingen tvist",
    "signature": "ingen underskrift", "signing": "ingen text att underteckna med nummer", "termination": "ingen uppsägning",
    "user": "ingen användare",
}


class Unknown(Refusal):
    """There is no {what} {id}."""

    sv = "Det finns {nothing} {id}."
    status = 404

    def __init__(self, *, what: str, **facts: Any) -> None:
        super().__init__(what=what, nothing=NOTHING.get(what, f"ingenting ({what})"), **facts)


class Overtaken(Refusal):
    """Somebody else changed this a moment ago; look again and decide anew."""

    sv = "Någon annan ändrade detta nyss; läs igen och ta ställning på nytt."


class NotAStep(Refusal):
    """The {life} is {state}; it cannot {step} from there."""

    sv = "Läget är {state}; då går det inte att {step} ({life})."


class Wrong(ValueError):
    """What is wrong with one value, told in both languages; raised by the checks of models."""

    def __init__(self, sv: str, en: str) -> None:
        super().__init__(en)
        self.sv, self.en = sv, en

    def sentence(self, language: str = "sv") -> str:
        """Return the sentence for a person, in `language`."""
        return self.sv if language == "sv" else self.en
