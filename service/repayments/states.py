"""The life of a claim of repayment."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a claim stands; `agreed` is that it is to be paid, by the parties' word or by what settled the dispute."""

    CLAIMED = "claimed"
    AGREED = "agreed"
    DISPUTED = "disputed"
    PAID = "paid"
    WAIVED = "waived"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What moves a claim; `settle` notes what ended the dispute about it, `pay` is the payment after which nothing is left."""

    AGREE = "agree"
    DISPUTE = "dispute"
    SETTLE = "settle"
    PAY = "pay"
    WAIVE = "waive"
    WITHDRAW = "withdraw"


OPEN = (State.CLAIMED, State.AGREED, State.DISPUTED)
LEADING = (Function.MANAGER, Function.SIGNATORY)

REPAYMENT = Life("repayment", {
    (State.CLAIMED, Step.AGREE): State.AGREED,
    (State.CLAIMED, Step.DISPUTE): State.DISPUTED,
    (State.CLAIMED, Step.PAY): State.PAID,
    (State.CLAIMED, Step.WAIVE): State.WAIVED,
    (State.CLAIMED, Step.WITHDRAW): State.WITHDRAWN,
    (State.DISPUTED, Step.AGREE): State.AGREED,
    (State.DISPUTED, Step.SETTLE): State.AGREED,
    (State.DISPUTED, Step.PAY): State.PAID,
    (State.DISPUTED, Step.WAIVE): State.WAIVED,
    (State.DISPUTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.AGREED, Step.PAY): State.PAID,
    (State.AGREED, Step.WAIVE): State.WAIVED,
}, may={
    Step.AGREE: LEADING, Step.DISPUTE: LEADING, Step.SETTLE: LEADING, Step.PAY: (Function.ECONOMIST, Function.MANAGER),
    Step.WAIVE: LEADING, Step.WITHDRAW: LEADING,
})
