"""The life of a decision on renewal, and what its obligation becomes."""

from enum import StrEnum

from service.kernel.life import Life
from service.obligations.states import State as Owed
from service.parties.model import Function


class State(StrEnum):
    """Where the decision stands; `void` when its period ended before any was taken."""

    NOT_DUE = "not_due"
    OPEN = "open"
    OVERDUE = "overdue"
    DECIDED = "decided"
    VOID = "void"


class Step(StrEnum):
    """What moves a decision; `open`, `pass_day` and `end` are the clock's, `rearm` comes of changed terms."""

    OPEN = "open"
    DECIDE = "decide"
    PASS_DAY = "pass_day"
    END = "end"
    REARM = "rearm"


class Answer(StrEnum):
    """What a party can say."""

    EXTEND = "extend"
    RENEGOTIATE = "renegotiate"
    END = "end"


DECISION = Life("decision", {
    (State.NOT_DUE, Step.OPEN): State.OPEN,
    (State.NOT_DUE, Step.DECIDE): State.DECIDED,
    (State.NOT_DUE, Step.PASS_DAY): State.OVERDUE,
    (State.NOT_DUE, Step.END): State.VOID,
    (State.OPEN, Step.DECIDE): State.DECIDED,
    (State.OPEN, Step.PASS_DAY): State.OVERDUE,
    (State.OPEN, Step.END): State.VOID,
    (State.OPEN, Step.REARM): State.NOT_DUE,
    (State.OVERDUE, Step.REARM): State.NOT_DUE,
    (State.OVERDUE, Step.DECIDE): State.DECIDED,
    (State.OVERDUE, Step.END): State.VOID,
    (State.VOID, Step.REARM): State.NOT_DUE,
}, may={Step.DECIDE: (Function.MANAGER, Function.SIGNATORY)})

OBLIGATION_STATE = {
    State.NOT_DUE: Owed.PLANNED,
    State.OPEN: Owed.OPEN,
    State.OVERDUE: Owed.MISSED,
    State.DECIDED: Owed.MET,
    State.VOID: Owed.MISSED,
}
