"""The diagrams in `docs/lives.md` are made from the tables; write them anew with `python -m tests.test_docs`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from service.agreements.states import AGREEMENT
from service.amendments.states import AMENDMENT
from service.breaches.states import BREACH
from service.deviations.states import DEVIATION
from service.disputes.states import DISPUTE
from service.economy.invoices.states import INVOICE, PAYOUT
from service.followup.reports.states import REPORT
from service.followup.shifts.states import SHIFT
from service.kernel.life import Life
from service.meetings.states import MEETING
from service.obligations.states import OBLIGATION
from service.renegotiations.states import RENEGOTIATION
from service.renewal.states import DECISION
from service.repayments.states import REPAYMENT
from service.rescissions.states import RESCISSION
from service.signatures.states import SIGNATURE
from service.terminations.states import TERMINATION

LIVES = Path(__file__).resolve().parent.parent / "docs" / "lives.md"
ALL: tuple[tuple[str, Life[Any, Any]], ...] = (
    ("Agreement", AGREEMENT), ("Signature", SIGNATURE), ("Obligation", OBLIGATION), ("Meeting", MEETING),
    ("Decision on renewal", DECISION), ("Amendment", AMENDMENT), ("Renegotiation", RENEGOTIATION), ("Deviation", DEVIATION),
    ("Invoice", INVOICE), ("Payout", PAYOUT),
    ("Repayment", REPAYMENT), ("Dispute", DISPUTE),
    ("Shift", SHIFT), ("Report", REPORT),
    ("Breach", BREACH), ("Rescission", RESCISSION),
    ("Notice of termination", TERMINATION),
)


def diagram(life: Life[Any, Any]) -> str:
    """Return the life as a Mermaid state diagram, and who may take each step."""
    first = next(iter(life.table))[0]
    arrows = [f"    {origin} --> {to}: {step}" for (origin, step), to in life.table.items()]
    who = [f"| {step} | {', '.join(life.may[step])} |" for step in dict.fromkeys(step for _, step in life.table)
           if step in life.may]
    clock = [str(step) for step in dict.fromkeys(step for _, step in life.table) if step not in life.may]
    return "\n".join([
        "```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *arrows, "```", "",
        "| step | who may take it |", "|---|---|", *who,
        *([f"| {', '.join(clock)} | the clock, or what follows from another step |"] if clock else []),
    ])


def page() -> str:
    """Return the whole page."""
    head = "# Lives\n\nMade from the tables in each topic's `states.py`. Every pair that is not drawn is refused.\n"
    return head + "".join(f"\n## {name}\n\n{diagram(life)}\n" for name, life in ALL)


def test_diagrams_are_true() -> None:
    assert LIVES.read_text("utf-8") == page()


if __name__ == "__main__":
    LIVES.write_text(page(), "utf-8")
