"""The one door for state changes: compare-and-set and the history of it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from service.db import Base
from service.history.record import Record, append
from service.kernel.errors import Overtaken
from service.kernel.life import Moved


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
