"""A row that is due but cannot be read, e.g. one that a newer version wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What is known of such a row, and why it could not be read."""

    id: int
    agreement_id: int
    subject: str
    error: Exception


def read_each(
    rows: Iterable[Any], what: str, make: Callable[[Any], Item], *, agreement_id: str = "agreement_id"
) -> list[Item | Unreadable]:
    """Return the item of each row, or why there is none: one bad row must not hide the others."""
    found: list[Item | Unreadable] = []
    for row in rows:
        try:
            found.append(make(row))
        except Exception as error:
            found.append(Unreadable(row.id, getattr(row, agreement_id), f"{what} {row.id}", error))
    return found
