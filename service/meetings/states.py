"""The life of a meeting, and what its obligation becomes."""

from enum import StrEnum

from service.kernel.life import Life
from service.obligations.states import State as Owed
from service.parties.model import Function


class State(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    CALLED = "called"
    HELD = "held"
    MINUTED = "minuted"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What moves a meeting; `call` and `lapse` are the clock's, `plan` comes of changed terms, `not_held` is what someone says."""

    CALL = "call"
    MOVE = "move"
    HOLD = "hold"
    MINUTE = "minute"
    CANCEL = "cancel"
    LAPSE = "lapse"
    NOT_HELD = "not_held"
    PLAN = "plan"


MEETING = Life("meeting", {
    (State.PLANNED, Step.CALL): State.CALLED,
    (State.PLANNED, Step.MOVE): State.PLANNED,
    (State.PLANNED, Step.HOLD): State.HELD,
    (State.PLANNED, Step.CANCEL): State.CANCELLED,
    (State.PLANNED, Step.LAPSE): State.MISSED,
    (State.CALLED, Step.MOVE): State.CALLED,
    (State.CALLED, Step.HOLD): State.HELD,
    (State.CALLED, Step.CANCEL): State.CANCELLED,
    (State.CALLED, Step.NOT_HELD): State.MISSED,
    (State.HELD, Step.MINUTE): State.MINUTED,
    (State.HELD, Step.NOT_HELD): State.MISSED,
    (State.MISSED, Step.HOLD): State.HELD,
    (State.CANCELLED, Step.PLAN): State.PLANNED,
}, may={
    Step.MOVE: (Function.COORDINATOR, Function.MANAGER),
    Step.HOLD: (Function.COORDINATOR, Function.MANAGER),
    Step.MINUTE: (Function.COORDINATOR, Function.MANAGER),
    Step.CANCEL: (Function.COORDINATOR, Function.MANAGER),
    Step.NOT_HELD: (Function.COORDINATOR, Function.MANAGER),
})

OBLIGATION_STATE = {
    State.PLANNED: Owed.PLANNED,
    State.CALLED: Owed.OPEN,
    State.HELD: Owed.MET,
    State.MINUTED: Owed.MET,
    State.MISSED: Owed.MISSED,
    State.CANCELLED: Owed.CANCELLED,
}
