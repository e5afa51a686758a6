"""The life of a shift."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a shift stands; `struck` is what was logged by mistake, kept with the reason and counted nowhere."""

    PLANNED = "planned"
    DONE = "done"
    NOT_HELD = "not_held"
    STRUCK = "struck"


class Step(StrEnum):
    """What moves a shift; `edit` is for a time only, afterwards there is `correct`, with a reason.

    `end` follows from the agreement's end.
    """

    LOG = "log"
    CALL_OFF = "call_off"
    EDIT = "edit"
    CORRECT = "correct"
    STRIKE = "strike"
    END = "end"


LOGGING = (Function.COORDINATOR, Function.MANAGER, Function.OPERATIONS)

SHIFT = Life("shift", {
    (State.PLANNED, Step.LOG): State.DONE,
    (State.PLANNED, Step.CALL_OFF): State.NOT_HELD,
    (State.PLANNED, Step.EDIT): State.PLANNED,
    (State.PLANNED, Step.END): State.NOT_HELD,
    (State.PLANNED, Step.STRIKE): State.STRUCK,
    (State.DONE, Step.EDIT): State.DONE,
    (State.DONE, Step.CORRECT): State.DONE,
    (State.DONE, Step.STRIKE): State.STRUCK,
    (State.NOT_HELD, Step.LOG): State.DONE,
    (State.NOT_HELD, Step.STRIKE): State.STRUCK,
}, may=dict.fromkeys((Step.LOG, Step.CALL_OFF, Step.EDIT, Step.CORRECT, Step.STRIKE), LOGGING))
