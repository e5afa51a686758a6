"""Disputes: talked over first, then resolved in words that all stand behind, or taken to what the terms name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.agreements.store import get_agreement
from service.db import Database
from service.disputes import refusals
from service.disputes.model import Forum
from service.disputes.store import get_item
from service.disputes.tables import DisputeRow
from service.lifecycle.facts import duties_left
from service.lifecycle.talks import disputes
from tests.builders import BY, on
from tests.repaying.world import NOW, Repaying, rescinded

TODAY = NOW.date()


def _state(world: Repaying, number: int) -> str:
    with world.database.read() as session:
        return session.get_one(DisputeRow, number).state


def _resolve(world: Repaying, number: int, role: str = "public") -> bool:
    with world.database.write() as session:
        return disputes.state_outcome(session, number, world.parties[role], "Vi delar på det.", author="Anders", now=NOW, by=BY)


def _confirm(world: Repaying, number: int, role: str = "civil") -> bool:
    with world.database.write() as session:
        return disputes.confirm(session, number, world.parties[role], author="Maria", now=NOW, by=BY)


def _escalate(world: Repaying, number: int, forum: Forum = Forum.COURT, day: date = TODAY) -> None:
    with world.database.write() as session:
        disputes.escalate(session, number, world.parties["public"], forum, reference="Tingsrätten T 12-25", on=day, now=NOW, by=BY)


def test_nothing_is_resolved_or_taken_further_before_a_dialogue_is_noted(database: Database) -> None:
    world = rescinded(database)
    number = world.open_dispute()
    for act in (_resolve, _escalate):
        with pytest.raises(refusals.DialogueFirst) as refused:
            act(world, number)
        assert refused.value.sentence("en") == "A dispute is talked over first; note a dialogue before it is resolved or taken further."
    with pytest.raises(refusals.DayAhead):
        world.talk(number, day=date(2025, 8, 5))
    world.talk(number)
    assert _state(world, number) == "in_dialogue"
    with pytest.raises(refusals.OtherForum) as other:
        _escalate(world, number, Forum.ARBITRATION)
    assert other.value.sentence("sv") == "Villkoren anger en annan väg för tvister: domstol."
    _escalate(world, number)
    assert _state(world, number) == "escalated"
    # What was decided elsewhere is noted by one, and the others are told.
    assert _resolve(world, number)
    assert _state(world, number) == "resolved" and world.told("dispute_over")
    with pytest.raises(refusals.NotOpen):
        world.talk(number)


@pytest.mark.parametrize("forum", [Forum.MEDIATION, Forum.ARBITRATION])
def test_it_is_taken_to_what_the_terms_name(database: Database, forum: Forum) -> None:
    world = rescinded(database, disputes=forum.value)
    number = world.open_dispute()
    world.talk(number)
    with pytest.raises(refusals.OtherForum):
        _escalate(world, number)
    _escalate(world, number, forum)
    assert _state(world, number) == "escalated"


def test_all_stand_behind_the_same_words(database: Database) -> None:
    world = rescinded(database)
    number = world.open_dispute()
    with pytest.raises(refusals.NothingStated):
        _confirm(world, number)
    world.talk(number)
    assert not _resolve(world, number)
    with pytest.raises(refusals.AlreadyConfirmed):
        _confirm(world, number, "public")
    # Other words make the first ones fall: whoever stood behind those is asked anew.
    assert not _resolve(world, number, "civil")
    with database.write() as session:
        assert get_item(session, number).waiting == (world.parties["public"],)
    assert _confirm(world, number, "public")
    assert _state(world, number) == "resolved"


def test_only_the_opener_withdraws(database: Database) -> None:
    world = rescinded(database)
    number = world.open_dispute()
    with database.write() as session, pytest.raises(refusals.NotTheOpener):
        disputes.take_back(session, number, world.parties["public"], "Nej.", now=NOW, by=BY)
    with database.write() as session:
        disputes.take_back(session, number, world.parties["civil"], "Vi är nöjda.", now=NOW, by=BY)
    assert _state(world, number) == "withdrawn"


def test_what_it_is_about_must_be_there(database: Database) -> None:
    world = rescinded(database)
    for matter in ("repayment 99", "invoice 99", "clause nothing", "meeting 1", "repayment x"):
        with pytest.raises(refusals.NoSuchMatter):
            world.open_dispute(matter)
    number = world.open_dispute("clause frame")
    with database.write() as session:
        assert get_item(session, number).clause


def test_every_open_dispute_hinders_closing_for_a_closed_agreement_is_only_read(database: Database) -> None:
    world = rescinded(database)
    about_money, other = world.open_dispute(f"repayment {world.claim(100)}"), world.open_dispute("clause meetings")
    with database.write() as session:
        left = duties_left(session, get_agreement(session, world.agreement))
    assert {f"dispute {about_money}", f"dispute {other}"} <= set(left)


def test_reminders_come_until_it_ends(database: Database) -> None:
    world = rescinded(database)
    number = world.open_dispute()
    assert {name for name, _ in world.told("dispute_opened")} == {"dispute_opened"}
    world.sweep(on(2025, 8, 11, 9))
    assert world.told("dispute_waits")
    world.talk(number, now=on(2025, 8, 12, 9))
    world.sweep(on(2025, 9, 12, 9))
    assert world.told("dispute_silent")
    _resolve(world, number)
    heard = len(world.told("dispute_stated"))
    assert heard and not world.told("dispute_unconfirmed")
    for days in (7, 14):
        world.sweep(NOW + timedelta(days=50 + days))
    assert world.told("dispute_unconfirmed")
    _confirm(world, number)
    known = len(world.told("dispute_waits", "dispute_silent", "dispute_unconfirmed"))
    world.sweep(on(2026, 3, 2, 9))
    assert len(world.told("dispute_waits", "dispute_silent", "dispute_unconfirmed")) == known
