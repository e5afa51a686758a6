"""The life of a report."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a report stands; `dropped` because the terms no longer ask for it."""

    DUE = "due"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WAIVED = "waived"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


class Step(StrEnum):
    """What moves a report; `drop` and `plan` come of changed terms."""

    DELIVER = "deliver"
    ACCEPT = "accept"
    RETURN = "return"
    WAIVE = "waive"
    CANCEL = "cancel"
    DROP = "drop"
    PLAN = "plan"


AWAITED = (State.DUE, State.RETURNED)
DELIVERING = (Function.COORDINATOR, Function.OPERATIONS, Function.ECONOMIST, Function.MANAGER)
RECEIVING = (Function.COORDINATOR, Function.MANAGER)

# What is delivered can be delivered anew, as a further version, until the other party has said what it thinks of it.
REPORT = Life("report", {
    (State.DUE, Step.DELIVER): State.DELIVERED,
    (State.DUE, Step.WAIVE): State.WAIVED,
    (State.DUE, Step.CANCEL): State.CANCELLED,
    (State.DUE, Step.DROP): State.DROPPED,
    (State.DELIVERED, Step.DELIVER): State.DELIVERED,
    (State.DELIVERED, Step.ACCEPT): State.ACCEPTED,
    (State.DELIVERED, Step.RETURN): State.RETURNED,
    (State.RETURNED, Step.DELIVER): State.DELIVERED,
    (State.RETURNED, Step.WAIVE): State.WAIVED,
    (State.RETURNED, Step.CANCEL): State.CANCELLED,
    (State.RETURNED, Step.DROP): State.DROPPED,
    (State.DROPPED, Step.PLAN): State.DUE,
}, may={
    Step.DELIVER: DELIVERING, Step.ACCEPT: RECEIVING, Step.RETURN: RECEIVING, Step.WAIVE: RECEIVING, Step.CANCEL: RECEIVING,
})
