"""Renegotiation: either party asks, the other must answer, they talk, and it ends in an amendment or without."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from service.db import Database
from service.demo.sample import CONTACTS
from service.kernel.errors import NotAStep
from service.lifecycle.acts.renewal import decide
from service.lifecycle.talks import renegotiations
from service.lifecycle.talks.ground import NotInForce
from service.notices.tables import OutboxRow
from service.parties.store import cast
from service.renegotiations.actions import (
    DayGone,
    DayToCome,
    NotAsked,
    NothingToAmend,
    NotInDialogue,
    NotTheAsker,
    lead_to,
)
from service.renegotiations.model import Provision
from service.renegotiations.store import NoSuchRenegotiation
from service.renegotiations.tables import RenegotiationRow
from service.renewal.states import Answer
from tests.builders import BY, on, terms
from tests.talks.world import NOW, made

OTHERS = ["maria.holm", "peter.sand"]
ALL = ["anders.berg", "karin.lind", *OTHERS]


def test_who_is_asked_is_told_at_once_and_each_week_until_they_answer(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    row = talks.renegotiation(number)
    assert (row.state, row.clause) == ("asked", "Parterna ses en gång i kvartalet för samverkan och uppföljning.")
    assert talks.written(NOW) == [("renegotiation_asked", one) for one in OTHERS]
    assert talks.sweep(on(2025, 3, 9, 9)) == []
    for week in (on(2025, 3, 10, 8), on(2025, 3, 17, 8), on(2025, 3, 24, 8)):
        assert talks.sweep(week) == [("renegotiation_waits", one) for one in OTHERS]
        assert talks.sweep(week + timedelta(minutes=1)) == []
    talks.answer(number, now=on(2025, 3, 25, 9))
    assert talks.waiting() == {"renegotiation_begun"}
    assert talks.sweep(on(2025, 3, 31, 8)) == []


def test_after_an_outage_one_late_reminder_comes(database: Database) -> None:
    talks = made(database)
    talks.ask()
    assert talks.sweep(on(2025, 3, 27, 9)) == [("renegotiation_waits", one) for one in OTHERS]
    with database.read() as session:
        told = session.scalars(select(OutboxRow.payload).where(OutboxRow.name == "renegotiation_waits")).first()
    assert '"late":true' in (told or "")


def test_an_answer_begins_the_dialogue_and_all_are_told_when(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    later = on(2025, 3, 5, 9)
    assert talks.answer(number, now=later, when_on=date(2025, 3, 20), message="Gärna hos oss.") is True
    assert talks.renegotiation(number).state == "in_dialogue"
    assert talks.written(later) == [("renegotiation_begun", one) for one in ALL]
    with database.read() as session:
        told = session.scalars(select(OutboxRow.payload).where(OutboxRow.name == "renegotiation_begun")).first()
    assert '"answers":[{"message":"Gärna hos oss.","on":"2025-03-20","party":"Skyddsvärnet i Göteborg"}]' in (told or "")


def test_of_three_parties_the_dialogue_begins_when_the_last_has_answered(database: Database) -> None:
    names = {one.role: one.name for one in terms().parties}
    three = [*(one.model_dump() for one in terms().parties), {"name": "Stadsmissionen", "role": "civil"}]
    talks = made(database, parties=three, signatures=3, contacts=[
        one.model_copy(update={"party": names[one.party]}) for one in CONTACTS])
    with database.read() as session:
        first, second, third = (one.id for one in cast(session, talks.agreement).parties)
    number = talks.ask()
    for party, begins in ((second, False), (third, True)):
        with database.write() as session:
            assert renegotiations.answer(session, number, party, when_on=None, message=None, author="x", now=NOW, by=BY) is begins
    assert (talks.renegotiation(number).asked_by, talks.renegotiation(number).state) == (first, "in_dialogue")


def test_when_nothing_is_noted_for_thirty_days_the_coordinators_are_reminded(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    talks.answer(number)
    assert talks.sweep(on(2025, 4, 1, 9)) == []
    both = [("renegotiation_silent", "karin.lind"), ("renegotiation_silent", "maria.holm")]
    assert talks.sweep(on(2025, 4, 2, 8)) == both
    assert talks.sweep(on(2025, 4, 2, 9)) == []
    talks.talk(number, now=on(2025, 4, 10, 9))
    assert "renegotiation_silent" not in talks.waiting()
    assert talks.sweep(on(2025, 5, 2, 8)) == []
    assert talks.sweep(on(2025, 5, 12, 8)) == both
    # Thirty days again, a Monday: the Monday after a Saturday would be it if counted from the reminder itself.
    assert talks.sweep(on(2025, 6, 9, 8)) == both


@pytest.mark.parametrize(("act", "state"), [(renegotiations.agree, "agreed"), (renegotiations.close, "closed_without")])
def test_either_party_ends_it_and_all_are_told(database: Database, act: object, state: str) -> None:
    talks = made(database)
    number = talks.ask()
    talks.answer(number)
    talks.end(act, number, role="civil", now=on(2025, 3, 6, 9))
    row = talks.renegotiation(number)
    assert (row.state, row.outcome, row.next_at, row.amendment_id) == (state, "Så blev det.", None, None)
    assert talks.waiting() == {"renegotiation_over"}
    assert talks.written(on(2025, 3, 6, 9)) == [("renegotiation_over", one) for one in ALL]
    assert talks.sweep(on(2025, 9, 1, 9)) == []


def test_only_the_asker_withdraws(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    with pytest.raises(NotTheAsker, match="Only the party that asked for the renegotiation can withdraw it; close it without a result instead"):
        talks.end(renegotiations.take_back, number, role="civil")
    talks.end(renegotiations.take_back, number, role="public")
    assert talks.renegotiation(number).state == "withdrawn"


def test_this_party_is_not_waited_for(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    with pytest.raises(NotAsked, match="This party is not waited for: it asked itself, or has already answered."):
        talks.answer(number, role="public")


def test_it_cannot_be_answered_twice(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    talks.answer(number)
    with pytest.raises(NotAStep, match="The renegotiation is in_dialogue; it cannot answer from there."):
        talks.answer(number)


def test_it_cannot_end_before_the_dialogue(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    with pytest.raises(NotAStep, match="The renegotiation is asked; it cannot agree from there."):
        talks.end(renegotiations.agree, number)


def test_notes_are_taken_while_the_parties_are_in_dialogue(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    with pytest.raises(NotInDialogue, match="Notes are taken while the parties are in dialogue about this, and they are not."):
        talks.talk(number)


def test_that_day_has_not_come(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    talks.answer(number)
    with pytest.raises(DayToCome, match="That day has not come; give the day when you talked."):
        talks.talk(number, day=date(2025, 3, 4))


def test_that_day_has_passed(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    with pytest.raises(DayGone, match="That day has passed; give today or a later day, or none."):
        talks.answer(number, when_on=date(2025, 3, 2))


def test_this_can_be_done_once_the_agreement_is_signed_and_until_it_ends(database: Database) -> None:
    talks = made(database)
    talks.sweep(on(2026, 1, 2, 9))
    with pytest.raises(NotInForce, match="This can be done once the agreement is signed and until it ends."):
        talks.ask(now=on(2026, 1, 2, 10))


def test_there_is_no_renegotiation_99(database: Database) -> None:
    talks = made(database)
    with pytest.raises(NoSuchRenegotiation, match="There is no renegotiation 99."):
        talks.answer(99)


def test_the_end_of_the_agreement_closes_it(database: Database) -> None:
    talks = made(database)
    number = talks.ask(now=on(2025, 12, 29, 9))
    told = talks.sweep(on(2026, 1, 2, 9))
    row = talks.renegotiation(number)
    assert (row.state, row.next_at) == ("closed_by_end", None)
    assert told == [("renegotiation_over", one) for one in ALL]
    assert "renegotiation_waits" not in talks.waiting()
    assert "renegotiation_asked" not in talks.waiting()
    assert talks.sweep(on(2026, 2, 2, 9)) == []


def test_a_decision_to_renegotiate_opens_one_already_in_dialogue(database: Database) -> None:
    talks = made(database)
    now = on(2025, 9, 1, 9)
    for role in ("public", "civil"):
        with database.write() as session:
            party = next(one for one in cast(session, talks.agreement).parties if one.role == role)
            decide(session, talks.agreement, party, Answer.RENEGOTIATE, now=now, by=BY)
    with database.read() as session:
        row = session.scalars(select(RenegotiationRow)).one()
    assert (row.state, row.asked_by, row.provision, row.about) == ("in_dialogue", None, Provision.WHOLE, None)
    assert row.decision_id is not None
    assert talks.written(now) == [("renegotiation_begun", one) for one in ALL]
    with pytest.raises(NotTheAsker):
        talks.end(renegotiations.take_back, row.id, role="civil", now=now)
    talks.end(renegotiations.agree, row.id, role="civil", now=now)
    assert talks.renegotiation(row.id).state == "agreed"


def test_an_amendment_is_drawn_up_once_from_what_was_agreed(database: Database) -> None:
    talks = made(database)
    number = talks.ask()
    talks.answer(number)

    def begin(amendment: int) -> None:
        with database.write() as session:
            lead_to(session, number, amendment, now=NOW, by=BY)

    sentence = "An amendment is drawn up once, from a renegotiation in which the parties have agreed."
    with pytest.raises(NothingToAmend, match=sentence):
        begin(5)
    talks.end(renegotiations.agree, number)
    begin(5)
    with pytest.raises(NothingToAmend, match=sentence):
        begin(6)
    assert talks.renegotiation(number).amendment_id == 5
