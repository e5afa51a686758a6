"""Who may do what: the one table that web, API and commands ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from service.agreements.states import AGREEMENT
from service.agreements.states import Step as AgreementStep
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
