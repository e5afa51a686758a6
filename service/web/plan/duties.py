"""What is owed under an agreement as pages show it: named, dated, with its state, its party and its clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from service.meetings.tables import MeetingRow
from service.notices.writing.words import first_upper, short
from service.obligations.model import Kind
from service.obligations.states import SETTLED, State
from service.obligations.tables import ObligationRow
from service.renewal.tables import DecisionRow
from service.web.plan.read import Found
from service.web.plan.timeline import Lane, Mark, Timeline
from service.web.speech.language import called, long_day, period, say, short_day, speech

LOOKS = {
    "planned": "planned", "not_due": "planned", "open": "open", "called": "open", "met": "done", "met_late": "done",
    "held": "done", "minuted": "done", "decided": "done", "missed": "missed", "overdue": "missed", "void": "missed",
    "waived": "cancelled", "cancelled": "cancelled", "dropped": "cancelled",
}
LANES = {Kind.MEETING: Lane.MEETING, Kind.RENEWAL_DECISION: Lane.DECISION, Kind.INVOICE: Lane.MONEY,
         Kind.PAYOUT: Lane.MONEY}
BRIEFLY = {
    Kind.RENEWAL_DECISION.value: ("Ställningstagande", "Decision on renewal"),
    Kind.YEARLY_SUMMARY.value: ("Årlig sammanställning", "Yearly summary"),
}
GROUPS = ("late", "now", "later", "settled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One duty; `life` and `state` name its word, `look` how it is drawn, `group` where the list has it."""

    anchor: str
    kind: str
    name: str
    about: str
    day: date
    owes: str
    clause: str
    life: str
    state: str
    look: str
    group: str
    earlier: bool
    met_on: date | None
    note: str | None
    link: str | None


def owing(found: Found, side: str) -> str:
    """Return the names of those who owe."""
    if side == "both":
        return called("role", "both")
    return speech().names([party.name for party in found.parties if party.role == side]) or called("role", side)


def about(key: str, first: date, last: date) -> str:
    """Return what part of the agreement's time a duty is for."""
    kind, code = key.split(":")[:2]
    return period(first, last) if len(code) == 10 and kind != Kind.MEETING else speech().period(code)


def name_of(kind: str, key: str) -> str:
    """Return what a duty is called."""
    if kind == Kind.MEETING:
        return speech().meeting_alone(key.partition(":")[2])
    return first_upper(speech().duties.get(kind, kind))


def duties(found: Found) -> list[Duty]:
    """Return every duty of the agreement in order of day."""
    meetings = {one.obligation_id: one for one in found.meetings}
    decisions = {one.obligation_id: one for one in found.decisions}
    made = [_duty(found, row, meetings.get(row.id), decisions.get(row.id)) for row in found.obligations]
    return sorted(made, key=lambda one: (one.day, one.anchor))


def _duty(found: Found, row: ObligationRow, meeting: MeetingRow | None, decision: DecisionRow | None) -> Duty:
    life, state, day, link = "obligation", row.state, row.day, url_for("duties.show", duty_id=row.id)
    if meeting is not None:
        life, state, day = "meeting", meeting.state, meeting.day
        link = url_for("meetings.show", meeting_id=meeting.id)
    elif decision is not None:
        # One that is not to be taken, for notice has been given or the terms have changed, was not missed.
        life, state = ("obligation", row.state) if row.state == State.DROPPED else ("decision", decision.state)
        day, link = decision.day, url_for("decisions.show", decision_id=decision.id)
    over = row.state in SETTLED or state in ("void", "missed") and life != "obligation"
    group = "settled" if over else {State.MISSED: "late", State.OPEN: "now"}.get(State(row.state), "later")
    if row.earlier and not over:
        group = "settled"
    return Duty(
        anchor=f"duty-{row.id}", kind=row.kind, name=name_of(row.kind, row.key),
        about=about(row.key, row.first, row.last), day=day, owes=owing(found, row.owes),
        clause=row.clause, life=life, state=state,
        look="earlier" if row.earlier and not over else LOOKS.get(state, "planned"), group=group, earlier=row.earlier,
        met_on=row.met_on, note=row.note, link=link,
    )


def state_words(duty: Duty) -> str:
    """Return the state of a duty in words."""
    if duty.look == "earlier":
        return say("Före registreringen", "Before registration")
    return called(duty.life, duty.state)


def mark(duty: Duty) -> Mark:
    """Return a duty as the timeline draws it."""
    told = f"{duty.name}, {duty.about}. {first_upper(long_day(duty.day))}. {state_words(duty)}."
    if duty.clause:
        told += f" {speech().quote(duty.clause)}"
    name = say(*BRIEFLY[duty.kind]) if duty.kind in BRIEFLY else short(duty.name, 26)
    return Mark(
        anchor=duty.anchor, lane=LANES.get(Kind(duty.kind), Lane.REPORT), day=duty.day, look=duty.look, name=name,
        short=short_day(duty.day, year=False), told=told,
    )


def timeline(found: Found, every: Iterable[Duty], today: date, more: Iterable[Mark] = ()) -> Timeline:
    """Return the agreement's timeline, with further marks."""
    row = found.row
    return Timeline(starts=row.starts_on, ends=row.ends_on, today=today, marks=(*(mark(one) for one in every), *more))


def grouped(every: Sequence[Duty]) -> list[tuple[str, list[Duty]]]:
    """Return the duties by group, those that need somebody first; meetings have a list of their own."""
    others = [one for one in every if one.kind != Kind.MEETING]
    return [(group, mine) for group in GROUPS if (mine := [one for one in others if one.group == group])]
