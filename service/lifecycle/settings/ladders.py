"""Choosing when an agreement's notices go out, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.breaches.rules import AHEAD as RECTIFY_AHEAD
from service.breaches.tables import BreachRow
from service.deviations.rules import AHEAD, ONCE, TALK, WEEKLY
from service.deviations.tables import DeviationRow
from service.disputes import rules as disputes
from service.disputes.tables import DisputeRow
from service.economy.invoices.rules import HAND_IN, NOT_HANDED_IN, TO_PAY
from service.economy.invoices.tables import InvoiceRow
from service.followup.reports import rules as reports
from service.followup.reports.tables import ReportRow
from service.followup.shifts.tables import ShiftRow
from service.followup.shifts.untold.rules import UNTOLD
from service.history.record import Record, append
from service.lifecycle.clock import END_AHEAD
from service.lifecycle.settings.ground import locked
from service.lifecycle.settings.notices import tell_changed
from service.meetings.rules import BEFORE_CALL, MINUTES, REMINDERS
from service.meetings.tables import MeetingRow
from service.obligations.reminders.choices import ADJUSTABLE, Choice, check, read, written
from service.obligations.reminders.ladders import Ladder
from service.parties.model import Function
from service.renegotiations.rules import SILENT, WAITS
from service.renegotiations.tables import RenegotiationRow
from service.renewal.rules import CHASED
from service.renewal.tables import DecisionRow
from service.repayments import rules as repayments
from service.repayments.tables import RepaymentRow
from service.signatures.rules import ORIGINAL, WANTED
from service.signatures.tables import SignatureRow
from service.terminations import rules as terminations
from service.terminations.tables import TerminationRow

USUAL: tuple[Ladder, ...] = (BEFORE_CALL, REMINDERS, MINUTES, CHASED, END_AHEAD, WANTED, ORIGINAL, WAITS, SILENT, TALK, ONCE,
                             AHEAD, WEEKLY, HAND_IN, NOT_HANDED_IN, TO_PAY, reports.AWAITED, reports.UNREAD, reports.SENT_BACK,
                             UNTOLD, RECTIFY_AHEAD, repayments.WAITS, repayments.UNSETTLED, repayments.TO_PAY, disputes.WAITS,
                             disputes.SILENT, disputes.UNCONFIRMED, terminations.UNRECEIVED, terminations.UNANSWERED)
TABLES: tuple[Any, ...] = (MeetingRow, DecisionRow, SignatureRow, RenegotiationRow, DeviationRow, InvoiceRow, ReportRow, ShiftRow,
                           BreachRow, RepaymentRow, DisputeRow, TerminationRow)


def usual(name: str) -> Choice:
    """Return how a notice goes out when nothing is chosen."""
    rungs = [rung for ladder in USUAL for rung in ladder if rung.name == name]
    functions: dict[Function, None] = {}
    for rung in rungs:
        functions.update(dict.fromkeys(rung.to.functions))
    days = tuple(-rung.days for rung in rungs if not rung.every and rung.ahead)
    return Choice(days=days or None, every=next((rung.every for rung in rungs if rung.every), None), to=tuple(functions))


def choices_of(row: AgreementRow) -> Mapping[str, Choice]:
    """Return what an agreement has chosen."""
    return read(row.ladders)


def change_ladders(
    session: Session, agreement_id: int, choices: Mapping[str, Choice], *, revision: int, party_id: int | None, now: datetime,
    by: str,
) -> None:
    """Let notices go out otherwise from now on: nothing past is sent in arrears, nothing coming is missed.

    The parties but the one that does it are told (None: all).
    """
    for name, choice in choices.items():
        check(name, choice)
    row = locked(session, agreement_id, revision)
    before = choices_of(row)
    row.ladders = written(choices)
    changed = [{"notice": name, "was": was, "now": is_} for name in ADJUSTABLE
               if (was := _told(name, before)) != (is_ := _told(name, read(row.ladders)))]
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="reminders_changed",
                            body={"ladders": row.ladders, "reminders": [one["notice"] for one in changed]})])
    session.flush()
    for table in TABLES:
        mine = table.agreement_id == agreement_id
        # What the clock has seen to is seen to; what it has not yet looked at, it looks at with the new ladder.
        session.execute(update(table).where(mine, table.next_at > now).values(told_at=now, next_at=now))
    session.execute(update(AgreementRow).where(
        AgreementRow.id == agreement_id, or_(AgreementRow.next_at > now, AgreementRow.next_at.is_(None)),
    ).values(told_at=now, next_at=now))
    if changed:
        tell_changed(session, row, "reminders", party_id=party_id, now=now, by=by, reminders=changed)


def _told(name: str, choices: Mapping[str, Choice]) -> dict[str, object]:
    """Return how a notice goes out, with what is usual where nothing else is chosen; without days or interval it does not."""
    chosen, otherwise = choices.get(name, Choice()), usual(name)
    repeats, off = ADJUSTABLE[name].repeats, chosen.days == ()
    days = otherwise.days if chosen.days is None else chosen.days
    return {"days": [] if repeats else sorted(days or (), reverse=True),
            "every": None if off or not repeats else chosen.every or otherwise.every,
            "to": [] if off else [one.value for one in chosen.to or otherwise.to or ()]}
