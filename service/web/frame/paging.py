"""Pages of a long list by key: the next one starts where the last one ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from service.kernel.errors import Refusal

PAGE = 25
T = TypeVar("T")


class BadPlace(Refusal):
    """That place in the list cannot be read; start again from its beginning."""

    sv = "Den platsen i listan går inte att läsa; börja om från början."
    status = 400


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list and where the next ones begin (None at its end)."""

    rows: Sequence[T]
    following: str | None


def cut(rows: Sequence[T], key: Callable[[T], str], size: int = PAGE) -> Page[T]:
    """Return a page of rows read with one more than fits."""
    return Page(rows[:size], key(rows[size - 1]) if len(rows) > size else None)
