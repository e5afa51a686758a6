"""A life as a table, and a step taken in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from service.kernel.errors import NotAStep

S = TypeVar("S", bound=StrEnum)
T = TypeVar("T", bound=StrEnum)


class Life(Generic[S, T]):
    """A life as a table: (state, step) → state; every pair not in it is refused.

    `may` names the functions of a party that may take each step; a step not in it is the clock's.
    """

    def __init__(self, name: str, table: Mapping[tuple[S, T], S], may: Mapping[T, tuple[str, ...]]) -> None:
        self.name = name
        self.table = dict(table)
        self.may = dict(may)

    def after(self, state: S, step: T) -> S:
        """Return the state that `step` leads to, or raise NotAStep."""
        try:
            return self.table[state, step]
        except KeyError:
            raise NotAStep(life=self.name, state=state, step=step) from None

    def steps_from(self, state: S) -> tuple[T, ...]:
        """Return the steps that may be taken from `state`, in the table's order."""
        return tuple(step for origin, step in self.table if origin == state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One row's step through the door; `values` are further columns to set, `body` goes to history."""

    id: int
    chain: int
    subject: str
    origin: str
    state: str
    event: str
    values: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
