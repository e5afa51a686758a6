"""A world put back is the world that was made."""

from __future__ import annotations

from service.db import Base, Database
from service.history.verify import faults
from tests.builders import begun_agreement
from tests.kept import image, kept


def _rows(database: Database) -> dict[str, list[str]]:
    with database.read() as session:
        return {name: sorted(map(repr, session.execute(table.select()).all())) for name, table in Base.metadata.tables.items()}


def test_what_is_put_back_is_what_was_made_and_goes_on_as_it_would_have(database: Database) -> None:
    emptied, empty = image(database), _rows(database)
    times = []

    @kept
    def made(database: Database) -> int:
        times.append(1)
        return begun_agreement(database)

    begun = made(database)
    was = _rows(database)
    emptied(database)
    assert _rows(database) == empty
    assert made(database) == begun
    assert _rows(database) == was
    assert times == [1]
    assert begun_agreement(database) > begun
    with database.read() as session:
        assert list(faults(session)) == []
