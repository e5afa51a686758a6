"""Notices about amendments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from service.agreements.store import Brief
from service.amendments import words
from service.amendments.changes import from_json
from service.amendments.rules import Item
from service.amendments.states import State
from service.amendments.tables import AmendmentRow
from service.kernel.clock import local_day
from service.notices.owe import Addressee, Letter
from service.notices.writing.words import LANGUAGES
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import letter
from service.parties.model import Audience, Cast, Function

EVERYONE = Audience((Function.COORDINATOR, Function.OPERATIONS, Function.MANAGER, Function.SIGNATORY, Function.ECONOMIST))
CONCERNED = Audience((Function.COORDINATOR, Function.SIGNATORY, Function.MANAGER))


def link_to(amendment_id: int) -> str:
    """Return the path of an amendment's page."""
    return f"/amendments/{amendment_id}"


def day_of(row: AmendmentRow) -> date:
    """Return the day that letters about an amendment are about: that of its effect, else that on which it was put forward."""
    return row.from_on or row.effective_on or local_day(row.sent_at or row.drafted_at)


def amendment_letter(
    name: str, row: AmendmentRow, brief: Brief, cast: Cast, *, clause: str, today: date, to: Audience, facts: Mapping[str, Any],
    named: Sequence[int] = (), addressed: Sequence[Addressee] | None = None, rung: str = "now", link: str | None = None,
) -> Letter:
    """Return a letter that somebody's act or the amendment's own day calls for; it rests on the clause about changes."""
    told = Owed(name=name, to=to, rung=rung, given_on=today, named=tuple(named))
    return letter(told, brief=brief, cast=cast, subject=f"amendment {row.id}", day=day_of(row),
                  clause=clause, link=link or link_to(row.id), today=today, to=addressed,
                  facts={"number": row.number, "amendment": row.title, "rationale": row.rationale, **facts})


def compose(item: Item, owed: Owed, brief: Brief, cast: Cast, *, clause: str, today: date) -> Letter:
    """Return the letter that a rung of the amendment's ladder comes to."""
    return letter(owed, brief=brief, cast=cast, subject=item.subject, day=item.ends_on or today, clause=clause,
                  link=link_to(item.id) if item.successor is None else f"/agreements/{item.successor}", today=today,
                  facts={"number": item.number, "amendment": item.title, "decided_on": item.drafted_on.isoformat(),
                         "in_signature": item.state is State.IN_SIGNATURE,
                         "succeeding": item.successor is not None,
                         "stopped": item.state in (State.DECLINED, State.WITHDRAWN)})


def told_changes(row: AmendmentRow) -> list[dict[str, Any]]:
    """Return the changes as letters tell them: name, before and after, in words of each language."""
    made: list[dict[str, Any]] = []
    for change in from_json(row.changes):
        said = {language: words.said(change, language) for language in LANGUAGES}
        made.append({language: {"name": one.name, "before": list(one.before), "after": list(one.after)}
                     for language, one in said.items()})
    return made
