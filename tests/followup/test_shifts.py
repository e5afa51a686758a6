"""Shifts are kept once, changed with a trace, and summed as they are."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from service.agreements.states import Step as Agreement
from service.db import Database
from service.followup.shifts import actions, refusals
from service.followup.shifts.lists import actions as lists
from service.followup.shifts.lists.actions import merge, rename, retire
from service.followup.shifts.model import Kind, Told
from service.followup.shifts.states import State
from service.followup.shifts.store import figures, full, told
from service.followup.shifts.tables import ShiftRow
from service.history.tables import HistoryRow
from service.kernel.clock import moment
from service.kernel.errors import NotAStep, Overtaken
from service.lifecycle.steps import take
from tests.followup.cast import FRIDAY, NOW, Bus, bus, kept
from tests.web.world import BY, counted

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def row(database: Database, shift: int) -> ShiftRow:
    with database.read() as session:
        return session.get_one(ShiftRow, shift)


def happened(database: Database, shift: int) -> list[tuple[str, dict[str, object]]]:
    with database.read() as session:
        return [(one.event, json.loads(one.body)) for one in session.scalars(
            select(HistoryRow).where(HistoryRow.subject == f"shift {shift}").order_by(HistoryRow.seq))]


def test_the_same_entry_is_one_shift(database: Database) -> None:
    one = bus(database)
    first = kept(database, one.id, one.told(), entry="12345678-a")
    assert kept(database, one.id, one.told(staff=9), entry="12345678-a") == first
    other = bus(database)
    with pytest.raises(refusals.EntryElsewhere):
        kept(database, other.id, other.told(), entry="12345678-a")
    with database.read() as session:
        assert [(one.staff, one.minutes) for one in session.scalars(select(ShiftRow))] == [(4, 360)]


def test_an_overlap_is_asked_about_once(database: Database) -> None:
    one = bus(database)
    kept(database, one.id, one.told())
    with pytest.raises(refusals.Unsure) as asked:
        kept(database, one.id, one.told(start=time(23), end=time(1)))
    assert asked.value.sentence("en") == "Is that right? Another shift is logged at the same time: 18 September 2026 20:00–02:00."
    kept(database, one.id, one.told(places=(one.words["Majorna"],)))
    again = kept(database, one.id, one.told(), sure=True)
    with database.write() as session:
        actions.edit(session, again, one.told(staff=5), revision=1, now=NOW, by=BY)
    assert (row(database, again).staff, row(database, again).revision) == (5, 2)


def test_after_its_time_a_change_needs_a_reason_that_stays(database: Database) -> None:
    one = bus(database)
    shift, late = kept(database, one.id, one.told(events={one.words["Samtal"]: 3})), NOW + timedelta(days=15)
    changed = one.told(staff=5, events={one.words["Samtal"]: 4})
    with database.write() as session, pytest.raises(refusals.NeedsReason):
        actions.edit(session, shift, changed, revision=1, now=late, by=BY)
    with database.write() as session:
        actions.edit(session, shift, changed, revision=1, reason="Räknade fel", now=late, by=BY)
    kind, body = happened(database, shift)[-1]
    before = {"day": "2026-09-18", "start": "20:00", "end": "02:00", "staff": 4, "places": ["Järntorget"], "counts": {"Samtal": 3}}
    assert (kind, body) == ("correct", {
        "from": "done", "to": "done", "before": before, "after": {**before, "staff": 5, "counts": {"Samtal": 4}}, "note": "Räknade fel",
        "note_changed": False})
    with database.write() as session, pytest.raises(Overtaken):
        actions.edit(session, shift, changed, revision=1, reason="Igen", now=late, by=BY)
    with database.write() as session:
        lists.set_edit_days(session, one.id, 30, revision=0, now=NOW, by=BY)
        actions.edit(session, shift, one.told(), revision=2, now=late, by=BY)
    assert happened(database, shift)[-1][0] == "edit"


def test_planned_then_done_or_not_held_and_struck(database: Database) -> None:
    one = bus(database)
    with database.write() as session:
        planned = actions.plan(session, one.id, one.told(day=date(2026, 10, 2)), weeks=20, author="Maria", now=NOW, by=BY)
    # Those weeks that the agreement covers.
    assert [row(database, shift).day for shift in planned] == [date(2026, 10, 2) + timedelta(weeks=n) for n in range(13)]
    with database.write() as session:
        after = moment(date(2026, 10, 3), 9)
        with pytest.raises(refusals.DayToCome):
            actions.log_planned(session, planned[1], one.told(day=date(2026, 10, 9)), revision=1, author="Maria", now=after, by=BY)
        actions.log_planned(session, planned[0], one.told(day=date(2026, 10, 2), staff=3), revision=1, author="Maria", now=after, by=BY)
        actions.call_off(session, planned[1], "Sjukdom", now=after, by=BY)
        actions.strike(session, planned[0], "Fel dag", now=after, by=BY)
        with pytest.raises(NotAStep):
            actions.strike(session, planned[0], "Igen", now=after, by=BY)
        found = figures(session, one.id, *YEAR)
    assert (found.total.shifts, found.planned, found.not_held) == (0, 11, 1)
    assert row(database, planned[0]).reason == "Fel dag"


def test_what_is_planned_goes_when_the_agreement_ends(database: Database) -> None:
    one = bus(database)
    with database.write() as session:
        planned = actions.plan(session, one.id, one.told(day=date(2026, 9, 20), start=time(20), end=time(12)), weeks=2, author="Maria",
                               now=NOW, by=BY)
        take(session, one.id, Agreement.RESCIND, now=NOW, by=BY)
    # The one going on may still be told of.
    assert [row(database, shift).state for shift in planned] == [State.PLANNED, State.NOT_HELD]


def test_words_are_renamed_retired_and_merged(database: Database) -> None:
    one = bus(database)
    talk, fight, square, majorna = (one.words[name] for name in ("Samtal", "Bråk", "Järntorget", "Majorna"))
    first = kept(database, one.id, one.told(events={talk: 3, fight: 2}, places=(square, majorna)))
    second = kept(database, one.id, one.told(day=date(2026, 9, 11), events={fight: 5}, places=(majorna,)))
    with database.write() as session:
        with pytest.raises(refusals.AlreadySo):
            rename(session, one.id, fight, " SAMTAL ", now=NOW, by=BY)
        retire(session, one.id, square, retired=True, now=NOW, by=BY)
        with pytest.raises(refusals.NoSuchWord):
            actions.log(session, one.id, one.told(day=date(2026, 9, 4)), author="Maria", now=NOW, by=BY)
        # What has it may be changed and keep it.
        actions.edit(session, first, one.told(staff=6, events={talk: 3, fight: 2}, places=(square, majorna)), revision=1, now=NOW, by=BY)
        merge(session, one.id, fight, talk, now=NOW, by=BY)
        merge(session, one.id, majorna, square, now=NOW, by=BY)
        with pytest.raises(refusals.NotTheSameKind):
            merge(session, one.id, talk, square, now=NOW, by=BY)
    with database.read() as session:
        said = [told(each) for each in full(session, [session.get_one(ShiftRow, shift) for shift in (first, second)])]
    assert [(each.places, each.events) for each in said] == [((square,), {talk: 5}), ((square,), {talk: 5})]


def some(one: Bus, rng: random.Random) -> Told:
    """Make up a shift."""
    def counts(*names: str) -> dict[int, int]:
        return {one.words[name]: rng.randrange(9) for name in names if rng.random() < 0.7}

    places = tuple(one.words[name] for name in ("Järntorget", "Majorna") if rng.random() < 0.6) or (one.words["Majorna"],)
    return one.told(day=date(2026, 1, 1) + timedelta(days=rng.randrange(255)), start=time(rng.randrange(24), 15), end=time(rng.randrange(24)),
                    staff=rng.randrange(1, 9), places=places, events=counts("Samtal", "Bråk"), groups=counts("Unga 13–17", "Vuxna"))


def test_figures_are_the_sum_of_the_shifts(database: Database) -> None:
    one, rng = bus(database), random.Random(7)
    made = [some(one, rng) for _ in range(40)]
    ids = [kept(database, one.id, each, sure=True) for each in made]
    with database.write() as session:
        actions.strike(session, ids[0], "Fel", now=NOW, by=BY)
    first, last = date(2026, 2, 1), date(2026, 8, 15)
    with database.read() as session:
        lasted = {shift: session.get_one(ShiftRow, shift).minutes for shift in ids}
        found = figures(session, one.id, first, last)
    within = [(each, lasted[shift]) for shift, each in zip(ids[1:], made[1:], strict=True) if first <= each.day <= last]
    assert (found.total.shifts, found.total.staff, found.total.minutes, found.total.staff_minutes) == (
        len(within), sum(each.staff for each, _ in within), sum(minutes for _, minutes in within),
        sum(each.staff * minutes for each, minutes in within))
    counts: Counter[int] = Counter()
    at: Counter[tuple[date, int]] = Counter()
    for each, _ in within:
        counts.update(each.counts)
        at.update((each.day.replace(day=1), place) for place in each.places)
    assert {each.id: each.count for each in (*found.events, *found.groups)} == dict(counts)
    assert {key: each.shifts for key, each in found.month_places.items()} == dict(at)
    assert sum(each.sum.shifts for each in found.places) == sum(at.values())
    assert [each.first.month for each in found.months] == [2, 3, 4, 5, 6, 7, 8]
    assert sum(each.sum.staff_minutes for each in found.months) == found.total.staff_minutes
    assert (sum(each.events for each in found.months), sum(each.met for each in found.months)) == (found.happened, found.met)


def test_figures_ask_as_much_of_a_year_as_of_a_day(database: Database) -> None:
    one, rng = bus(database), random.Random(1)
    for _ in range(20):
        kept(database, one.id, some(one, rng), sure=True)
    with database.read() as session, counted(database) as seen:
        figures(session, one.id, *YEAR)
        whole = sum("SELECT" in one for one in seen)
        figures(session, one.id, FRIDAY, FRIDAY)
    assert (whole, sum("SELECT" in one for one in seen)) == (3, 6)


def test_lists_take_each_name_once(database: Database) -> None:
    one = bus(database)
    with database.write() as session:
        assert lists.add(session, one.id, Kind.PLACE, ["  järntorget ", "", "Haga"], now=NOW, by=BY)[0] == one.words["Järntorget"]
