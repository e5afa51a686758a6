"""The life of a notice of termination."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a notice stands; it runs from the day it was received."""

    GIVEN = "given"
    RUNNING = "running"
    TAKEN_EFFECT = "taken_effect"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


class Step(StrEnum):
    """What moves a notice; `take_effect` is the clock's, `overtake` comes of another end."""

    RECEIVE = "receive"
    WITHDRAW = "withdraw"
    TAKE_EFFECT = "take_effect"
    OVERTAKE = "overtake"


OPEN = (State.GIVEN, State.RUNNING)
LEADING = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY)

TERMINATION = Life("termination", {
    (State.GIVEN, Step.RECEIVE): State.RUNNING,
    (State.GIVEN, Step.WITHDRAW): State.WITHDRAWN,
    (State.GIVEN, Step.OVERTAKE): State.OVERTAKEN,
    (State.RUNNING, Step.WITHDRAW): State.WITHDRAWN,
    (State.RUNNING, Step.TAKE_EFFECT): State.TAKEN_EFFECT,
    (State.RUNNING, Step.OVERTAKE): State.OVERTAKEN,
}, may={
    Step.RECEIVE: (*LEADING, Function.REGISTRAR),
    Step.WITHDRAW: (Function.MANAGER, Function.SIGNATORY),
})
