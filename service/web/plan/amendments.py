"""Amendments as the timeline draws them: each on the day from which it changes the terms; and the last day by notice."""

from __future__ import annotations

from service.amendments.states import State
from service.amendments.tables import AmendmentRow
from service.notices.writing.words import first_upper
from service.terminations.rules import Item
from service.terminations.states import State as Termination
from service.web.plan.timeline import Lane, Mark
from service.web.speech.language import called, long_day, say, short_day

LOOKS = {State.DRAFT: "planned", State.IN_SIGNATURE: "open", State.SIGNED: "open", State.IN_FORCE: "done"}


def amendment_mark(row: AmendmentRow) -> Mark | None:
    """Return an amendment as a mark; None for one that fell, or that has no day yet."""
    day = row.from_on or row.effective_on
    if day is None or row.state not in LOOKS:
        return None
    name = say("Tillägg {n}", "Amendment {n}", n=row.number)
    told = f"{name}: {row.title}. {first_upper(long_day(day))}. {called('amendment', row.state)}."
    if row.version is not None:
        told += " " + say("Villkoren i version {n}.", "The terms in version {n}.", n=row.version)
    return Mark(anchor=f"amendment-{row.id}", lane=Lane.AMENDMENT, day=day, look=LOOKS[State(row.state)], name=name,
                short=short_day(day, year=False), told=told)


def notice_mark(item: Item) -> Mark | None:
    """Return the last day by a notice of termination that runs as a mark."""
    if item.state is not Termination.RUNNING or item.last_on is None:
        return None
    name = say("Sista dag, uppsagd", "Last day by notice")
    told = f"{name}. {first_upper(long_day(item.last_on))}. {called('termination', item.state)}."
    return Mark(anchor=f"termination-{item.id}", lane=Lane.AMENDMENT, day=item.last_on, look="open", name=name,
                short=short_day(item.last_on, year=False), told=told)
