"""Diary numbers: the body's own, else a series without gaps, whoever registers at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.db import Database
from service.documents import actions
from service.documents.files import read
from service.documents.store import get_version, versions_of
from service.documents.tables import DocumentRow
from service.parties.store import cast
from tests.documents import made
from tests.documents.test_actions import GIVEN, put
from tests.web.world import BY, NOW, signed, terms


def numbers(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(DocumentRow.diary_number).order_by(DocumentRow.id)))


def test_the_bodys_own_number_is_taken_as_it_is_and_may_be_shared_within_a_case(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        for given in ("KS  2026/42", "KS 2026/42", ""):
            put(session, number, replace(GIVEN, diary_number=given))
        put(session, number, replace(GIVEN, diary_number="ÖV 2026:1"))
    assert numbers(database) == ["KS 2026/42", "KS 2026/42", "ÖV 2026:1", "ÖV 2026:1"]


def test_each_year_and_each_body_has_its_own_series(database: Database) -> None:
    one = signed(database)
    made_elsewhere = terms("En annan")
    other = signed(database, made_elsewhere.model_copy(update={"parties": (
        made_elsewhere.parties[0].model_copy(update={"name": "Annanstads kommun"}), made_elsewhere.parties[1])}))
    with database.write() as session:
        put(session, one)
        put(session, one)
        put(session, other)
        party = cast(session, one).parties[0]
        new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
        actions.add(session, one, GIVEN, made.file(), party=party, now=new_year, by=BY)
    assert numbers(database) == ["ÖV 2026:1", "ÖV 2026:2", "ÖV 2026:1", "ÖV 2027:1"]


def test_a_registration_that_is_undone_leaves_no_gap(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        put(session, number)
        session.rollback()
    with database.write() as session:
        put(session, number)
    assert numbers(database) == ["ÖV 2026:1"]


def test_many_at_once_get_a_number_each_without_gap_or_double(database: Database) -> None:
    number, others = signed(database), signed(database, terms("En annan"))
    file = made.file()
    faults: list[BaseException] = []

    def work(agreement_id: int) -> None:
        try:
            for each in range(5):
                undone = each == 2
                try:
                    with database.write() as session:
                        party = cast(session, agreement_id).parties[0]
                        actions.add(session, agreement_id, GIVEN, file, party=party, now=NOW, by=BY)
                        if undone:
                            raise InterruptedError
                except InterruptedError:
                    continue
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(each,)) for each in (number, others) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(numbers(database), key=lambda one: int(one.partition(":")[2])) == [f"ÖV 2026:{each}" for each in range(1, 25)]


def test_versions_added_at_once_are_numbered_without_gap(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number)
    given = [made.file(f"Version {each}") for each in range(6)]
    faults: list[BaseException] = []

    def work(each: int) -> None:
        try:
            with database.write() as session:
                actions.new_version(session, document, given[each], now=NOW, by=BY)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(each,)) for each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        found = versions_of(session, document)
    assert (faults, [one.number for one in found]) == ([], [7, 6, 5, 4, 3, 2, 1])
    assert {one.digest for one in found} == {one.digest for one in given} | {made.file().digest}


def test_a_file_handed_in_while_its_last_document_is_culled_is_there_afterwards(database: Database) -> None:
    number = signed(database)
    dated = replace(GIVEN, cull_after=date(2020, 1, 1), retention="Plan 4.2")
    file, faults = made.file(), list[BaseException]()
    with database.write() as session:
        documents = [put(session, number, dated) for _ in range(4)]

    def work(act: Callable[[Session], object]) -> None:
        try:
            with database.write() as session:
                act(session)
        except BaseException as fault:
            faults.append(fault)

    def culling(document: int) -> Callable[[Session], object]:
        return lambda session: actions.cull(session, document, decision="KS § 4", now=NOW, by=BY)

    def adding(session: Session) -> object:
        return actions.add(session, number, GIVEN, file, party=cast(session, number).parties[0], now=NOW, by=BY)

    acts = [*(culling(each) for each in documents), adding]
    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with database.read() as session:
        newest = session.scalars(select(DocumentRow).where(DocumentRow.culled_at.is_(None))).one()
        assert read(session, newest, get_version(session, newest.id)) == made.pdf()
