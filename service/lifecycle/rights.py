"""Who may do what: the one table that web, API and commands ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import Session

from service.agreements.states import AGREEMENT
from service.agreements.states import Step as AgreementStep
from service.agreements.store import NoSuchAgreement, terms_of
from service.agreements.tables import AgreementRow
from service.amendments.states import AMENDMENT
from service.amendments.states import Step as AmendmentStep
from service.kernel.errors import Refusal
from service.kernel.life import Life
from service.meetings.states import MEETING
from service.meetings.states import Step as MeetingStep
from service.obligations.states import OBLIGATION
from service.obligations.states import Step as ObligationStep
from service.parties.model import Function
from service.parties.tables import FunctionRow, PartyRow
from service.renewal.states import DECISION
from service.renewal.states import Step as DecisionStep

C, M, S, E, O, R, A = (  # noqa: E741
    Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST, Function.OPERATIONS,
    Function.REGISTRAR, Function.AUDITOR)
EVERYONE = tuple(Function)
WORKING = (C, M, S, E, O, R)


class NotYours(Refusal):
    """This is for {whom}; you can see the agreement but not do this."""

    sv = "Det här är till för {whom}; du kan se överenskommelsen men inte göra det här."
    status = 403


@dataclass(frozen=True, slots=True)
class Right:
    """The functions that give a right, and whether they must be held for the party that convenes.

    `operator` says whether who runs the installation has it without any function.
    """

    functions: tuple[Function, ...]
    side: Literal["any", "convenor"] = "any"
    operator: bool = False


def _of(life: Life[Any, Any], step: Any) -> tuple[Function, ...]:
    return tuple(Function(name) for name in life.may[step])


RIGHTS: Mapping[str, Right] = {
    "agreement.see": Right(EVERYONE, operator=True),
    "agreement.edit": Right((C, M), operator=True),
    "agreement.settings": Right((C, M), operator=True),
    "agreement.send": Right(_of(AGREEMENT, AgreementStep.SEND)),
    "agreement.sign": Right(_of(AGREEMENT, AgreementStep.COMPLETE)),
    # Whoever sees to the papers may note that the signatory has signed them; signing by oneself is the signatory's.
    "agreement.record": Right((C, M, S, R)),
    "agreement.withdraw": Right(_of(AGREEMENT, AgreementStep.WITHDRAW)),
    "agreement.decline": Right(_of(AGREEMENT, AgreementStep.DECLINE)),
    "agreement.discard": Right(_of(AGREEMENT, AgreementStep.DISCARD), operator=True),
    "agreement.close": Right(_of(AGREEMENT, AgreementStep.CLOSE)),
    "amendment.see": Right(EVERYONE, operator=True),
    "amendment.draft": Right((C, M, S)),
    "amendment.send": Right(_of(AMENDMENT, AmendmentStep.SEND)),
    "amendment.withdraw": Right(_of(AMENDMENT, AmendmentStep.WITHDRAW)),
    "amendment.decline": Right(_of(AMENDMENT, AmendmentStep.DECLINE)),
    "duty.meet": Right(_of(OBLIGATION, ObligationStep.MEET)),
    "duty.waive": Right(_of(OBLIGATION, ObligationStep.WAIVE)),
    "contacts.edit": Right((C, M), operator=True),
    "meeting.move": Right(_of(MEETING, MeetingStep.MOVE), "convenor"),
    "meeting.hold": Right(_of(MEETING, MeetingStep.HOLD), "convenor"),
    "meeting.minute": Right(_of(MEETING, MeetingStep.MINUTE), "convenor"),
    "meeting.cancel": Right(_of(MEETING, MeetingStep.CANCEL), "convenor"),
    "meeting.invite": Right((C, M), "convenor"),
    "meeting.answer_for": Right((C, M), "convenor"),
    "meeting.agenda": Right(WORKING),
    "meeting.comment": Right(WORKING),
    "decision.answer": Right(_of(DECISION, DecisionStep.DECIDE)),
    "log.write": Right(WORKING),
    "notes.see": Right(EVERYONE),
    "notes.write": Right(WORKING),
    "post.see": Right(EVERYONE, operator=True),
    "post.resend": Right((C, M), operator=True),
    "history.see": Right(EVERYONE, operator=True),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A function held for a party of the agreement."""

    party_id: int
    role: str
    function: Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Someone before one agreement: the functions held today, and whether they run the installation."""

    agreement_id: int
    held: tuple[Held, ...]
    operator: bool
    convenor: str | None

    @property
    def sees(self) -> bool:
        """Say whether the agreement may be known to this person at all."""
        return self.operator or bool(self.held)

    @property
    def parties(self) -> frozenset[int]:
        """Return the parties that this person acts for."""
        return frozenset(one.party_id for one in self.held)

    def may(self, name: str) -> bool:
        """Say whether the right `name` is held."""
        right = RIGHTS[name]
        return (right.operator and self.operator) or bool(self.parties_for(name))

    def parties_for(self, name: str) -> tuple[int, ...]:
        """Return the parties for which this person has the right `name`, each once."""
        right = RIGHTS[name]
        return tuple(dict.fromkeys(
            one.party_id for one in self.held
            if one.function in right.functions
            and (right.side == "any" or self.convenor is None or one.role == self.convenor)
        ))


def standing(session: Session, agreement_id: int, *, person_id: int | None, operator: bool, on: date) -> Standing:
    """Return how someone stands to an agreement on a day; raise NoSuchAgreement for what they may not know of."""
    held: list[Held] = []
    if person_id is not None:
        query = (
            select(FunctionRow.party_id, PartyRow.role, FunctionRow.function)
            .join(PartyRow, PartyRow.id == FunctionRow.party_id)
            .where(FunctionRow.person_id == person_id, FunctionRow.agreement_id == agreement_id,
                   or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= on),
                   or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= on))
            .order_by(FunctionRow.id)
        )
        held = [Held(party_id, role, Function(name)) for party_id, role, name in session.execute(query)]
    known = bool(held) or (operator and session.get(AgreementRow, agreement_id) is not None)
    if not known:
        raise NoSuchAgreement(id=agreement_id)
    return Standing(agreement_id=agreement_id, held=tuple(held), operator=operator,
                    convenor=terms_of(session, agreement_id).meetings.convenor)


def seen_by(column: Any, *, person_id: int | None, operator: bool, on: date) -> ColumnElement[bool]:
    """Return the condition that the agreement whose id is in `column` may be known to someone on a day."""
    if operator:
        return true()
    return exists().where(
        FunctionRow.person_id == person_id, FunctionRow.agreement_id == column,
        or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= on),
        or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= on))


class MayNotRegister(Refusal):
    """Taking agreements in is for those who coordinate or lead one, and for whoever runs the installation."""

    sv = "Att lägga in överenskommelser är till för den som samordnar eller är chef för någon, och för den som sköter Överens."
    status = 403


def may_register(session: Session, *, person_id: int | None, operator: bool, on: date) -> bool:
    """Say whether someone may take agreements in: whoever runs the installation, coordinators and managers of any."""
    if operator or person_id is None:
        return operator
    held = select(FunctionRow.id).where(
        FunctionRow.person_id == person_id, FunctionRow.function.in_((C, M)),
        or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= on),
        or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= on))
    return session.scalars(held.limit(1)).first() is not None
