"""What a person is asked before the rest: the questions that the text leaves, and what is assumed if they are left."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.typed import ELSEWHERE, ORIGIN, SETTLED, YES, Typed, count, from_proposal
from service.web.speech.asked import in_english
from service.web.speech.language import language

Asked = Sequence[Mapping[str, str]]
BACK = {there: here for here, there in ELSEWHERE.items()}
WITH: Mapping[str, tuple[str, ...]] = {
    "economy.payment.every_months": ("economy.payment.split", "economy.payment.due_days"),
    "economy.rate": ("economy.rate.amount", "economy.rate.unit"),
    "economy.index": ("economy.index.base", "economy.index.since", "economy.index.share"),
    "rescission.remedy": ("rescission.remedy_days",),
    "decision.on": ("decision.months_before",), "expiry.mode": ("ending.months",),
    "period.end": ("ending.mode",), "amendments": ("amendments_written", "amendments_signed"),
}
LEFT_OPEN = "Lämnas öppet"
NEEDED = ("start", "end", "parties")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: `fields` answer it, else `group` has what does.

    `confirm` is the name of the tick that says that what stands is right; `otherwise` what is assumed
    as long as nobody answers.
    """

    about: str
    text: str
    fields: Sequence[str]
    group: str | None
    confirm: str | None
    answered: bool
    needed: bool
    otherwise: str = ""


def asked_of(proposal: Mapping[str, Any]) -> Asked:
    """Return what the reading of a document asks, in both languages."""
    return [{"about": one["about"], "sv": one["question"], "en": in_english(one["question"])} for one in proposal["open_questions"]]


def fields_for(about: str, typed: Typed) -> list[str]:
    """Return the names of the fields that settle a matter, as far as they stand alone or in a row that is left."""
    if about.startswith("reports.") and about.endswith(".due") and not about.split(".")[1].isdecimal():
        reports, kind = LAYOUT.rows_at("reports"), about.split(".")[1]
        assert reports is not None
        mine = [n for n in range(count(typed, reports)) if typed.get(f"reports.{n}.kind") == kind]
        return [f"reports.{n}.due" for n in mine[:1]]
    found = LAYOUT.split(about)
    if found is not None:
        rows, was, rest = found
        return [f"{rows.path}.{n}.{rest}" for n in range(count(typed, rows))
                if typed.get(f"{rows.path}.{n}.{ORIGIN}") == str(was) and any(one.path == rest for one in rows.fields)]
    names = [BACK.get(about, about), *WITH.get(about, ())]
    return [name for name in names if LAYOUT.field(name) is not None]


def _rows_at(about: str) -> str | None:
    """Return the path of the rows that settle a matter which no single field does."""
    return next((rows.path for rows in LAYOUT.rows if same_matter(about, rows.path)), None)


def _gone(about: str, fields: Sequence[str]) -> bool:
    """Say whether what a question was about has been taken out of the form."""
    return not fields and (LAYOUT.split(about) is not None or about.startswith("reports."))


def questions(asked: Asked, typed: Typed, before: Typed, assumed: Asked = ()) -> list[Question]:
    """Return the questions in their order; `before` is the form as it was first filled in."""
    made: list[Question] = []
    taken: set[str] = set()
    for one in asked:
        about = one["about"]
        fields = fields_for(about, typed)
        if _gone(about, fields):
            continue
        mine = [name for name in fields if name not in taken]
        taken.update(mine)
        first = fields[0] if fields else ""
        empty = bool(first) and not _was(first, typed, before)
        confirm = None if empty else SETTLED + about
        made.append(Question(
            about=about, text=one[language()], fields=mine, group=None if fields else _rows_at(about), confirm=confirm,
            answered=_answered(fields, confirm, typed, before), needed=BACK.get(about, about) in NEEDED,
            otherwise=_otherwise(about, assumed)))
    return made


def _otherwise(about: str, assumed: Asked) -> str:
    said = next((one for one in assumed if same_matter(about, one["about"])), None)
    return "" if said is None or said["sv"].startswith(LEFT_OPEN) else said[language()]


def _was(name: str, typed: Typed, before: Typed) -> str:
    """Return what stood in a field when the form was first filled in, wherever its row stands now."""
    found = LAYOUT.split(name)
    if found is None:
        return before.get(name, "")
    rows, number, rest = found
    return before.get(f"{rows.path}.{typed.get(f'{rows.path}.{number}.{ORIGIN}', '')}.{rest}", "")


def _answered(fields: Sequence[str], confirm: str | None, typed: Typed, before: Typed) -> bool:
    if confirm is not None and typed.get(confirm) == YES:
        return True
    return any(typed.get(name, "") and typed.get(name, "") != _was(name, typed, before) for name in fields)


def same_matter(one: str, other: str) -> bool:
    """Say whether two paths are about the same thing."""
    return one == other or one.startswith(other + ".") or other.startswith(one + ".")


def open_ones(asked: Asked, typed: Typed, before: Typed) -> list[dict[str, str]]:
    """Return what is still asked."""
    still = {one.about for one in questions(asked, typed, before) if not one.answered}
    return [dict(one) for one in asked if one["about"] in still]


def before_of(proposal: str) -> tuple[dict[str, Any] | None, Typed]:
    """Return the proposal that a case holds and the form as it was first filled in from it."""
    if not proposal:
        return None, {}
    made: dict[str, Any] = json.loads(proposal)
    return made, from_proposal(made)
