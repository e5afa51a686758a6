"""The life of a breach."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a breach stands; `closed_by_end` when the agreement ended first."""

    NOTIFIED = "notified"
    RECTIFYING = "rectifying"
    DISPUTED = "disputed"
    RECTIFIED = "rectified"
    RESCINDED = "rescinded"
    WITHDRAWN = "withdrawn"
    CLOSED_BY_END = "closed_by_end"


class Step(StrEnum):
    """What moves a breach.

    `rectify` and `dispute` are the answers of the party that is said to fail, `accept` says that it has put things right;
    `end` follows from the agreement's end.
    """

    RECTIFY = "rectify"
    DISPUTE = "dispute"
    ACCEPT = "accept"
    RESCIND = "rescind"
    WITHDRAW = "withdraw"
    END = "end"


OPEN = (State.NOTIFIED, State.RECTIFYING, State.DISPUTED)
NOTIFYING = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY)
ANSWERING = (*NOTIFYING, Function.OPERATIONS)
REPRESENTING = (Function.SIGNATORY,)

BREACH = Life("breach", {
    (State.NOTIFIED, Step.RECTIFY): State.RECTIFYING,
    (State.NOTIFIED, Step.DISPUTE): State.DISPUTED,
    (State.NOTIFIED, Step.ACCEPT): State.RECTIFIED,
    (State.NOTIFIED, Step.RESCIND): State.RESCINDED,
    (State.NOTIFIED, Step.WITHDRAW): State.WITHDRAWN,
    (State.NOTIFIED, Step.END): State.CLOSED_BY_END,
    (State.RECTIFYING, Step.RECTIFY): State.RECTIFYING,
    (State.RECTIFYING, Step.DISPUTE): State.DISPUTED,
    (State.RECTIFYING, Step.ACCEPT): State.RECTIFIED,
    (State.RECTIFYING, Step.RESCIND): State.RESCINDED,
    (State.RECTIFYING, Step.WITHDRAW): State.WITHDRAWN,
    (State.RECTIFYING, Step.END): State.CLOSED_BY_END,
    (State.DISPUTED, Step.RECTIFY): State.RECTIFYING,
    (State.DISPUTED, Step.ACCEPT): State.RECTIFIED,
    (State.DISPUTED, Step.RESCIND): State.RESCINDED,
    (State.DISPUTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.DISPUTED, Step.END): State.CLOSED_BY_END,
}, may={Step.RECTIFY: ANSWERING, Step.DISPUTE: ANSWERING, Step.ACCEPT: NOTIFYING, Step.RESCIND: REPRESENTING,
        Step.WITHDRAW: NOTIFYING})
