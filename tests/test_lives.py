"""Every life, the whole state × step matrix, written out."""


from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from service.agreements import states as agreement
from service.amendments import states as amendment
from service.breaches import states as breach
from service.deviations import states as deviation
from service.disputes import states as dispute
from service.economy.invoices import states as money
from service.followup.reports import states as report
from service.followup.shifts import states as shift
from service.kernel.errors import NotAStep
from service.kernel.life import Life
from service.meetings import states as meeting
from service.obligations import states as obligation
from service.renegotiations import states as renegotiation
from service.renewal import states as decision
from service.repayments import states as repayment
from service.rescissions import states as rescission
from service.signatures import states as signature
from service.terminations import states as termination

# One row a state, one column a step; a dash is refused.
AGREEMENT = """
             send          complete  withdraw  decline  discard    begin   renew   plan_on  expire   rescind    terminate   close
draft        in_signature  -         -         -        discarded  -       -       -        -        -          -           -
in_signature -             signed    draft     draft    -          -       -       -        -        -          -           -
signed       -             -         -         -        -          active  -       -        -        rescinded  terminated  -
active       -             -         -         -        -          -       active  active   expired  rescinded  terminated  -
expired      -             -         -         -        -          -       -       -        -        -          -           closed
rescinded    -             -         -         -        -          -       -       -        -        -          -           closed
terminated   -             -         -         -        -          -       -       -        -        -          -           closed
closed       -             -         -         -        -          -       -       -        -        -          -           -
discarded    -             -         -         -        -          -       -       -        -        -          -           -
"""
OBLIGATION = """
           open  meet      miss    waive   cancel     drop     plan
planned    open  met       -       waived  cancelled  dropped  -
open       -     met       missed  waived  cancelled  dropped  -
met        -     -         -       -       -          -        -
met_late   -     -         -       -       -          -        -
missed     -     met_late  -       waived  cancelled  dropped  -
waived     -     -         -       -       -          -        -
cancelled  -     -         -       -       -          -        -
dropped    -     -         -       -       -          -        planned
"""
MEETING = """
           call    move     hold  minute   cancel     lapse   not_held  plan
planned    called  planned  held  -        cancelled  missed  -         -
called     -       called   held  -        cancelled  -       missed    -
held       -       -        -     minuted  -          -       missed    -
minuted    -       -        -     -        -          -       -         -
missed     -       -        held  -        -          -       -         -
cancelled  -       -        -     -        -          -       -         planned
"""
DECISION = """
         open  decide   pass_day  end   rearm
not_due  open  decided  overdue   void  -
open     -     decided  overdue   void  not_due
overdue  -     decided  -         void  not_due
decided  -     -        -         -     -
void     -     -        -         -     not_due
"""
AMENDMENT = """
             send          complete  enter     decline   withdraw   lapse
draft        in_signature  -         -         -         withdrawn  lapsed
in_signature -             signed    -         declined  withdrawn  lapsed
signed       -             -         in_force  -         -          lapsed
in_force     -             -         -         -         -          -
declined     -             -         -         -         -          -
withdrawn    -             -         -         -         -          -
lapsed       -             -         -         -         -          -
"""
RENEGOTIATION = """
                answer       agree   close           withdraw   end
asked           in_dialogue  -       -               withdrawn  closed_by_end
in_dialogue     -            agreed  closed_without  withdrawn  closed_by_end
agreed          -            -       -               -          -
closed_without  -            -       -               -          -
withdrawn       -            -       -               -          -
closed_by_end   -            -       -               -          -
"""
TERMINATION = """
              receive  withdraw   take_effect   overtake
given         running  withdrawn  -             overtaken
running       -        withdrawn  taken_effect  overtaken
taken_effect  -        -          -             -
withdrawn     -        -          -             -
overtaken     -        -          -             -
"""
DEVIATION = """
               talk         approve   reject    withdraw   end
reported       in_dialogue  -         -         withdrawn  closed_by_end
in_dialogue    -            approved  rejected  withdrawn  closed_by_end
approved       -            -         -         -          -
rejected       -            -         -         -          -
withdrawn      -            -         -         -          -
closed_by_end  -            -         -         -          -
"""
INVOICE = """
           open  miss     receive   approve   pay   dispute   resolve   credit    cancel     drop     plan      rearm
expected   due   -        received  -         -     -         -         -         cancelled  dropped  -         -
due        -     missing  received  -         -     -         -         -         cancelled  dropped  -         expected
missing    -     -        received  -         -     -         -         -         cancelled  dropped  -         expected
received   -     -        -         approved  -     disputed  -         credited  -          -        -         -
approved   -     -        -         -         paid  disputed  -         credited  -          -        -         -
disputed   -     -        -         -         -     -         received  credited  -          -        -         -
paid       -     -        -         -         -     -         -         -         -          -        -         -
credited   -     -        -         -         -     -         -         -         -          -        -         -
cancelled  -     -        -         -         -     -         -         -         -          -        -         -
dropped    -     -        -         -         -     -         -         -         -          -        expected  -
"""
PAYOUT = """
           open  miss     claim    confirm  deny      cancel     drop     plan      rearm
expected   due   -        claimed  -        -         cancelled  dropped  -         -
due        -     missing  claimed  -        -         cancelled  dropped  -         expected
missing    -     -        claimed  -        -         cancelled  dropped  -         expected
claimed    -     -        -        paid     expected  -          -        -         -
paid       -     -        -        -        -         -          -        -         -
cancelled  -     -        -        -        -         -          -        -         -
dropped    -     -        -        -        -         -          -        expected  -
"""
SHIFT = """
          log   call_off  edit     correct  strike  end
planned   done  not_held  planned  -        struck  not_held
done      -     -         done     done     struck  -
not_held  done  -         -        -        struck  -
struck    -     -         -        -        -       -
"""
REPORT = """
           deliver    accept    return    waive   cancel     drop     plan
due        delivered  -         -         waived  cancelled  dropped  -
delivered  delivered  accepted  returned  -       -          -        -
accepted   -          -         -         -       -          -        -
returned   delivered  -         -         waived  cancelled  dropped  -
waived     -          -         -         -       -          -        -
cancelled  -          -         -         -       -          -        -
dropped    -          -         -         -       -          -        due
"""
BREACH = """
               rectify     dispute   accept     rescind    withdraw   end
notified       rectifying  disputed  rectified  rescinded  withdrawn  closed_by_end
rectifying     rectifying  disputed  rectified  rescinded  withdrawn  closed_by_end
disputed       rectifying  -         rectified  rescinded  withdrawn  closed_by_end
rectified      -           -         -          -          -          -
rescinded      -           -         -          -          -          -
withdrawn      -           -         -          -          -          -
closed_by_end  -           -         -          -          -          -
"""
RESCISSION = """
           accept    dispute   take_effect  withdraw   lapse
claimed    declared  disputed  -            withdrawn  lapsed
disputed   declared  -         -            withdrawn  lapsed
declared   -         -         in_effect    -          lapsed
in_effect  -         -         -            -          -
withdrawn  -         -         -            -          -
lapsed     -         -         -            -          -
"""
SIGNATURE = """
          sign    decline   void
asked     signed  declined  void
signed    -       -         void
declined  -       -         -
void      -       -         -
"""

REPAYMENT = """
           agree   dispute   settle  pay   waive   withdraw
claimed    agreed  disputed  -       paid  waived  withdrawn
disputed   agreed  -         agreed  paid  waived  withdrawn
agreed     -       -         -       paid  waived  -
paid       -       -         -       -     -       -
waived     -       -         -       -     -       -
withdrawn  -       -         -       -     -       -
"""
DISPUTE = """
             talk         escalate   resolve   withdraw
opened       in_dialogue  -          -         withdrawn
in_dialogue  -            escalated  resolved  withdrawn
escalated    -            -          resolved  withdrawn
resolved     -            -          -         -
withdrawn    -            -          -         -
"""


def cells(matrix: str) -> list[tuple[str, str, str]]:
    head, *rows = matrix.strip().splitlines()
    steps = head.split()
    return [
        (state, step, to) for state, *results in (row.split() for row in rows)
        for step, to in zip(steps, results, strict=True)
    ]


LIVES: list[tuple[Life[Any, Any], type[StrEnum], type[StrEnum], str]] = [
    (agreement.AGREEMENT, agreement.State, agreement.Step, AGREEMENT),
    (obligation.OBLIGATION, obligation.State, obligation.Step, OBLIGATION),
    (meeting.MEETING, meeting.State, meeting.Step, MEETING),
    (decision.DECISION, decision.State, decision.Step, DECISION),
    (amendment.AMENDMENT, amendment.State, amendment.Step, AMENDMENT),
    (renegotiation.RENEGOTIATION, renegotiation.State, renegotiation.Step, RENEGOTIATION),
    (termination.TERMINATION, termination.State, termination.Step, TERMINATION),
    (deviation.DEVIATION, deviation.State, deviation.Step, DEVIATION),
    (repayment.REPAYMENT, repayment.State, repayment.Step, REPAYMENT),
    (dispute.DISPUTE, dispute.State, dispute.Step, DISPUTE),
    (money.INVOICE, money.State, money.Step, INVOICE),
    (money.PAYOUT, money.PayoutState, money.PayoutStep, PAYOUT),
    (shift.SHIFT, shift.State, shift.Step, SHIFT),
    (report.REPORT, report.State, report.Step, REPORT),
    (breach.BREACH, breach.State, breach.Step, BREACH),
    (rescission.RESCISSION, rescission.State, rescission.Step, RESCISSION),
    (signature.SIGNATURE, signature.State, signature.Step, SIGNATURE),
]
CASES = [
    pytest.param(life, State(state), Step(step), to, id=f"{life.name}: {state} {step}")
    for life, State, Step, matrix in LIVES for state, step, to in cells(matrix)
]


@pytest.mark.parametrize(("life", "state", "step", "to"), CASES)
def test_life(life: Life[Any, Any], state: StrEnum, step: StrEnum, to: str) -> None:
    if to == "-":
        with pytest.raises(NotAStep) as refused:
            life.after(state, step)
        assert refused.value.sentence("en") == f"The {life.name} is {state}; it cannot {step} from there."
    else:
        assert life.after(state, step) == to
        assert step in life.steps_from(state)


@pytest.mark.parametrize(("life", "State", "Step", "matrix"), LIVES, ids=lambda value: getattr(value, "name", ""))
def test_matrix_is_whole(life: Life[Any, Any], State: type[StrEnum], Step: type[StrEnum], matrix: str) -> None:
    told = {(state, step) for state, step, _ in cells(matrix)}
    assert told == {(state.value, step.value) for state in State for step in Step}


@pytest.mark.parametrize(("life", "State", "Step", "matrix"), LIVES, ids=lambda value: getattr(value, "name", ""))
def test_who_may_take_each_step(life: Life[Any, Any], State: type[StrEnum], Step: type[StrEnum], matrix: str) -> None:
    clocks = {
        "agreement": {"begin", "renew", "plan_on", "expire", "terminate"}, "obligation": {"open", "miss", "drop", "plan"},
        "meeting": {"call", "lapse", "plan"}, "decision": {"open", "pass_day", "end", "rearm"}, "signature": {"void"},
        "amendment": {"enter", "lapse"},
        "invoice": {"open", "miss", "drop", "plan", "rearm"}, "payout": {"open", "miss", "drop", "plan", "rearm"},
        "termination": {"take_effect", "overtake"},
        "renegotiation": {"end"}, "deviation": {"end"}, "shift": {"end"}, "report": {"drop", "plan"},
        "breach": {"end"}, "rescission": {"take_effect", "lapse"},
        "repayment": set(), "dispute": set(),
    }
    assert {step.value for step in Step} - {step.value for step in life.may} == clocks[life.name]
