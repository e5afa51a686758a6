"""The lives of an invoice and of a payout."""

from enum import StrEnum

from service.kernel.life import Life
from service.obligations.states import State as Owed
from service.parties.model import Function


class State(StrEnum):
    """Where an invoice stands; `due` from thirty days before its day, `credited` when a credit note took all of it back."""

    EXPECTED = "expected"
    DUE = "due"
    MISSING = "missing"
    RECEIVED = "received"
    APPROVED = "approved"
    DISPUTED = "disputed"
    PAID = "paid"
    CREDITED = "credited"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


class Step(StrEnum):
    """What moves an invoice; `open` and `miss` are the clock's, `drop`, `plan` and `rearm` come of changed terms."""

    OPEN = "open"
    MISS = "miss"
    RECEIVE = "receive"
    APPROVE = "approve"
    PAY = "pay"
    DISPUTE = "dispute"
    RESOLVE = "resolve"
    CREDIT = "credit"
    CANCEL = "cancel"
    DROP = "drop"
    PLAN = "plan"
    REARM = "rearm"


class PayoutState(StrEnum):
    """Where a payout stands; `claimed` when the payer says that it is paid and the association has not confirmed it."""

    EXPECTED = "expected"
    DUE = "due"
    MISSING = "missing"
    CLAIMED = "claimed"
    PAID = "paid"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


class PayoutStep(StrEnum):
    """What moves a payout; `open` and `miss` are the clock's, `drop`, `plan` and `rearm` come of changed terms."""

    OPEN = "open"
    MISS = "miss"
    CLAIM = "claim"
    CONFIRM = "confirm"
    DENY = "deny"
    CANCEL = "cancel"
    DROP = "drop"
    PLAN = "plan"
    REARM = "rearm"


_E, _M, _O, _C = Function.ECONOMIST, Function.MANAGER, Function.OPERATIONS, Function.COORDINATOR
PAYING = (_E, _M)
HANDING_IN = (_E, _M, _O, _C)

INVOICE = Life("invoice", {
    (State.EXPECTED, Step.OPEN): State.DUE,
    (State.EXPECTED, Step.RECEIVE): State.RECEIVED,
    (State.EXPECTED, Step.CANCEL): State.CANCELLED,
    (State.EXPECTED, Step.DROP): State.DROPPED,
    (State.DUE, Step.MISS): State.MISSING,
    (State.DUE, Step.RECEIVE): State.RECEIVED,
    (State.DUE, Step.CANCEL): State.CANCELLED,
    (State.DUE, Step.DROP): State.DROPPED,
    (State.DUE, Step.REARM): State.EXPECTED,
    (State.MISSING, Step.RECEIVE): State.RECEIVED,
    (State.MISSING, Step.CANCEL): State.CANCELLED,
    (State.MISSING, Step.DROP): State.DROPPED,
    (State.MISSING, Step.REARM): State.EXPECTED,
    (State.RECEIVED, Step.APPROVE): State.APPROVED,
    (State.RECEIVED, Step.DISPUTE): State.DISPUTED,
    (State.RECEIVED, Step.CREDIT): State.CREDITED,
    (State.APPROVED, Step.PAY): State.PAID,
    (State.APPROVED, Step.DISPUTE): State.DISPUTED,
    (State.APPROVED, Step.CREDIT): State.CREDITED,
    (State.DISPUTED, Step.RESOLVE): State.RECEIVED,
    (State.DISPUTED, Step.CREDIT): State.CREDITED,
    (State.DROPPED, Step.PLAN): State.EXPECTED,
}, may={
    Step.RECEIVE: HANDING_IN, Step.APPROVE: PAYING, Step.PAY: PAYING, Step.DISPUTE: (_E, _M, _C), Step.RESOLVE: (_E, _M, _C),
    Step.CREDIT: HANDING_IN, Step.CANCEL: PAYING,
})

PAYOUT = Life("payout", {
    (PayoutState.EXPECTED, PayoutStep.OPEN): PayoutState.DUE,
    (PayoutState.EXPECTED, PayoutStep.CLAIM): PayoutState.CLAIMED,
    (PayoutState.EXPECTED, PayoutStep.CANCEL): PayoutState.CANCELLED,
    (PayoutState.EXPECTED, PayoutStep.DROP): PayoutState.DROPPED,
    (PayoutState.DUE, PayoutStep.MISS): PayoutState.MISSING,
    (PayoutState.DUE, PayoutStep.CLAIM): PayoutState.CLAIMED,
    (PayoutState.DUE, PayoutStep.CANCEL): PayoutState.CANCELLED,
    (PayoutState.DUE, PayoutStep.DROP): PayoutState.DROPPED,
    (PayoutState.DUE, PayoutStep.REARM): PayoutState.EXPECTED,
    (PayoutState.MISSING, PayoutStep.CLAIM): PayoutState.CLAIMED,
    (PayoutState.MISSING, PayoutStep.CANCEL): PayoutState.CANCELLED,
    (PayoutState.MISSING, PayoutStep.DROP): PayoutState.DROPPED,
    (PayoutState.MISSING, PayoutStep.REARM): PayoutState.EXPECTED,
    (PayoutState.CLAIMED, PayoutStep.CONFIRM): PayoutState.PAID,
    (PayoutState.CLAIMED, PayoutStep.DENY): PayoutState.EXPECTED,
    (PayoutState.DROPPED, PayoutStep.PLAN): PayoutState.EXPECTED,
}, may={
    PayoutStep.CLAIM: PAYING, PayoutStep.CONFIRM: (_E, _M, _O), PayoutStep.DENY: (_E, _M, _O), PayoutStep.CANCEL: PAYING,
})

# Not handed in or paid out yet, so that changed terms may move or drop it.
UNTOUCHED = ("expected", "due", "missing")
# Handed in or paid out, and something is left for somebody to do before it is over.
UNSETTLED = ("received", "approved", "disputed", "claimed")
# What binds money of the frame: approved or paid.
BINDING = ("approved", "paid", "claimed")


def owed_as(state: str, *, late: bool) -> Owed:
    """Return the state of the obligation that an invoice or payout in `state` fulfils; `late` if it came after its day."""
    return {
        "expected": Owed.PLANNED, "due": Owed.OPEN, "missing": Owed.MISSED, "credited": Owed.MISSED if late else Owed.OPEN,
        "cancelled": Owed.CANCELLED, "dropped": Owed.DROPPED,
    }.get(state, Owed.MET_LATE if late else Owed.MET)
