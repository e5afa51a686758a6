"""Many agreements at once, written by the database itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import text

from service.db import Database, Moment
from service.kernel.calendar import sent_ahead

DAY = date(2025, 10, 31)
END = date(2025, 12, 31)
DUE = sent_ahead(DAY - timedelta(days=1))
AROSE = datetime.fromisoformat("2025-02-01T09:00:00+00:00")
NOW = DUE + timedelta(seconds=1)


def _numbers(database: Database) -> str:
    if database.is_sqlite:
        return "(WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < {count}) SELECT n FROM seq) s"
    return "generate_series(1, {count}) AS s(n)"


def _run(database: Database, statement: str, count: int, **values: object) -> None:
    numbers = _numbers(database).format(count=count)
    given = {key: Moment().process_bind_param(value, database.engine.dialect) if isinstance(value, datetime) else value
             for key, value in values.items()}
    with database.write() as session:
        session.execute(text(statement.replace("{numbers}", numbers)), given)


def agreements(database: Database, count: int) -> None:
    """Fill in active agreements with two parties and a coordinator each."""
    moments = {"arose": AROSE}
    _run(database, "INSERT INTO people (id, name, email, language) SELECT n, 'Person ' || n, 'p' || n || '@kommun.example', 'sv' FROM {numbers}",
         min(2000, 2 * count))
    _run(database, """INSERT INTO agreements (id, uid, title, state, version, starts_on, ends_on, ending, renewals, renewals_most,
        registered_at, remarks, assumed, ladders, sample, arose_at)
        SELECT n, 'uid' || n, 'Partnerskap ' || n, 'active', 1, '2025-02-01', '2025-12-31', 'ends', 0, 0, :arose, '[]', '[]', '{}', false, :arose
        FROM {numbers}""", count, **moments)
    for place, role in enumerate(("public", "civil")):
        _run(database, f"""INSERT INTO parties (id, agreement_id, position, role, name, org_number)
            SELECT n * 2 - {1 - place}, n, {place}, '{role}', '{role} part ' || n, NULL FROM {{numbers}}""", count)
        _run(database, f"""INSERT INTO functions (agreement_id, party_id, person_id, function)
            SELECT n, n * 2 - {1 - place}, (n * 2 - {1 - place}) % {min(2000, 2 * count)} + 1, 'coordinator' FROM {{numbers}}""", count)
        _run(database, f"""INSERT INTO functions (agreement_id, party_id, person_id, function)
            SELECT n, n * 2 - {1 - place}, (n * 2 - {1 - place}) % {min(2000, 2 * count)} + 1, 'signatory' FROM {{numbers}}""", count)
    _run(database, "INSERT INTO chains (chain, seq, digest) SELECT n, 1, 'start' FROM {numbers}", count)


def decisions(database: Database, count: int, due: int) -> None:
    """Fill in an open decision for each agreement, the first `due` of them due now."""
    _run(database, """INSERT INTO obligations (id, agreement_id, key, kind, day, first, last, owes, clause, closing, state, earlier)
        SELECT n, n, 'renewal_decision:2025-12-31', 'renewal_decision', '2025-10-31', '2025-02-01', '2025-12-31', 'both',
        'Parterna tar ställning till förlängning senast två månader före periodens slut.', false, 'open', false FROM {numbers}""", count)
    _run(database, """INSERT INTO decisions (id, agreement_id, obligation_id, key, day, ends_on, state, silence, late, earlier, arose_at, told_at, next_at)
        SELECT n, n, n, 'renewal_decision:2025-12-31', '2025-10-31', '2025-12-31', 'open', 'ends', false, false, :arose, :told,
        CASE WHEN n <= :due THEN :due_at ELSE :later END FROM {numbers}""", count,
        arose=AROSE, told=DUE - timedelta(days=6), due=due, due_at=DUE, later=DUE + timedelta(days=900))


def stored(database: Database, count: int, agreements_: int) -> None:
    """Fill in obligations that are stored and not due."""
    _run(database, f"""INSERT INTO obligations (id, agreement_id, key, kind, day, first, last, owes, clause, closing, state, earlier, next_at)
        SELECT n + 1000000, n % {agreements_} + 1, 'invoice:' || n, 'invoice', '2025-12-30', '2025-07-01', '2025-12-31', 'civil', 'Klausul', false,
        'planned', false, :later FROM {{numbers}}""", count, later=DUE + timedelta(days=900))


def make_due(database: Database, count: int) -> None:
    """Make the first `count` decisions due again, as if their last notice were not given."""
    with database.write() as session:
        session.execute(text("DELETE FROM outbox"))
        session.execute(text("UPDATE decisions SET told_at = :told, next_at = :due WHERE id <= :count"), {
            "told": Moment().process_bind_param(DUE - timedelta(days=6), database.engine.dialect),
            "due": Moment().process_bind_param(DUE, database.engine.dialect), "count": count})
