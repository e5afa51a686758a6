"""What an agreement has chosen for its ladders: other days, another interval, other recipients; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from service.kernel.errors import Refusal
from service.obligations.reminders.ladders import Ladder, Rung
from service.parties.model import Audience, Function

NONE = "{}"
MOST_RUNGS = 12


class BadDays(Refusal):
    """Give days between {least} and {most}, at most twelve of them, like 30, 14, 7."""

    sv = "Ange dagar mellan {least} och {most}, högst tolv stycken, som 30, 14, 7."
    status = 422


class NeedsOne(Refusal):
    """At least one reminder of the decision must remain; otherwise the day passes unseen."""

    sv = "Minst en påminnelse om ställningstagandet måste finnas kvar; annars passerar dagen osedd."
    status = 422


class BadInterval(Refusal):
    """Give an interval between {least} and {most} days."""

    sv = "Ange ett mellanrum mellan {least} och {most} dagar."
    status = 422


@dataclass(frozen=True, slots=True)
class Bounds:
    """How a notice can be chosen: `ahead` days before its day, or each so many days where `repeats`."""

    least: int
    most: int
    repeats: bool = False
    required: bool = False


# What is not here goes out as it must: calls, moves and cancellations, beginnings and ends.
ADJUSTABLE: Mapping[str, Bounds] = {
    "meeting_proposed": Bounds(2, 120), "agenda_points": Bounds(2, 90), "meeting_reminder": Bounds(1, 20),
    "minutes_wanted": Bounds(3, 30, repeats=True), "renewal_ahead": Bounds(1, 365, required=True),
    "renewal_overdue": Bounds(3, 31, repeats=True, required=True),
    "end_ahead": Bounds(1, 180), "signature_wanted": Bounds(3, 31, repeats=True),
    "original_waits": Bounds(2, 14, repeats=True, required=True),
    "renegotiation_waits": Bounds(3, 31, repeats=True, required=True), "renegotiation_silent": Bounds(7, 90, repeats=True),
    "deviation_reported": Bounds(3, 31, repeats=True, required=True),
    "deviation_approval_wanted": Bounds(3, 31, repeats=True, required=True),
    "invoice_ahead": Bounds(1, 120), "invoice_overdue": Bounds(3, 31, repeats=True, required=True),
    "payment_due": Bounds(0, 60), "payment_overdue": Bounds(3, 31, repeats=True, required=True),
    "report_ahead": Bounds(1, 120), "report_overdue": Bounds(3, 31, repeats=True, required=True),
    "report_delivered": Bounds(7, 60, repeats=True), "report_returned": Bounds(3, 31, repeats=True),
    "shift_untold": Bounds(3, 31, repeats=True),
    "rectify_ahead": Bounds(1, 60, required=True),
    "repayment_waits": Bounds(3, 31, repeats=True, required=True), "repayment_unsettled": Bounds(7, 90, repeats=True),
    "repayment_due": Bounds(0, 60), "repayment_overdue": Bounds(3, 31, repeats=True, required=True),
    "dispute_waits": Bounds(3, 31, repeats=True, required=True), "dispute_silent": Bounds(7, 90, repeats=True),
    "dispute_unconfirmed": Bounds(3, 31, repeats=True, required=True),
    "termination_unreceived": Bounds(3, 31, repeats=True, required=True),
    "termination_consent_waits": Bounds(3, 31, repeats=True, required=True),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen for one notice: days ahead (none is off), an interval, functions; None is as usual."""

    days: tuple[int, ...] | None = None
    every: int | None = None
    to: tuple[Function, ...] | None = None

    def as_json(self) -> dict[str, object]:
        """Return what is stored."""
        found: dict[str, object] = {"days": self.days, "every": self.every, "to": self.to}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items() if value is not None}


def check(name: str, choice: Choice) -> None:
    """Refuse a choice that would say too little or too much."""
    bounds = ADJUSTABLE[name]
    if choice.every is not None and not bounds.least <= choice.every <= bounds.most:
        raise BadInterval(least=bounds.least, most=bounds.most, field=f"{name}_every")
    days = choice.days
    if days is None:
        return
    if bounds.required and not days:
        raise NeedsOne(field=f"{name}_days")
    if len(days) > MOST_RUNGS or any(not bounds.least <= day <= bounds.most for day in days):
        raise BadDays(least=bounds.least, most=bounds.most, field=f"{name}_days")


def written(choices: Mapping[str, Choice]) -> str:
    """Return choices as they are stored; those that choose nothing are left out."""
    kept = {name: choice.as_json() for name, choice in sorted(choices.items())}
    return json.dumps({name: value for name, value in kept.items() if value}, sort_keys=True)


@lru_cache(maxsize=1024)
def read(ladders: str) -> Mapping[str, Choice]:
    """Return the choices that are stored."""
    return {
        name: Choice(
            days=tuple(one["days"]) if "days" in one else None, every=one.get("every"),
            to=tuple(Function(each) for each in one["to"]) if one.get("to") else None)
        for name, one in json.loads(ladders).items() if name in ADJUSTABLE
    }


# The same value for the same choices: what is known of a ladder is kept by which ladder it is.
@lru_cache(maxsize=4096)
def chosen(ladder: Ladder, ladders: str) -> Ladder:
    """Return a ladder as an agreement has chosen it."""
    if ladders == NONE:
        return ladder
    choices = read(ladders)
    made: list[Rung] = []
    done: set[str] = set()
    for rung in ladder:
        choice = choices.get(rung.name)
        if choice is None:
            made.append(rung)
        elif choice.days == ():
            continue
        elif choice.days is not None and not rung.every:
            if rung.name not in done:
                done.add(rung.name)
                usual = [one for one in ladder if one.name == rung.name]
                made += [_rung(usual, day, choice) for day in sorted(choice.days, reverse=True)]
        else:
            made.append(replace(rung, every=choice.every if rung.every and choice.every else rung.every, to=_to(rung, choice)))
    return tuple(made)


def _rung(usual: list[Rung], day: int, choice: Choice) -> Rung:
    nearest = min(usual, key=lambda one: abs(one.days + day))
    return replace(nearest, days=-day, to=_to(nearest, choice))


def _to(rung: Rung, choice: Choice) -> Audience:
    return rung.to if choice.to is None else Audience(choice.to, rung.to.sides)
