"""Values as cells of a text file that spreadsheets open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

# What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: object) -> str:
    """Return a value as text that no spreadsheet takes for a formula; what is None is empty, numbers have a decimal comma."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
