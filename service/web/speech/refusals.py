"""What a refusal says to a person: the words of the domain, not its codes."""

from __future__ import annotations

from service.kernel.errors import NotAStep, Refusal
from service.web.speech.language import called, language, say
from service.web.speech.sentences import sentence_of


def told(refusal: Refusal) -> str:
    """Return the sentence of a refusal in the language of this request."""
    if isinstance(refusal, NotAStep):
        life, state = str(refusal.facts["life"]), str(refusal.facts["state"])
        return say("Det går inte längre, för läget är nu: {state}. Ladda om sidan och se hur det är.",
                   "That can no longer be done, for it now stands at: {state}. Reload the page and look again.",
                   state=called(life, state).lower())
    return sentence_of(refusal, language())
