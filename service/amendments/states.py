"""The life of an amendment."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where an amendment stands; `signed` by all but not yet in effect, `lapsed` when the agreement ended first."""

    DRAFT = "draft"
    IN_SIGNATURE = "in_signature"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Step(StrEnum):
    """What moves an amendment; `complete` is the last signature, `enter` and `lapse` are the clock's."""

    SEND = "send"
    COMPLETE = "complete"
    ENTER = "enter"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


AMENDMENT = Life("amendment", {
    (State.DRAFT, Step.SEND): State.IN_SIGNATURE,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.DRAFT, Step.LAPSE): State.LAPSED,
    (State.IN_SIGNATURE, Step.COMPLETE): State.SIGNED,
    (State.IN_SIGNATURE, Step.DECLINE): State.DECLINED,
    (State.IN_SIGNATURE, Step.WITHDRAW): State.WITHDRAWN,
    (State.IN_SIGNATURE, Step.LAPSE): State.LAPSED,
    (State.SIGNED, Step.ENTER): State.IN_FORCE,
    (State.SIGNED, Step.LAPSE): State.LAPSED,
}, may={
    Step.SEND: (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY),
    Step.COMPLETE: (Function.SIGNATORY,),
    Step.DECLINE: (Function.SIGNATORY,),
    Step.WITHDRAW: (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY),
})

UNSETTLED = (State.DRAFT, State.IN_SIGNATURE, State.SIGNED)
