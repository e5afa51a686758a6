"""The calendar part, read back and word for word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from service.kernel.clock import STOCKHOLM
from service.notices.tables import OutboxRow
from service.notices.writing.compose import preview
from service.notices.writing.invitation import fold, uninvite, write
from tests.notices.examples import AMIRA, CALENDAR, HEAD, KARIN, mailing

TEXTS = Path(__file__).parent / "texts"


def whole(name: str, language: str = "sv", **facts: Any) -> str:
    text = preview(OutboxRow(**mailing(name, language, facts=facts)._asdict()), HEAD).calendar
    assert text is not None
    return text


def event(text: str) -> Any:
    calendar = Calendar.from_ical(text)
    assert calendar.errors == []
    [found] = calendar.walk("VEVENT")
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", ["meeting_call", "meeting_moved", "meeting_cancelled"])
def test_the_whole_calendar(name: str, language: str) -> None:
    assert whole(name, language).encode() == (TEXTS / f"{name}.{language}.ics").read_bytes()


def test_a_call_read_back() -> None:
    calendar = Calendar.from_ical(whole("meeting_call"))
    found = event(whole("meeting_call"))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (found["UID"], found["SEQUENCE"], found["STATUS"]) == (CALENDAR["uid"], 0, "CONFIRMED")
    assert found["DTSTAMP"].dt == datetime(2025, 9, 19, 6, tzinfo=UTC)
    assert found["DTSTART"].dt == datetime(2025, 10, 10, 10, tzinfo=STOCKHOLM)
    assert found["DTEND"].dt == datetime(2025, 10, 10, 11, 30, tzinfo=STOCKHOLM)
    assert found["LOCATION"] == "Stadshuset, rum 4"
    assert found["DESCRIPTION"].splitlines()[:3] == [
        "Dagordning", "1. Föregående mötesanteckningar", "2. Eventuell förlängning av överenskommelsen",
    ]
    organizer = found["ORGANIZER"]
    assert organizer == f"mailto:{KARIN['email']}"
    assert dict(organizer.params) == {"CN": "Karin Lind", "SENT-BY": "mailto:post@overens.example"}
    assert [(str(one), one.params["PARTSTAT"], one.params["RSVP"]) for one in found["ATTENDEE"]] == [
        (f"mailto:{KARIN['email']}", "ACCEPTED", "TRUE"), (f"mailto:{AMIRA['email']}", "NEEDS-ACTION", "TRUE"),
    ]


def test_the_zone_has_rules_and_no_end() -> None:
    [zone] = Calendar.from_ical(whole("meeting_call")).walk("VTIMEZONE")
    rules = [sub["RRULE"].to_ical() for sub in zone.subcomponents]
    assert rules == [b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"]


def test_a_move_and_a_cancellation_keep_the_uid_and_raise_the_sequence() -> None:
    found = [event(whole(name)) for name in ("meeting_call", "meeting_moved", "meeting_cancelled")]
    assert {one["UID"] for one in found} == {CALENDAR["uid"]}
    assert [one["SEQUENCE"] for one in found] == [0, 1, 1]
    assert [one["STATUS"] for one in found] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_a_cancellation_for_one_names_that_one_and_leaves_the_meeting_standing() -> None:
    gone = uninvite(CALENDAR, [AMIRA["email"].upper()], sequence=3)
    found = event(whole("meeting_cancelled", calendar=gone, only_you=True))
    assert str(found["ATTENDEE"]) == f"mailto:{AMIRA['email']}"
    assert found["SEQUENCE"] == 3
    assert "STATUS" not in found


def test_one_who_cannot_be_reached_does_not_keep_the_others_from_being_called() -> None:
    people = [{"name": "X", "email": "no address", "status": "needs-action"}, {**AMIRA, "status": "tentative"}]
    found = event(whole("meeting_call", calendar={**CALENDAR, "attendees": people}))
    assert (str(found["ATTENDEE"]), found["ATTENDEE"].params["PARTSTAT"]) == (f"mailto:{AMIRA['email']}", "TENTATIVE")


def test_without_a_convenor_the_service_itself_calls() -> None:
    found = event(whole("meeting_call", calendar={**CALENDAR, "organizer": None}))
    assert found["ORGANIZER"] == "mailto:post@overens.example"


@given(text=st.text(max_size=200))
def test_texts_come_out_as_they_went_in(text: str) -> None:
    made = write(
        {**CALENDAR, "place": text or "x", "attendees": [{"name": text, "email": "a@x.example", "status": "accepted"}]},
        language="sv", summary="s", description=text, url="https://overens.example", service="post@overens.example",
    )
    assert max(len(line.encode()) for line in made.split("\r\n")) <= 75
    found = event(made)
    clean = "".join(" " if ord(char) < 32 and char != "\n" or ord(char) == 127 else char for char in text)
    assert found["DESCRIPTION"] == clean
    assert found["UID"] == CALENDAR["uid"]


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_folding_splits_no_character_and_unfolds_to_the_same(text: str) -> None:
    folded = fold(text)
    assert max(len(line.encode()) for line in folded.split("\r\n")) <= 75
    assert folded.replace("\r\n ", "") == text
