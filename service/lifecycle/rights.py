"""Who may do what: the one table that web, API and commands ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, bindparam, func, or_, select, true
from sqlalchemy.orm import Session

from service.agreements.states import AGREEMENT
from service.agreements.states import State as AgreementState
from service.agreements.states import Step as AgreementStep
from service.agreements.store import NoSuchAgreement, terms_of
from service.agreements.tables import AgreementRow
from service.amendments.states import AMENDMENT
from service.amendments.states import Step as AmendmentStep
from service.breaches.states import BREACH
from service.breaches.states import Step as BreachStep
from service.deviations.states import DEVIATION
from service.deviations.states import Step as DeviationStep
from service.disputes.states import DISPUTE
from service.disputes.states import Step as DisputeStep
from service.economy.invoices.states import INVOICE, PAYOUT, PayoutStep
from service.economy.invoices.states import Step as InvoiceStep
from service.followup.reports.states import REPORT
from service.followup.reports.states import Step as ReportStep
from service.followup.shifts.states import SHIFT
from service.followup.shifts.states import Step as ShiftStep
from service.kernel.errors import Refusal
from service.kernel.life import Life
from service.meetings.states import MEETING
from service.meetings.states import Step as MeetingStep
from service.obligations.states import OBLIGATION
from service.obligations.states import Step as ObligationStep
from service.parties.model import Function
from service.parties.model import Standing as Party
from service.parties.tables import FunctionRow, PartyRow
from service.renegotiations.states import RENEGOTIATION
from service.renegotiations.states import Step as RenegotiationStep
from service.renewal.states import DECISION
from service.renewal.states import Step as DecisionStep
from service.repayments.states import REPAYMENT
from service.repayments.states import Step as RepaymentStep
from service.rescissions.states import RESCISSION
from service.rescissions.states import Step as RescissionStep
from service.terminations.states import TERMINATION
from service.terminations.states import Step as TerminationStep

C, M, S, E, O, R, A = (  # noqa: E741
    Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST, Function.OPERATIONS,
    Function.REGISTRAR, Function.AUDITOR)
EVERYONE = tuple(Function)
MANY = 5000
WORKING = (C, M, S, E, O, R)


class NotYours(Refusal):
    """This is for {whom}; you can see the agreement but not do this."""

    sv = "Det här är till för {whom}; du kan se överenskommelsen men inte göra det här."
    status = 403


@dataclass(frozen=True, slots=True)
class Right:
    """The functions that give a right, and whether they must be held for the party that convenes, or for one of a role.

    `operator` says whether who runs the installation has it without any function.
    """

    functions: tuple[Function, ...]
    side: Literal["any", "convenor", "public", "civil"] = "any"
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
    "signing.see": Right(EVERYONE, operator=True),
    "signing.hand_in": Right((C, M, S, R)),
    "signing.confirm": Right((C, M, S, R)),
    "signing.name": Right((C, M, S)),
    "signing.decline": Right(_of(AGREEMENT, AgreementStep.DECLINE)),
    "agreement.withdraw": Right(_of(AGREEMENT, AgreementStep.WITHDRAW)),
    "agreement.decline": Right(_of(AGREEMENT, AgreementStep.DECLINE)),
    "agreement.discard": Right(_of(AGREEMENT, AgreementStep.DISCARD), operator=True),
    "agreement.close": Right(_of(AGREEMENT, AgreementStep.CLOSE), "public"),
    "amendment.see": Right(EVERYONE, operator=True),
    "amendment.draft": Right((C, M, S)),
    "amendment.send": Right(_of(AMENDMENT, AmendmentStep.SEND)),
    "amendment.withdraw": Right(_of(AMENDMENT, AmendmentStep.WITHDRAW)),
    "amendment.decline": Right(_of(AMENDMENT, AmendmentStep.DECLINE)),
    "duty.waive": Right(_of(OBLIGATION, ObligationStep.WAIVE)),
    "report.see": Right(EVERYONE, operator=True),
    "report.deliver": Right(_of(REPORT, ReportStep.DELIVER)),
    "report.accept": Right(_of(REPORT, ReportStep.ACCEPT)),
    "contacts.edit": Right((C, M), operator=True),
    "meeting.move": Right(_of(MEETING, MeetingStep.MOVE), "convenor"),
    "meeting.hold": Right(_of(MEETING, MeetingStep.HOLD), "convenor"),
    "meeting.minute": Right(_of(MEETING, MeetingStep.MINUTE), "convenor"),
    "meeting.cancel": Right(_of(MEETING, MeetingStep.CANCEL), "convenor"),
    "meeting.invite": Right((C, M), "convenor"),
    # Other habits move every meeting that is planned: that is for whoever may move one.
    "meeting.habits": Right(_of(MEETING, MeetingStep.MOVE), "convenor", operator=True),
    "meeting.answer_for": Right((C, M), "convenor"),
    "meeting.agenda": Right(WORKING),
    "meeting.comment": Right(WORKING),
    "decision.answer": Right(_of(DECISION, DecisionStep.DECIDE)),
    "renegotiation.ask": Right((C, M, S)),
    "renegotiation.answer": Right(_of(RENEGOTIATION, RenegotiationStep.ANSWER)),
    "renegotiation.note": Right(WORKING),
    "renegotiation.close": Right(_of(RENEGOTIATION, RenegotiationStep.CLOSE)),
    "renegotiation.withdraw": Right(_of(RENEGOTIATION, RenegotiationStep.WITHDRAW)),
    # Notice is given by who may sign for the party; taking it back changes as much, and needs the others' consent.
    "termination.give": Right((S,)),
    "termination.receive": Right(_of(TERMINATION, TerminationStep.RECEIVE)),
    "termination.ask_back": Right(_of(TERMINATION, TerminationStep.WITHDRAW)),
    "termination.consent": Right(_of(TERMINATION, TerminationStep.WITHDRAW)),
    "deviation.report": Right(_of(DEVIATION, DeviationStep.WITHDRAW)),
    "deviation.note": Right(_of(DEVIATION, DeviationStep.TALK)),
    "deviation.approve": Right(_of(DEVIATION, DeviationStep.APPROVE)),
    "deviation.withdraw": Right(_of(DEVIATION, DeviationStep.WITHDRAW)),
    "economy.see": Right(EVERYONE, operator=True),
    "economy.settle": Right(_of(INVOICE, InvoiceStep.CANCEL), "public"),
    "invoice.receive": Right(_of(INVOICE, InvoiceStep.RECEIVE)),
    "invoice.approve": Right(_of(INVOICE, InvoiceStep.APPROVE), "public"),
    "invoice.pay": Right(_of(INVOICE, InvoiceStep.PAY), "public"),
    "invoice.dispute": Right(_of(INVOICE, InvoiceStep.DISPUTE), "public"),
    "payout.confirm": Right(_of(PAYOUT, PayoutStep.CONFIRM), "civil"),
    # The public party claims what it paid; the association answers; whoever keeps the books sees the money come.
    "repayment.claim": Right(_of(REPAYMENT, RepaymentStep.WITHDRAW), "public"),
    "repayment.answer": Right(_of(REPAYMENT, RepaymentStep.AGREE), "civil"),
    "repayment.pay": Right(_of(REPAYMENT, RepaymentStep.PAY), "public"),
    "repayment.waive": Right(_of(REPAYMENT, RepaymentStep.WAIVE), "public"),
    "dispute.open": Right(_of(DISPUTE, DisputeStep.WITHDRAW)),
    "dispute.note": Right(_of(DISPUTE, DisputeStep.TALK)),
    "dispute.resolve": Right(_of(DISPUTE, DisputeStep.RESOLVE)),
    "dispute.escalate": Right(_of(DISPUTE, DisputeStep.ESCALATE)),
    "outcome.see": Right(EVERYONE, operator=True),
    "outcome.enter": Right((C, E, O), "civil"),
    "breach.notify": Right(_of(BREACH, BreachStep.WITHDRAW)),
    "breach.receive": Right(WORKING),
    "breach.answer": Right(_of(BREACH, BreachStep.RECTIFY)),
    "breach.settle": Right(_of(BREACH, BreachStep.ACCEPT)),
    "rescission.declare": Right(_of(BREACH, BreachStep.RESCIND)),
    "rescission.claim": Right((C, M, S)),
    "rescission.answer": Right(_of(RESCISSION, RescissionStep.ACCEPT)),
    "agreement.pause": Right((C, M, S)),
    "log.write": Right(WORKING),
    "notes.see": Right(EVERYONE),
    "notes.write": Right(WORKING),
    "post.see": Right(EVERYONE, operator=True),
    "post.resend": Right((C, M), operator=True),
    # Which of an agreement's documents is a matter of each: `service/documents/store.seen_by`.
    "document.see": Right(EVERYONE, operator=True),
    "document.add": Right(WORKING),
    "document.register": Right((R, C)),
    "document.cull": Right((R,)),
    # The association does the shifts and tells of them; what they come to is for all.
    "shift.see": Right(EVERYONE, operator=True),
    "shift.log": Right(_of(SHIFT, ShiftStep.LOG), "civil"),
    "shift.lists": Right(_of(SHIFT, ShiftStep.LOG), "civil"),
    "records.see": Right(EVERYONE, operator=True),
    "records.reads": Right((R, A)),
    # Giving documents out to whoever asks is the duty of the public party.
    "disclosure.make": Right((R, C), "public"),
    "archive.export": Right((R, C), operator=True),
    "history.see": Right(EVERYONE, operator=True),
    "assurance.see": Right(EVERYONE, operator=True),
    # For the people of a party that has left, alone: what was official until its last day.
    "agreement.then": Right(EVERYONE),
}
# What the people of a party that has yet to join may do, about the amendment by which it joins.
BEFORE_JOINING = frozenset({
    "amendment.see", "amendment.decline", "signing.see", "signing.hand_in", "signing.confirm", "signing.name", "signing.decline",
    "document.see"})


@dataclass(frozen=True, slots=True)
class Held:
    """A function held for a party of the agreement."""

    party_id: int
    role: str
    function: Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Someone before one agreement: the functions held today, and whether they run the installation.

    Who acts for a party that has yet to join knows of the amendments `only`, and nothing else. Who acted for a party that has left
    may read what was official `until` its last day. Nothing is changed in an agreement that is `closed`.
    """

    agreement_id: int
    held: tuple[Held, ...]
    operator: bool
    convenor: str | None
    only: frozenset[int] = frozenset()
    until: date | None = None
    closed: bool = False

    @property
    def sees(self) -> bool:
        """Say whether the agreement may be known to this person at all."""
        return self.operator or (bool(self.held) and not self.only)

    @property
    def parties(self) -> frozenset[int]:
        """Return the parties that this person acts for."""
        return frozenset(one.party_id for one in self.held)

    def may(self, name: str) -> bool:
        """Say whether the right `name` is held."""
        right = RIGHTS[name]
        if self.until is not None or name == "agreement.then":
            return self.until is not None and name == "agreement.then"
        if self.only and name not in BEFORE_JOINING:
            return False
        return (right.operator and self.operator) or bool(self.parties_for(name))

    def parties_for(self, name: str) -> tuple[int, ...]:
        """Return the parties for which this person has the right `name`, each once."""
        right = RIGHTS[name]
        if self.until is not None or name == "agreement.then" or (self.only and name not in BEFORE_JOINING):
            return ()
        return tuple(dict.fromkeys(
            one.party_id for one in self.held
            if one.function in right.functions
            and (right.side in ("any", one.role) or right.side == "convenor" and self.convenor in (None, one.role))
        ))


_OPEN_ON = (or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= bindparam("on")),
            or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= bindparam("on")))
_HELD = (
    select(FunctionRow.party_id, PartyRow.role, FunctionRow.function, AgreementRow.state)
    .join(PartyRow, PartyRow.id == FunctionRow.party_id).join(AgreementRow, AgreementRow.id == FunctionRow.agreement_id)
    .where(FunctionRow.person_id == bindparam("person"), FunctionRow.agreement_id == bindparam("agreement"),
           FunctionRow.waiting.is_(False), *_OPEN_ON)
    .order_by(FunctionRow.id)
)
_BESIDE = (
    select(FunctionRow.party_id, PartyRow.role, FunctionRow.function, PartyRow.standing, PartyRow.joins_by, PartyRow.to_on)
    .join(PartyRow, PartyRow.id == FunctionRow.party_id)
    .where(FunctionRow.person_id == bindparam("person"), FunctionRow.agreement_id == bindparam("agreement"),
           or_(FunctionRow.waiting.is_(True) & (PartyRow.standing == Party.JOINING),
               (PartyRow.standing == Party.LEFT) & (FunctionRow.to_on == PartyRow.to_on)))
    .order_by(FunctionRow.id)
)
_LEADS = select(FunctionRow.id).where(
    FunctionRow.person_id == bindparam("person"), FunctionRow.function.in_((C, M)), FunctionRow.waiting.is_(False),
    # The order is that of an index: PostgreSQL takes it then, also for who holds very many functions of other kinds.
    *_OPEN_ON).order_by(FunctionRow.function, FunctionRow.id).limit(1)


def standing(session: Session, agreement_id: int, *, person_id: int | None, operator: bool, on: date) -> Standing:
    """Return how someone stands to an agreement on a day; raise NoSuchAgreement for what they may not know of."""
    held, closed = list[Held](), False
    if person_id is not None:
        rows = session.connection().execute(_HELD, {"person": person_id, "agreement": agreement_id, "on": on}).all()
        held = [Held(party_id, role, Function(name)) for party_id, role, name, _ in rows]
        closed = any(row.state == AgreementState.CLOSED for row in rows)
        if not held and not operator and (beside := _beside(session, agreement_id, person_id)) is not None:
            return beside
    if not held:
        row = session.get(AgreementRow, agreement_id) if operator else None
        if row is None:
            raise NoSuchAgreement(id=agreement_id)
        closed = row.state == AgreementState.CLOSED
    return Standing(agreement_id=agreement_id, held=tuple(held), operator=operator,
                    convenor=terms_of(session, agreement_id).meetings.convenor, closed=closed)


def _beside(session: Session, agreement_id: int, person_id: int) -> Standing | None:
    """Return how someone stands who acts for a party that is to join, else for one that has left; None for neither."""
    rows = session.connection().execute(_BESIDE, {"person": person_id, "agreement": agreement_id}).all()
    waiting = [row for row in rows if row.standing == Party.JOINING]
    held = tuple(Held(row.party_id, row.role, Function(row.function)) for row in waiting or rows)
    if waiting:
        return Standing(agreement_id=agreement_id, held=held, operator=False, convenor=None,
                        only=frozenset(row.joins_by for row in waiting))
    last = max((row.to_on for row in rows), default=None)
    return None if last is None else Standing(agreement_id=agreement_id, held=held, operator=False, convenor=None, until=last)


def sees_many(session: Session, person_id: int | None) -> bool:
    """Say whether someone holds so many functions that it is quicker to ask of each agreement whether they do than to gather them."""
    some = select(FunctionRow.id).where(FunctionRow.person_id == person_id).limit(MANY).subquery()
    return session.connection().scalars(select(func.count()).select_from(some)).one() == MANY


# Put together for every page there is: who asks seldom asks once.
@lru_cache(maxsize=4096)
def seen_by(column: Any, *, person_id: int | None, operator: bool, on: date, many: bool = False) -> ColumnElement[bool]:
    """Return the condition that the agreement whose id is in `column` may be known to someone on a day.

    `many` says that they see so many that it is asked of each agreement looked at; else theirs are gathered first.
    """
    if operator:
        return true()
    held = select(FunctionRow.agreement_id).where(
        FunctionRow.person_id == person_id, FunctionRow.waiting.is_(False),
        or_(FunctionRow.from_on.is_(None), FunctionRow.from_on <= on),
        or_(FunctionRow.to_on.is_(None), FunctionRow.to_on >= on))
    return held.where(FunctionRow.agreement_id == column).exists() if many else cast("ColumnElement[bool]", column.in_(held))


class MayNotRegister(Refusal):
    """Taking agreements in is for those who coordinate or lead one, and for whoever runs the installation."""

    sv = "Att lägga in överenskommelser är till för den som samordnar eller är chef för någon, och för den som sköter Överens."
    status = 403


def may_register(session: Session, *, person_id: int | None, operator: bool, on: date) -> bool:
    """Say whether someone may take agreements in: whoever runs the installation, coordinators and managers of any."""
    if operator or person_id is None:
        return operator
    return session.connection().scalars(_LEADS, {"person": person_id, "on": on}).first() is not None
