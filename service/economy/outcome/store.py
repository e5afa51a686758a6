"""Finding outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.economy.outcome.placing import Placing, read
from service.economy.outcome.refusals import NoSuchImport, NoSuchOutcome
from service.economy.outcome.rules import Post, Standing, Used, stands
from service.economy.outcome.tables import FigurePostRow, FigureRow, ImportRow, PlacingRow

MOST = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """An outcome in the list, with what was used in all, in öre."""

    row: FigureRow
    used_ore: int


def latest(session: Session, agreement_id: int) -> FigureRow | None:
    """Return the outcome that holds: of the latest day, the one entered last."""
    query = select(FigureRow).where(FigureRow.agreement_id == agreement_id)
    return session.scalars(query.order_by(FigureRow.as_of.desc(), FigureRow.id.desc()).limit(1)).one_or_none()


def latest_between(session: Session, agreement_id: int, first: date, last: date) -> FigureRow | None:
    """Return the outcome that holds of the days from `first` to `last`."""
    query = select(FigureRow).where(FigureRow.agreement_id == agreement_id, FigureRow.as_of.between(first, last))
    return session.scalars(query.order_by(FigureRow.as_of.desc(), FigureRow.id.desc()).limit(1)).one_or_none()


def get_figure(session: Session, agreement_id: int, figure_id: int) -> FigureRow:
    """Return an outcome of an agreement; raise NoSuchOutcome."""
    query = select(FigureRow).where(FigureRow.agreement_id == agreement_id, FigureRow.id == figure_id)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NoSuchOutcome(id=figure_id)
    return found


def standing_of(session: Session, row: FigureRow) -> Standing:
    """Return how each post stood."""
    rows = session.scalars(select(FigurePostRow).where(FigurePostRow.figure_id == row.id).order_by(FigurePostRow.position))
    return stands([(Post(one.post, one.budget_ore), Used(one.post, one.used_ore, one.forecast_ore)) for one in rows],
                  first=row.first, last=row.last, as_of=row.as_of)


def listed(session: Session, agreement_id: int) -> Sequence[Listed]:
    """Return what has been entered, the latest day first; of one day, what was entered last stands first and holds."""
    query = (
        select(FigureRow, func.sum(FigurePostRow.used_ore)).join(FigurePostRow, FigurePostRow.figure_id == FigureRow.id)
        .where(FigureRow.agreement_id == agreement_id).group_by(FigureRow.id)
        .order_by(FigureRow.as_of.desc(), FigureRow.id.desc()).limit(MOST)
    )
    return [Listed(row, int(used)) for row, used in session.execute(query)]


def placing_of(session: Session, agreement_id: int) -> Placing:
    """Return how the books of an agreement were placed last."""
    return read(session.scalars(select(PlacingRow.body).where(PlacingRow.agreement_id == agreement_id)).one_or_none())


def get_import(session: Session, import_id: int, *, locked: bool = True) -> ImportRow:
    """Return a file that was read in, locked where the database locks rows unless it is only shown; raise NoSuchImport."""
    query = select(ImportRow).where(ImportRow.id == import_id)
    found = session.scalars(query.with_for_update(key_share=True) if locked else query).one_or_none()
    if found is None:
        raise NoSuchImport(id=import_id)
    return found


def waiting(session: Session, agreement_id: int) -> Sequence[ImportRow]:
    """Return the files that are read in and do not count yet."""
    query = select(ImportRow).where(ImportRow.agreement_id == agreement_id, ImportRow.figure_id.is_(None))
    return session.scalars(query.order_by(ImportRow.id).limit(MOST)).all()
