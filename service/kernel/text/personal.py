"""Personal numbers in free text: found by their form, a possible day of birth and the check digit."""

from __future__ import annotations

import re

from stdnum import luhn

from service.kernel.errors import Refusal

# Ten digits count only with their mark between (an organisation number has the same length); twelve with or without it.
_FORMS = (
    re.compile(r"(?<![0-9])(?:[0-9]{2})?([0-9]{6})\s?[-+\u2010-\u2015\u2212]\s?([0-9]{4})(?![0-9])"),
    re.compile(r"(?<![0-9])(?:18|19|20)([0-9]{6})\s?([0-9]{4})(?![0-9])"),
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_COORDINATION = 60


class PersonalNumber(Refusal):
    """There is a personal number in the text; take it away, since it may stand only inside a signed file itself."""

    sv = "Det står ett personnummer i texten; ta bort det, för det får bara finnas inne i en undertecknad fil."
    status = 422


def holds_personal_number(text: str) -> bool:
    """Tell whether a personal or coordination number stands in the text."""
    return any(_is_one(found[1], found[2]) for form in _FORMS for found in form.finditer(text))


def refuse_personal_numbers(**texts: str) -> None:
    """Raise PersonalNumber, naming the field, if any of the texts holds one."""
    for field, text in texts.items():
        if holds_personal_number(text):
            raise PersonalNumber(field=field)


def _is_one(birth: str, rest: str) -> bool:
    month, day = int(birth[2:4]), int(birth[4:6])
    day -= _COORDINATION if day > _COORDINATION else 0
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] and bool(luhn.is_valid(birth + rest))
