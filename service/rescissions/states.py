"""The life of a rescission."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a rescission stands.

    `claimed` is said to have been declared elsewhere, `declared` waits for its day; `lapsed` when the agreement ended otherwise.
    """

    CLAIMED = "claimed"
    DISPUTED = "disputed"
    DECLARED = "declared"
    IN_EFFECT = "in_effect"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Step(StrEnum):
    """What moves a rescission; `take_effect` is the clock's, `lapse` follows from the agreement's end."""

    ACCEPT = "accept"
    DISPUTE = "dispute"
    TAKE_EFFECT = "take_effect"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


OPEN = (State.CLAIMED, State.DISPUTED, State.DECLARED)
REPRESENTING = (Function.SIGNATORY,)

RESCISSION = Life("rescission", {
    (State.CLAIMED, Step.ACCEPT): State.DECLARED,
    (State.CLAIMED, Step.DISPUTE): State.DISPUTED,
    (State.CLAIMED, Step.WITHDRAW): State.WITHDRAWN,
    (State.CLAIMED, Step.LAPSE): State.LAPSED,
    (State.DISPUTED, Step.ACCEPT): State.DECLARED,
    (State.DISPUTED, Step.WITHDRAW): State.WITHDRAWN,
    (State.DISPUTED, Step.LAPSE): State.LAPSED,
    (State.DECLARED, Step.TAKE_EFFECT): State.IN_EFFECT,
    (State.DECLARED, Step.LAPSE): State.LAPSED,
}, may={Step.ACCEPT: REPRESENTING, Step.DISPUTE: REPRESENTING, Step.WITHDRAW: REPRESENTING})
