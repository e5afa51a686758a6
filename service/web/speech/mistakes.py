"""What is wrong with a field, in words a person can act on, by the kind of mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FILL_IN = ("Fyll i det här.", "Fill this in.")
A_DAY = ("Skriv en dag som 2026-10-31.", "Write a day like 2026-10-31.")
A_TIME = ("Skriv ett klockslag som 10:00.", "Write a time like 10:00.")
A_NUMBER = ("Skriv ett heltal med siffror.", "Write a whole number in digits.")
A_SUM = ("Skriv ett belopp med siffror, som 1275750 eller 1275750,50.", "Write an amount in digits, like 1275750 or 1275750.50.")
CHOOSE = ("Välj ett av alternativen.", "Choose one of the alternatives.")

MISTAKES: Mapping[str, tuple[str, str]] = {
    "missing": FILL_IN,
    "string_too_short": FILL_IN,
    "too_short": ("Välj minst {min_length}.", "Choose at least {min_length}."),
    "too_long": ("Högst {max_length} ryms.", "At most {max_length} fit."),
    "string_too_long": ("Texten är för lång; högst {max_length} tecken ryms.",
                        "The text is too long; at most {max_length} characters fit."),
    "date_from_datetime_parsing": A_DAY, "date_parsing": A_DAY, "date_type": A_DAY, "date_from_datetime_inexact": A_DAY,
    "time_parsing": A_TIME, "time_type": A_TIME,
    "int_parsing": A_NUMBER, "int_type": A_NUMBER, "int_from_float": A_NUMBER, "int_parsing_size": A_NUMBER,
    "decimal_parsing": A_SUM, "decimal_type": A_SUM, "decimal_max_digits": A_SUM, "decimal_max_places": A_SUM,
    "decimal_whole_digits": A_SUM, "float_parsing": A_SUM,
    "greater_than_equal": ("Minst {ge}.", "At least {ge}."),
    "greater_than": ("Mer än {gt}.", "More than {gt}."),
    "less_than_equal": ("Högst {le}.", "At most {le}."),
    "less_than": ("Mindre än {lt}.", "Less than {lt}."),
    "enum": CHOOSE, "literal_error": CHOOSE, "bool_parsing": CHOOSE, "union_tag_invalid": CHOOSE,
    "string_pattern_mismatch": ("Det här har inte rätt form.", "This is not of the right form."),
}


def sentence(kind: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return what to do about a mistake, in Swedish and English."""
    sv, en = MISTAKES.get(kind, ("Det här går inte att läsa.", "This cannot be read."))
    return sv.format(**facts), en.format(**facts)
