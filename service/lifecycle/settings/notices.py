"""Telling the other parties what one of them has changed by itself: what it was, what it is, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.kernel.clock import local_day
from service.lifecycle.notices import scene
from service.notices.owe import owe
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import addressees, letter
from service.parties.model import Audience, Function, recipients

COORDINATORS, LEADERS = (Function.COORDINATOR,), (Function.COORDINATOR, Function.MANAGER)
About = Literal["habits", "reminders", "limit"]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one kind of change: the notice, to whom, on which page, and the clauses it rests on."""

    name: str
    page: str
    clauses: tuple[str, ...] = ()
    to: tuple[Function, ...] = COORDINATORS


PAUSE = Told("paused", "/avtalsbrott", ("rescission.serious_breach", "rescission"), LEADERS)
SETTINGS: Mapping[About, Told] = {
    "habits": Told("settings_changed", "", ("meetings.per_year", "meetings.month", "meetings")),
    "reminders": Told("settings_changed", "/paminnelser"),
    "limit": Told("settings_changed", "/avvikelser", ("approval_before_deviation", "approval_before")),
}
NOTHING: Mapping[str, Any] = {"before": {}, "after": {}, "moved": [], "reminders": []}


def tell_changed(
    session: Session, row: AgreementRow, about: About, *, party_id: int | None, now: datetime, by: str, **facts: Any,
) -> None:
    """Tell the other parties' coordinators of changed settings."""
    tell_others(session, row, SETTINGS[about], party_id=party_id, now=now, by=by, about=about, **{**NOTHING, **facts})


def tell_others(
    session: Session, row: AgreementRow, told: Told, *, party_id: int | None, now: datetime, by: str, **facts: Any,
) -> None:
    """Tell the people of every party but the one that did something; with None, of every party."""
    at, today = scene(session, row.id), local_day(now)
    others = tuple(one.id for one in at.cast.parties if one.id != party_id)
    own = Audience(COORDINATORS, "named")
    mine = recipients(at.cast, own, today, named=(party_id,)) if party_id is not None else []
    to = addressees(recipients(at.cast, Audience(told.to, "named"), today, named=others))
    owed = Owed(name=told.name, to=own, rung=f"{told.page}@{now.isoformat()}", given_on=today)
    owe(session, [letter(
        owed, brief=at.brief, cast=at.cast, subject=f"agreement {row.id}", day=today, to=to, today=today,
        clause=at.terms.clause(*told.clauses) if told.clauses else "", link=f"/agreements/{row.id}{told.page}",
        facts={**facts, "by": by, "reply_to": next(({"name": one.name, "email": one.email} for one in mine if one.email), None)},
    )], now=now)
