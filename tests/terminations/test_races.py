"""Notice against everything else that moves the end: whichever comes first, the rule is the same and nothing is half done."""

from __future__ import annotations

from datetime import date

import pytest

from service.db import Database
from service.terminations.refusals import AlreadyGiven
from tests.amendments import cast as amending
from tests.builders import on
from tests.signatures.test_at_once import at_once, events, sound
from tests.terminations.world import NOW, Notices, made

LAST, LONGER, SHORTER = date(2025, 6, 3), date(2026, 6, 30), date(2025, 5, 31)


def extension(at: Notices, end: date) -> int:
    """Draw up an amendment of the last day that one of two parties has signed."""
    with at.database.write() as session:
        number = amending.sent(session, at.agreement, now=NOW, end=end.isoformat())
        amending.sign(session, number, "public", now=NOW)
    return number


@pytest.mark.parametrize("end", [LONGER, SHORTER])
@pytest.mark.parametrize("_time", range(2))
def test_notice_received_while_an_amendment_of_the_end_is_signed(database: Database, end: date, _time: int) -> None:
    at = made(database)
    number, amendment = at.give(), extension(at, end)

    def sign() -> bool:
        with database.write() as session:
            return amending.sign(session, amendment, "civil", now=NOW)

    assert at_once(lambda: at.receive(number), sign)[1] == "True"
    assert at.row().ends_on == end
    at.sweep(on(2025, 6, 1))
    at.sweep(on(2025, 6, 4))
    by_notice = end is LONGER
    assert (at.row().state, at.row().ends_on) == (("terminated", LAST) if by_notice else ("expired", SHORTER))
    assert at.state(number) == ("taken_effect" if by_notice else "overtaken")
    assert events(database, "terminate") + events(database, "expire") == 1
    sound(database)


def test_the_same_notice_given_twice_at_once_is_given_once(database: Database) -> None:
    at = made(database)
    found = at_once(at.give, at.give)
    assert sorted(one == AlreadyGiven.__name__ for one in found) == [False, True]
    sound(database)


def test_withdrawn_at_the_moment_it_would_take_effect_either_holds_whole(database: Database) -> None:
    at = made(database)
    number = at.give()
    at.receive(number)
    at.ask_back(number)
    midnight = on(2025, 6, 4)
    found = at_once(lambda: at.consent(number, now=midnight), lambda: at.sweep(midnight))
    outcome = (at.row().state, at.state(number))
    assert outcome == (("active", "withdrawn") if found[0] == "True" else ("terminated", "taken_effect"))
    sound(database)
