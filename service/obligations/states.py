"""The life of an obligation."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where an obligation stands; `cancelled` by someone, `dropped` because the terms no longer ask for it."""

    PLANNED = "planned"
    OPEN = "open"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    WAIVED = "waived"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


class Step(StrEnum):
    """What moves an obligation; `open` and `miss` are the clock's, `drop` and `plan` come of changed terms."""

    OPEN = "open"
    MEET = "meet"
    MISS = "miss"
    WAIVE = "waive"
    CANCEL = "cancel"
    DROP = "drop"
    PLAN = "plan"


OBLIGATION = Life("obligation", {
    (State.PLANNED, Step.OPEN): State.OPEN,
    (State.PLANNED, Step.MEET): State.MET,
    (State.PLANNED, Step.WAIVE): State.WAIVED,
    (State.PLANNED, Step.CANCEL): State.CANCELLED,
    (State.PLANNED, Step.DROP): State.DROPPED,
    (State.OPEN, Step.MEET): State.MET,
    (State.OPEN, Step.MISS): State.MISSED,
    (State.OPEN, Step.WAIVE): State.WAIVED,
    (State.OPEN, Step.CANCEL): State.CANCELLED,
    (State.OPEN, Step.DROP): State.DROPPED,
    (State.MISSED, Step.MEET): State.MET_LATE,
    (State.MISSED, Step.WAIVE): State.WAIVED,
    (State.MISSED, Step.CANCEL): State.CANCELLED,
    (State.MISSED, Step.DROP): State.DROPPED,
    (State.DROPPED, Step.PLAN): State.PLANNED,
}, may={
    Step.MEET: (Function.COORDINATOR, Function.OPERATIONS, Function.ECONOMIST, Function.MANAGER),
    Step.WAIVE: (Function.COORDINATOR, Function.MANAGER),
    Step.CANCEL: (Function.COORDINATOR, Function.MANAGER),
})

SETTLED = frozenset({State.MET, State.MET_LATE, State.WAIVED, State.CANCELLED, State.DROPPED})
