"""Entering outcome, and what is read in before it counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.economy.outcome.placing import Placing, written
from service.economy.outcome.refusals import AlreadyCounted, OtherPosts
from service.economy.outcome.rules import FRAME, Post, Standing, Used, in_order, passes_frame
from service.economy.outcome.store import standing_of
from service.economy.outcome.tables import FigurePostRow, FigureRow, ImportRow, PlacingRow
from service.history.record import Record, append
from service.kernel.text.personal import refuse_personal_numbers

FORM, CSV, SIE = "form", "csv", "sie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What someone enters: the day until which it is used, each post, and a note."""

    as_of: date
    posts: tuple[Used, ...]
    note: str = ""
    source: str = FORM
    file_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The posts of the terms in force on a day, and the time they are for."""

    version: int
    first: date
    last: date
    posts: tuple[Post, ...]


def enter(
    session: Session, agreement_id: int, given: Entered, budget: Budget, *, author: str, now: datetime, by: str,
) -> tuple[FigureRow, Standing]:
    """Write down an outcome; return it and how the posts stand by it."""
    refuse_personal_numbers(note=given.note)
    by_post = {one.post: one for one in given.posts}
    if set(by_post) != {one.name for one in budget.posts} or len(given.posts) != len(budget.posts):
        raise OtherPosts(day=given.as_of, posts=", ".join(one.name or "–" for one in budget.posts), field="as_of")
    row = FigureRow(
        agreement_id=agreement_id, as_of=given.as_of, first=budget.first, last=budget.last, version=budget.version,
        source=given.source, file_name=given.file_name, note=given.note, author=author, recorded_at=now)
    session.add(row)
    session.flush()
    session.add_all(
        FigurePostRow(figure_id=row.id, position=at, post=post.name, budget_ore=post.budget_ore, used_ore=used.used_ore,
                      forecast_ore=used.forecast_ore)
        for at, (post, used) in enumerate(in_order(budget.posts, by_post)))
    session.flush()
    standing = standing_of(session, row)
    row.over_frame = passes_frame(standing)
    session.flush()
    _note(session, row, standing, now=now, by=by)
    return row, standing


def _note(session: Session, row: FigureRow, standing: Standing, *, now: datetime, by: str) -> None:
    whole = standing.whole
    body = {"as_of": row.as_of.isoformat(), "ore": whole.used_ore, "version": row.version, "source": row.source,
            "posts": {one.name: one.used_ore for one in standing.posts}}
    events = [("entered", body)]
    if whole.over:
        events.append(("frame_passed", {"as_of": row.as_of.isoformat(), "ore": -whole.left_ore}))
    append(session, [Record(chain=row.agreement_id, at=now, actor=by, subject=f"outcome {row.id}", event=event, body=said)
                     for event, said in events])


def read_in(
    session: Session, agreement_id: int, *, source: str, file_name: str, as_of: date, body: str, now: datetime, by: str,
) -> int:
    """Keep what a file says until it counts; return the number of the import."""
    row = ImportRow(agreement_id=agreement_id, source=source, file_name=file_name, as_of=as_of, body=body, read_by=by, read_at=now)
    session.add(row)
    session.flush()
    return row.id


def rows_kept(rows: Sequence[Used]) -> str:
    """Return the rows of a table as they are kept until they count."""
    return json.dumps([[one.post, one.used_ore, one.forecast_ore] for one in rows], ensure_ascii=False)


def kept_rows(stored: str) -> tuple[Used, ...]:
    """Return the rows of a table that were kept."""
    return tuple(Used(post, used, forecast) for post, used, forecast in json.loads(stored))


def place(session: Session, agreement_id: int, placing: Placing, *, now: datetime, by: str) -> None:
    """Remember how the books of an agreement are placed."""
    row = session.get(PlacingRow, agreement_id)
    if row is None:
        row = PlacingRow(agreement_id=agreement_id)
        session.add(row)
    row.body, row.saved_by, row.saved_at = written(placing), by, now
    session.flush()


def counted(session: Session, row: ImportRow, figure_id: int) -> None:
    """Note that a file counts now; what was kept of it is no longer needed."""
    if row.figure_id is not None:
        raise AlreadyCounted
    row.figure_id, row.body = figure_id, "[]"
    session.flush()


def drop(session: Session, row: ImportRow) -> None:
    """Forget a file that does not count."""
    if row.figure_id is not None:
        raise AlreadyCounted
    session.execute(delete(ImportRow).where(ImportRow.id == row.id))


def called(name: str, frame: str) -> str:
    """Return what a post is called, where `frame` is the word for the whole."""
    return frame if name == FRAME else name
