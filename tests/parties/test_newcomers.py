"""A person by one address is one person, also when two take them in at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from service.db import Database
from service.parties.changes import person_at


def test_two_who_take_in_the_same_person_at_once_mean_one(database: Database) -> None:
    def other() -> int:
        with database.write() as session:
            return person_at(session, name="Eva Ny", email="eva@staden.example", language="en").id

    with ThreadPoolExecutor(1) as pool:
        with database.write() as session:
            first = person_at(session, name="Eva Ny", email="eva@staden.example", language="sv").id
            told = pool.submit(other)
            sleep(0.3)
        assert told.result(20) == first
