"""What codes are called on the command line: states of lives, stands, who acted; and refusals that name them."""

from __future__ import annotations

from service.cli.words import language, say
from service.kernel.errors import NotAStep, Refusal
from service.notices.writing.languages import SPEECH
from service.web.speech.sentences import sentence_of
from service.web.speech.words import WORDS


def called(kind: str, code: str) -> str:
    """Return what a code is called, such as the state of a life; a code that is not known is shown as it is."""
    found = WORDS[kind].get(code)
    return code if found is None else say(found.sv, found.en)


def acted(name: str) -> str:
    """Return who acted, as history names them, in words."""
    return SPEECH[language()].actor(name)


def told(refusal: Refusal) -> str:
    """Return the sentence of a refusal in the language of the command line."""
    if isinstance(refusal, NotAStep):
        state = called(str(refusal.facts["life"]), str(refusal.facts["state"])).lower()
        return say(f"Det går inte, för läget är nu: {state}.", f"That cannot be done, for it now stands at: {state}.")
    return sentence_of(refusal, language())
