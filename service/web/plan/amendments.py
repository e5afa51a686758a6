"""Amendments as the timeline draws them: each on the day from which it changes the terms."""

from __future__ import annotations

from service.amendments.states import State
from service.amendments.tables import AmendmentRow
from service.notices.writing.words import first_upper
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
