"""Entering what is used: against the terms of the day, and a deviation opens by itself where the limit is passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import AgreementRow
from service.deviations.model import Kind
from service.deviations.states import OPEN
from service.deviations.tables import DeviationRow
from service.economy.outcome import actions
from service.economy.outcome.actions import CSV, SIE, Budget, Entered
from service.economy.outcome.placing import Placing, books_amiss, books_of, codes, kept, used
from service.economy.outcome.refusals import (
    AlreadyCounted,
    DayAhead,
    DayBefore,
    FaultyFile,
    NoBudget,
    NoSuchPost,
    NotBegun,
    OtherPosts,
    PostsMissing,
    Unplaced,
)
from service.economy.outcome.rules import Standing, Used, budget_of, foreseen, passes_on, window
from service.economy.outcome.store import get_import, latest, placing_of
from service.economy.outcome.tables import FigureRow, ImportRow
from service.economy.reading.model import Books, LineFault, PostRow
from service.economy.reading.sie import read_sie
from service.economy.reading.table import read_table
from service.kernel.clock import local_day
from service.kernel.money import ore, sek
from service.lifecycle.amending.versions import terms_on
from service.lifecycle.talks import deviations
from service.parties.tables import PartyRow

NOT_YET = frozenset((State.DRAFT, State.IN_SIGNATURE, State.DISCARDED, State.CLOSED))
SHOWN_FAULTS = 10


@dataclass(frozen=True, slots=True)
class Done:
    """What was entered, how the posts stand by it, and the cases that opened by themselves."""

    figure_id: int
    standing: Standing
    cases: tuple[int, ...]


def open_for(row: AgreementRow) -> bool:
    """Say whether outcome can be entered now."""
    return State(row.state) not in NOT_YET


def budget_on(session: Session, agreement_id: int, day: date) -> Budget:
    """Return the posts of the terms in force on a day; raise NoBudget."""
    version = terms_on(session, agreement_id, day)
    first, last = window(version.terms, day)
    posts = budget_of(version.terms, first, last)
    if not posts:
        raise NoBudget
    return Budget(version=version.number, first=first, last=last, posts=posts)


def _entering(session: Session, agreement_id: int, day: date, today: date) -> Budget:
    """Return the budget of a day that outcome can be entered for."""
    row = get_agreement(session, agreement_id)
    if not open_for(row):
        raise NotBegun
    if day > today:
        raise DayAhead(day=day, field="as_of")
    if day < row.starts_on:
        raise DayBefore(day=day, first=row.starts_on, field="as_of")
    return budget_on(session, agreement_id, day)


def enter(session: Session, agreement_id: int, given: Entered, *, author: str, now: datetime, by: str) -> Done:
    """Enter what is used until a day; where it passes the limit, a deviation opens by itself, once."""
    budget = _entering(session, agreement_id, given.as_of, local_day(now))
    row, standing = actions.enter(session, agreement_id, given, budget, author=author, now=now, by=by)
    return Done(row.id, standing, _proposed(session, row, standing, now=now))


def _proposed(session: Session, row: FigureRow, standing: Standing, *, now: datetime) -> tuple[int, ...]:
    """Open a case for each post above the limit, but for what has been dealt with; figures older than others open none."""
    newest = latest(session, row.agreement_id)
    if newest is None or newest.id != row.id:
        return ()
    settled = _settled(session, row.agreement_id)
    made = []
    for one in standing.posts:
        spent = foreseen(one)
        if spent - one.budget_ore > settled.get(one.name, 0):
            made.append(deviations.propose(session, row.agreement_id, one.name, sek(spent), now=now,
                                           changes_on=passes_on(one, standing)))
    return tuple(one for one in made if one is not None)


def _settled(session: Session, agreement_id: int) -> dict[str, int]:
    """Return how much above each post has been decided on, in öre: the most of any case that is over."""
    budgets = {one.name: ore(one.amount) for one in terms_of(session, agreement_id).economy.posts}
    found: dict[str, int] = {}
    rows = session.execute(select(DeviationRow.post, DeviationRow.ore, DeviationRow.hundredths).where(
        DeviationRow.agreement_id == agreement_id, DeviationRow.kind == Kind.BUDGET,
        DeviationRow.state.not_in(OPEN)))
    for post, amount, hundredths in rows:
        if post is None:
            continue
        over = amount if amount is not None else (hundredths or 0) * budgets.get(post, 0) // 10_000
        found[post] = max(found.get(post, 0), over)
    return found


def parsed(content: bytes) -> Books | list[PostRow]:
    """Return what a SIE file or a table of posts says, or refuse it; call it before the transaction, for it takes its time."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"#":
        books = read_sie(content)
        _refuse_faults(books.faults)
        return books
    rows, faults = read_table(content)
    _refuse_faults(tuple(faults))
    return rows


def read_in(
    session: Session, agreement_id: int, given: Books | list[PostRow], file_name: str, *, as_of: date, now: datetime, by: str,
) -> int:
    """Keep what a file says until it counts; return the number of the import."""
    budget = _entering(session, agreement_id, as_of, local_day(now))
    if isinstance(given, Books):
        source, body = SIE, kept(given)
    else:
        source, body = CSV, actions.rows_kept(_matched(given, budget, as_of))
    return actions.read_in(session, agreement_id, source=source, file_name=file_name, as_of=as_of, body=body, now=now, by=by)


def _refuse_faults(faults: tuple[LineFault, ...]) -> None:
    if faults:
        en, sv = ("; ".join(one.sentence(language) for one in faults[:SHOWN_FAULTS]) for language in ("en", "sv"))
        raise FaultyFile(faults=en, faults_sv=sv, field="file")


def _matched(rows: Sequence[PostRow], budget: Budget, as_of: date) -> list[Used]:
    """Return the rows of a table as posts of the budget, which each must be there once."""
    names = {one.name.casefold().strip(): one.name for one in budget.posts}
    if unknown := [one.post for one in rows if one.post.casefold() not in names]:
        raise NoSuchPost(unknown=", ".join(unknown[:SHOWN_FAULTS]), day=as_of, posts=", ".join(names.values()), field="file")
    found = [Used(names[one.post.casefold()], one.used_ore, one.forecast_ore) for one in rows]
    if missing := [name for name in names.values() if name not in {one.post for one in found}]:
        raise PostsMissing(missing=", ".join(missing), field="file")
    if sorted(one.post for one in found) != sorted(names.values()):
        raise OtherPosts(day=as_of, posts=", ".join(names.values()), field="file")
    return found


def given_by(row: ImportRow, budget: Budget, placing: Placing) -> tuple[list[Used], list[str]]:
    """Return what a file comes to for each post, and the accounts or objects in it that have no place yet."""
    names = [one.name for one in budget.posts]
    if row.source == CSV:
        rows = actions.kept_rows(row.body)
        if sorted(one.post for one in rows) != sorted(names):
            raise OtherPosts(day=row.as_of, posts=", ".join(names))
        return list(rows), []
    found = codes(books_of(row.body), placing, names, first=budget.first, as_of=row.as_of)
    return [Used(name, amount) for name, amount in used(found, names).items()], [one.code for one in found if not one.post]


def amiss(session: Session, row: ImportRow, books: Books, budget: Budget) -> frozenset[str]:
    """Return what may be wrong with books: they begin `late` or end `short`, or are those of an `other` than any association here."""
    numbers = session.scalars(select(PartyRow.org_number).where(PartyRow.agreement_id == row.agreement_id, PartyRow.role == "civil"))
    return books_amiss(books, first=budget.first, as_of=row.as_of, numbers=[one for one in numbers if one])


def count_in(session: Session, import_id: int, *, note: str, author: str, now: datetime, by: str) -> Done:
    """Let a file that was read in count, by the placing that is remembered."""
    row = get_import(session, import_id)
    budget = _entering(session, row.agreement_id, row.as_of, local_day(now))
    if row.figure_id is not None:
        raise AlreadyCounted
    given, unplaced = given_by(row, budget, placing_of(session, row.agreement_id))
    if unplaced:
        raise Unplaced(codes=", ".join(unplaced))
    entered = Entered(as_of=row.as_of, posts=tuple(given), note=note, source=row.source, file_name=row.file_name)
    done = enter(session, row.agreement_id, entered, author=author, now=now, by=by)
    actions.counted(session, row, done.figure_id)
    return done
