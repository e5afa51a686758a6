"""The life of one party's signature on one text."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where a signature stands; `void` when the text was withdrawn or another party declined."""

    ASKED = "asked"
    SIGNED = "signed"
    DECLINED = "declined"
    VOID = "void"


class Step(StrEnum):
    """What moves a signature."""

    SIGN = "sign"
    DECLINE = "decline"
    VOID = "void"


SIGNATURE = Life("signature", {
    (State.ASKED, Step.SIGN): State.SIGNED,
    (State.ASKED, Step.DECLINE): State.DECLINED,
    (State.ASKED, Step.VOID): State.VOID,
    (State.SIGNED, Step.VOID): State.VOID,
}, may={Step.SIGN: (Function.SIGNATORY,), Step.DECLINE: (Function.SIGNATORY,)})
