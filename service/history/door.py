"""The one door for state changes: compare-and-set and the history of it, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from service.db import Base
from service.history.record import Record, append
from service.kernel.errors import NotAStep, Overtaken

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


def move(session: Session, table: type[Base], moved: Sequence[Moved], *, now: datetime, by: str) -> None:
    """Set each row's state if it still is `origin`, and record it; one that is not raises Overtaken.

    All `moved` of one call must set the same columns.
    """
    if not moved:
        return
    rows = table.__table__
    names = list(moved[0].values)
    statement = (
        update(rows)  # type: ignore[arg-type]
        .where(rows.c.id == bindparam("its_id"), rows.c.state == bindparam("its_origin"))
        .values(state=bindparam("its_state"), **{name: bindparam("new_" + name) for name in names})
    )
    given = [
        {"its_id": one.id, "its_origin": one.origin, "its_state": one.state,
         **{"new_" + name: one.values[name] for name in names}}
        for one in moved
    ]
    done = session.connection().execute(statement, given)
    if done.rowcount != len(moved):
        raise Overtaken
    append(session, [
        Record(chain=one.chain, at=now, actor=by, subject=one.subject, event=one.event,
               body={"from": one.origin, "to": one.state, **one.body})
        for one in moved
    ])
