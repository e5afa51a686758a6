"""Entering outcome: by whom and when, what replaces what, and the cases that open by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from service.db import Database
from service.deviations.model import Limit
from service.deviations.tables import DeviationRow
from service.economy.outcome.actions import Entered, place
from service.economy.outcome.placing import Placing, books_amiss, books_of, codes, kept
from service.economy.outcome.placing import read as placing_read
from service.economy.outcome.placing import written as placing_written
from service.economy.outcome.refusals import (
    DayAhead,
    DayBefore,
    FaultyFile,
    NoSuchPost,
    NotBegun,
    OtherPosts,
    PostsMissing,
    Unplaced,
)
from service.economy.outcome.rules import Used
from service.economy.outcome.store import get_import, latest, listed, placing_of, standing_of
from service.economy.reading.refusals import NotATable
from service.economy.reading.sie import read_sie
from service.history.tables import HistoryRow
from service.kernel.errors import Refusal
from service.kernel.text.personal import PersonalNumber
from service.lifecycle.money.outcome import Done, budget_on, count_in, enter, given_by, parsed, read_in
from service.lifecycle.talks.deviations import set_limit
from tests.builders import BY, on, signed_agreement
from tests.talks.world import NOW, Talks, made

JULY = on(2025, 7, 1, 9)
BUSSEN = (Path(__file__).parent / "files" / "bussen.se").read_bytes()


def entered(database: Database, agreement: int, as_of: date = date(2025, 6, 30), *, now: datetime = JULY, note: str = "",
            **used: Any) -> Done:
    """Enter an outcome; posts that are not named have used nothing. A pair is (used, forecast), in SEK."""
    with database.write() as session:
        budget = budget_on(session, agreement, as_of)
        posts = []
        for one in budget.posts:
            given = used.get(one.name.split()[0], 0)
            spent, forecast = given if isinstance(given, tuple) else (given, None)
            posts.append(Used(one.name, spent * 100, None if forecast is None else forecast * 100))
        return enter(session, agreement, Entered(as_of=as_of, posts=tuple(posts), note=note), author="Maria", now=now, by=BY)


def limited(world: Talks, **limit: Decimal) -> None:
    with world.database.write() as session:
        set_limit(session, world.agreement, Limit(**limit), revision=1, party_id=None, now=NOW, by=BY)


def cases(database: Database) -> list[tuple[str | None, int | None, date, str]]:
    with database.read() as session:
        return [(one.post, one.ore, one.changes_on, one.state) for one in session.scalars(select(DeviationRow).order_by(DeviationRow.id))]


def test_a_newer_one_stands_in_place_of_an_older_and_nothing_is_lost(database: Database) -> None:
    world = made(database)
    entered(database, world.agreement, Larm=4_000)
    entered(database, world.agreement, date(2025, 3, 31), Larm=1_000)
    entered(database, world.agreement, Larm=4_500, Telefoni=(3_000, 9_000))
    with database.read() as session:
        row = latest(session, world.agreement)
        assert row is not None
        found = {one.name: one for one in standing_of(session, row).posts}
        assert [(one.row.as_of.isoformat(), one.used_ore) for one in listed(session, world.agreement)] == [
            ("2025-06-30", 750_000), ("2025-06-30", 400_000), ("2025-03-31", 100_000)]
        story = session.scalars(select(HistoryRow.event).where(HistoryRow.subject.like("outcome %")).order_by(HistoryRow.id)).all()
    assert (found["Larm"].left_ore, found["Larm"].guessed) == (550_000, True)
    assert found["Larm"].forecast_ore == 1_002_000  # 450 000 öre in 150 of 334 days
    assert (found["Telefoni"].forecast_ore, found["Telefoni"].deviation_ore, found["Telefoni"].guessed) == (900_000, -100_000, False)
    assert story == ["entered"] * 3


def test_a_case_opens_by_itself_above_the_limit_and_once(database: Database) -> None:
    world = made(database)
    limited(world, percent=Decimal(10))
    assert entered(database, world.agreement, Larm=11_000).cases == ()
    [case] = entered(database, world.agreement, Larm=11_001).cases
    assert cases(database) == [("Larm", 100_100, date(2025, 6, 30), "reported")]
    assert entered(database, world.agreement, Larm=12_000).cases == ()
    world.note(case, JULY)
    world.approve(case, "public", JULY)
    world.approve(case, "civil", JULY)
    # What has been decided on is not asked again; only more than that is.
    assert entered(database, world.agreement, Larm=11_001).cases == ()
    assert len(entered(database, world.agreement, Larm=11_500).cases) == 1
    # Figures of an earlier day, entered later, open nothing.
    assert entered(database, world.agreement, date(2025, 5, 31), Telefoni=50_000).cases == ()


def test_a_forecast_that_someone_gives_counts_a_guess_does_not(database: Database) -> None:
    world = made(database)
    limited(world, sek=Decimal(1000))
    assert entered(database, world.agreement, Larm=9_000).cases == ()
    assert len(entered(database, world.agreement, Larm=(9_000, 12_000)).cases) == 1
    assert cases(database) == [("Larm", 200_000, date(2025, 8, 31), "reported")]


def test_without_a_limit_nothing_opens_but_a_passed_frame_is_written_down(database: Database) -> None:
    world = made(database)
    done = entered(database, world.agreement, Personal=1_300_000)
    assert (done.cases, done.standing.whole.over) == ((), True)
    with database.read() as session:
        assert session.scalars(select(HistoryRow.body).where(HistoryRow.event == "frame_passed")).one() == (
            '{"as_of":"2025-06-30","ore":2425000}')


@pytest.mark.parametrize(("as_of", "note", "refusal"), [
    (date(2025, 7, 2), "", DayAhead), (date(2025, 1, 31), "", DayBefore), (date(2025, 6, 30), "850709-9805 var sjuk", PersonalNumber)])
def test_what_cannot_be_entered(database: Database, as_of: date, note: str, refusal: type[Refusal]) -> None:
    world = made(database)
    with pytest.raises(refusal):
        entered(database, world.agreement, as_of, note=note)
    with database.read() as session:
        assert latest(session, world.agreement) is None


def test_every_post_is_entered_and_only_once_signed(database: Database) -> None:
    number = signed_agreement(database, signatures=1)
    with pytest.raises(NotBegun):
        entered(database, number)
    world = made(database)
    with pytest.raises(OtherPosts, match="Larm"), database.write() as session:
        enter(session, world.agreement, Entered(as_of=date(2025, 6, 30), posts=(Used("Larm", 5),)), author="Maria", now=JULY, by=BY)


def test_books_are_placed_once_and_counted_after_a_look(database: Database) -> None:
    world = made(database)
    as_of = date(2025, 6, 30)
    with database.write() as session:
        first = read_in(session, world.agreement, parsed(BUSSEN), "bussen.se", as_of=as_of, now=JULY, by=BY)
    with pytest.raises(Unplaced, match=r"5460, 6210, 7010"), database.write() as session:
        count_in(session, first, note="", author="Maria", now=JULY, by=BY)
    personal = budget_names(database, world.agreement)[0]
    with database.write() as session:
        place(session, world.agreement, Placing(only=("6", "SB"), posts={"5460": "Larm", "6210": "Telefoni", "7010": personal}), now=JULY, by=BY)
        done = count_in(session, first, note="Första halvåret", author="Maria", now=JULY, by=BY)
        # January was before the agreement, Pop In is another project, October is after the day.
        assert {one.name: one.used_ore for one in done.standing.posts if one.used_ore} == {
            personal: 15_000_000, "Larm": 745_050, "Telefoni": 250_000}
        again = read_in(session, world.agreement, parsed(BUSSEN), "bussen.se", as_of=as_of, now=JULY, by=BY)
        row = get_import(session, again)
        given, unplaced = given_by(row, budget_on(session, world.agreement, as_of), placing_of(session, world.agreement))
        assert (sum(one.used_ore for one in given), unplaced) == (15_995_050, [])
        assert "Kaffe" not in row.body and "Åsa" not in row.body


def budget_names(database: Database, agreement: int) -> list[str]:
    with database.read() as session:
        return [one.name for one in budget_on(session, agreement, date(2025, 6, 30)).posts]


def test_books_by_project_and_what_is_kept_of_them() -> None:
    books = books_of(kept(read_sie(BUSSEN)))
    by_project = Placing(by="6", posts={"SB": "Personal", "PI": "-"})
    found = codes(books, by_project, ["Personal"], first=date(2025, 1, 1), as_of=date(2025, 12, 31))
    assert [(one.code, one.name, one.ore, one.post) for one in found] == [
        ("PI", "Pop In Ungdom", 5_000_000, "-"), ("SB", 'Skyddsbussen "Bussen"', 25_245_050, "Personal")]
    assert placing_read(placing_written(by_project)) == by_project
    assert placing_read(None) == Placing()


def test_a_table_counts_with_every_post_and_no_other(database: Database) -> None:
    world = made(database)
    names = budget_names(database, world.agreement)
    table = "post;utfall;prognos\n" + "".join(f"{one.upper()};1 000,50;\n" for one in names)
    with database.write() as session:
        number = read_in(session, world.agreement, parsed(table.encode("cp1252")), "u.csv", as_of=date(2025, 6, 30), now=JULY, by=BY)
        assert count_in(session, number, note="", author="Maria", now=JULY, by=BY).standing.whole.used_ore == 100_050 * len(names)
    for content, refusal in ((b"post;utfall\nLarm;5\n", PostsMissing), (b"post;utfall\nGlass;5\n", NoSuchPost), (b"post;utfall\nLarm;x\n", FaultyFile)):
        with pytest.raises(refusal), database.write() as session:
            read_in(session, world.agreement, parsed(content), "u.csv", as_of=date(2025, 6, 30), now=JULY, by=BY)


def test_books_of_another_or_of_another_time_are_told() -> None:
    books = replace(read_sie(BUSSEN), org_number="857201-5728", first=date(2025, 1, 1), last=date(2025, 12, 31))
    number = ["857201-5728"]
    assert books_amiss(books, first=date(2025, 2, 1), as_of=date(2025, 6, 30), numbers=number) == frozenset()
    assert books_amiss(books, first=date(2024, 12, 1), as_of=date(2026, 1, 1), numbers=["212000-1355"]) == {"late", "short", "other"}
    assert books_amiss(replace(books, org_number=""), first=date(2025, 2, 1), as_of=date(2025, 6, 30), numbers=number) == frozenset()
    assert books_of(kept(books)).org_number == "857201-5728"


@pytest.mark.parametrize("content", [b'post;utfall\n"' + b"x" * 200_000, b"post;utfall\n\"a\nb;5"], ids=["a cell without end", "a quote without end"])
def test_a_table_that_is_none_is_refused(content: bytes) -> None:
    with pytest.raises((NotATable, FaultyFile)):
        parsed(content)
