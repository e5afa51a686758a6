"""The form of an agreement's reminders: days ahead or an interval, recipients, on or off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, create_model

from service.kernel.errors import Refusal, Wrong
from service.lifecycle.settings.ladders import usual
from service.obligations.reminders.choices import ADJUSTABLE, Choice, check, written
from service.parties.model import Function
from service.web.frame.forms import Asked, Form, blank

_APART = re.compile(r"(?:\s|,|;|och|and)+")


class NobodyToTell(Refusal):
    """Choose at least one recipient, or turn the reminder off."""

    sv = "Välj minst en mottagare, eller stäng av påminnelsen."
    status = 422


def _numbers(text: str) -> str:
    if text and not all(one.isascii() and one.isdigit() and len(one) <= 4 for one in _APART.split(text.strip())):
        raise Wrong("Skriv dagarna som 30, 14, 7.", "Write the days like 30, 14, 7.")
    return text


def _fields() -> dict[str, Any]:
    fields: dict[str, Any] = {"revision": (int, 0), "sure": (str, "")}
    for name, bounds in ADJUSTABLE.items():
        fields[f"{name}_on"] = (bool, bounds.required)
        fields[f"{name}_to"] = (tuple[Function, ...], ())
        fields[f"{name}_every" if bounds.repeats else f"{name}_days"] = (
            (int | None, None) if bounds.repeats else (Annotated[str, Field(max_length=100), AfterValidator(_numbers)], ""))
    return fields


# One field set per reminder that can be chosen, so that what is wrong stands at its own field.
Chosen: type[Asked] = create_model("Chosen", __base__=Asked, **_fields())


def filled(choices: Mapping[str, Choice], revision: int) -> Form[Asked]:
    """Return the form as the agreement has it."""
    typed: dict[str, Any] = {"revision": revision}
    for name in ADJUSTABLE:
        choice, common = choices.get(name, Choice()), usual(name)
        days = common.days if choice.days is None else choice.days
        typed[f"{name}_on"] = choice.days != ()
        typed[f"{name}_days"] = ", ".join(map(str, days or common.days or ()))
        typed[f"{name}_every"] = choice.every or common.every
        typed[f"{name}_to"] = [one.value for one in choice.to or common.to or ()]
    return blank(Chosen, **typed)


def choices_in(form: Form[Asked]) -> dict[str, Choice]:
    """Return what is chosen where it is not as usual; note on the form what cannot be."""
    found: dict[str, Choice] = {}
    for name in ADJUSTABLE:
        choice = _choice(form.given, name)
        try:
            if choice.to == () and choice.days != ():
                raise NobodyToTell(field=f"{name}_to")
            check(name, choice)
        except Refusal as refusal:
            form.refuse(refusal)
        found[name] = _unusual(name, choice)
    return found


def _choice(given: Asked, name: str) -> Choice:
    values = given.model_dump()
    if not values[f"{name}_on"]:
        return Choice(days=())
    to = tuple(one for one in Function if one in values[f"{name}_to"])
    if ADJUSTABLE[name].repeats:
        return Choice(every=values[f"{name}_every"], to=to)
    typed = values[f"{name}_days"]
    return Choice(days=tuple(sorted({int(one) for one in _APART.split(typed.strip())}, reverse=True)) if typed else (), to=to)


def _unusual(name: str, choice: Choice) -> Choice:
    common = usual(name)
    return Choice(
        days=None if choice.days == common.days else choice.days,
        every=None if choice.every == common.every else choice.every,
        to=None if choice.to is None or set(choice.to) == set(common.to or ()) else choice.to)


def stored(form: Form[Asked]) -> str:
    """Return the choices of a form as they would be stored."""
    return written(choices_in(form))
