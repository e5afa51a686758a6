"""The life of a deviation."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a deviation stands; `closed_by_end` when the agreement ended first."""

    REPORTED = "reported"
    IN_DIALOGUE = "in_dialogue"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CLOSED_BY_END = "closed_by_end"


class Step(StrEnum):
    """What moves a deviation; `approve` is taken by the last party that approves, `end` follows from the agreement's end."""

    TALK = "talk"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    END = "end"


OPEN = (State.REPORTED, State.IN_DIALOGUE)
DECIDING = (Function.MANAGER, Function.SIGNATORY)
REPORTING = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST, Function.OPERATIONS)
TALKING = (*REPORTING, Function.REGISTRAR)

DEVIATION = Life("deviation", {
    (State.REPORTED, Step.TALK): State.IN_DIALOGUE,
    (State.REPORTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.REPORTED, Step.END): State.CLOSED_BY_END,
    (State.IN_DIALOGUE, Step.APPROVE): State.APPROVED,
    (State.IN_DIALOGUE, Step.REJECT): State.REJECTED,
    (State.IN_DIALOGUE, Step.WITHDRAW): State.WITHDRAWN,
    (State.IN_DIALOGUE, Step.END): State.CLOSED_BY_END,
}, may={Step.TALK: TALKING, Step.APPROVE: DECIDING, Step.REJECT: DECIDING, Step.WITHDRAW: REPORTING})
