"""The life of a dispute."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a dispute stands; `escalated` is before whoever the terms name, when talking did not help."""

    OPENED = "opened"
    IN_DIALOGUE = "in_dialogue"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What moves a dispute; `talk` is the first note of the dialogue, `resolve` follows when all parties stand behind the words."""

    TALK = "talk"
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"


OPEN = (State.OPENED, State.IN_DIALOGUE, State.ESCALATED)
_C, _M, _S = Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY
LEADING = (_C, _M, _S)
WORKING = (_C, _M, _S, Function.ECONOMIST, Function.OPERATIONS, Function.REGISTRAR)

DISPUTE = Life("dispute", {
    (State.OPENED, Step.TALK): State.IN_DIALOGUE,
    (State.OPENED, Step.WITHDRAW): State.WITHDRAWN,
    (State.IN_DIALOGUE, Step.ESCALATE): State.ESCALATED,
    (State.IN_DIALOGUE, Step.RESOLVE): State.RESOLVED,
    (State.IN_DIALOGUE, Step.WITHDRAW): State.WITHDRAWN,
    (State.ESCALATED, Step.RESOLVE): State.RESOLVED,
    (State.ESCALATED, Step.WITHDRAW): State.WITHDRAWN,
}, may={Step.TALK: WORKING, Step.ESCALATE: (_M, _S), Step.RESOLVE: (_M, _S), Step.WITHDRAW: LEADING})
