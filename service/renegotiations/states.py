"""The life of a renegotiation."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a renegotiation stands; `closed_by_end` when the agreement ended first."""

    ASKED = "asked"
    IN_DIALOGUE = "in_dialogue"
    AGREED = "agreed"
    CLOSED_WITHOUT = "closed_without"
    WITHDRAWN = "withdrawn"
    CLOSED_BY_END = "closed_by_end"


class Step(StrEnum):
    """What moves a renegotiation; `answer` is taken by the last of those asked, `end` follows from the agreement's end."""

    ANSWER = "answer"
    AGREE = "agree"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    END = "end"


OPEN = (State.ASKED, State.IN_DIALOGUE)
LEADING = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY)

RENEGOTIATION = Life("renegotiation", {
    (State.ASKED, Step.ANSWER): State.IN_DIALOGUE,
    (State.ASKED, Step.WITHDRAW): State.WITHDRAWN,
    (State.ASKED, Step.END): State.CLOSED_BY_END,
    (State.IN_DIALOGUE, Step.AGREE): State.AGREED,
    (State.IN_DIALOGUE, Step.CLOSE): State.CLOSED_WITHOUT,
    (State.IN_DIALOGUE, Step.WITHDRAW): State.WITHDRAWN,
    (State.IN_DIALOGUE, Step.END): State.CLOSED_BY_END,
}, may={Step.ANSWER: LEADING, Step.AGREE: LEADING, Step.CLOSE: LEADING, Step.WITHDRAW: LEADING})
