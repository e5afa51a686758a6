"""The life of an agreement."""

from enum import StrEnum

from service.kernel.life import Life
from service.parties.model import Function


class State(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    IN_SIGNATURE = "in_signature"
    SIGNED = "signed"
    ACTIVE = "active"
    EXPIRED = "expired"
    RESCINDED = "rescinded"
    TERMINATED = "terminated"
    CLOSED = "closed"
    DISCARDED = "discarded"


class Step(StrEnum):
    """What moves an agreement.

    `complete` is the last signature; `begin`, `renew`, `plan_on`, `expire` and `terminate` are the clock's.
    """

    SEND = "send"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    DECLINE = "decline"
    DISCARD = "discard"
    BEGIN = "begin"
    RENEW = "renew"
    PLAN_ON = "plan_on"
    EXPIRE = "expire"
    RESCIND = "rescind"
    TERMINATE = "terminate"
    CLOSE = "close"


AGREEMENT = Life("agreement", {
    (State.DRAFT, Step.SEND): State.IN_SIGNATURE,
    (State.DRAFT, Step.DISCARD): State.DISCARDED,
    (State.IN_SIGNATURE, Step.COMPLETE): State.SIGNED,
    (State.IN_SIGNATURE, Step.WITHDRAW): State.DRAFT,
    (State.IN_SIGNATURE, Step.DECLINE): State.DRAFT,
    (State.SIGNED, Step.BEGIN): State.ACTIVE,
    (State.SIGNED, Step.RESCIND): State.RESCINDED,
    (State.SIGNED, Step.TERMINATE): State.TERMINATED,
    (State.ACTIVE, Step.RENEW): State.ACTIVE,
    (State.ACTIVE, Step.PLAN_ON): State.ACTIVE,
    (State.ACTIVE, Step.EXPIRE): State.EXPIRED,
    (State.ACTIVE, Step.RESCIND): State.RESCINDED,
    (State.ACTIVE, Step.TERMINATE): State.TERMINATED,
    (State.EXPIRED, Step.CLOSE): State.CLOSED,
    (State.RESCINDED, Step.CLOSE): State.CLOSED,
    (State.TERMINATED, Step.CLOSE): State.CLOSED,
}, may={
    Step.SEND: (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY),
    Step.COMPLETE: (Function.SIGNATORY,),
    Step.WITHDRAW: (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY),
    Step.DECLINE: (Function.SIGNATORY,),
    Step.DISCARD: (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY),
    Step.RESCIND: (Function.SIGNATORY,),
    Step.CLOSE: (Function.COORDINATOR, Function.MANAGER),
})

OVER = frozenset({State.EXPIRED, State.RESCINDED, State.TERMINATED, State.CLOSED, State.DISCARDED})
BY_CLOCK = frozenset({Step.BEGIN, Step.RENEW, Step.PLAN_ON, Step.EXPIRE, Step.TERMINATE})
