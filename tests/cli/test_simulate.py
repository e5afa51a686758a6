"""`overens simulate`: what a person sees before signing."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from tests.faults.processes import environment, run
from tests.notices.faults import a_sink

HERE = Path(__file__).parent
BUS, CONTACTS = str(HERE / "bus.txt"), str(HERE / "contacts.toml")
NOWHERE = "sqlite:////nowhere/at/all/overens.sqlite"


def played(*arguments: str, **settings: object) -> list[dict[str, Any]]:
    code, out, err = run(["simulate", BUS, "--contacts", CONTACTS, "--json", *arguments],
                         environment(NOWHERE, **settings))
    assert code == 0, err
    found: list[dict[str, Any]] = json.loads(out)
    return found


def days(found: list[dict[str, Any]], name: str) -> list[str]:
    return sorted({one["at"][:10] for one in found if one["name"] == name and one["kind"] == "notice"})


def test_the_whole_life_undecided() -> None:
    found = played()
    assert [(one["at"], one["name"]) for one in found if one["kind"] == "state" and one["subject_of"] == "agreement 1"] == [
        ("2090-02-01T00:00:00+01:00", "in_signature"), ("2090-02-01T00:00:00+01:00", "signed"),
        ("2090-02-01T00:00:00+01:00", "active"), ("2091-01-01T00:00:00+01:00", "expired")]
    assert days(found, "renewal_ahead") == [
        "2090-08-02", "2090-09-01", "2090-09-29", "2090-10-17", "2090-10-24", "2090-10-30"]
    assert days(found, "renewal_overdue")[0] == "2090-11-01"
    assert days(found, "end_ahead") == ["2090-12-01", "2090-12-22"]
    assert days(found, "ended") == ["2091-01-02"]
    assert [one["at"][:10] for one in found if (one["kind"], one["name"]) == ("obligation", "meeting")] == [
        one["at"][:10] for one in found if one["name"] == "held"]
    assert sorted(found[0]) == ["at", "clause", "kind", "name", "subject", "subject_of", "to"]


def test_nothing_is_told_of_the_decision_once_it_is_taken(tmp_path: Path) -> None:
    events = tmp_path / "events.toml"
    events.write_text("".join(
        f'[[event]]\nat = 2090-09-15T10:00:00\ndo = "decide"\nparty = "{party}"\nvalue = "end"\n' for party in ("public", "civil")
    ), "utf-8")
    found = played("--events", str(events))
    assert days(found, "renewal_ahead") == ["2090-08-02", "2090-09-01"]
    assert days(found, "renewal_overdue") == []


def ended(found: list[dict[str, Any]]) -> list[str]:
    return [one["at"][:10] for one in found if one["name"] == "expired" and one["kind"] == "state"]


def test_a_decided_extension_that_is_signed_goes_on_and_an_unsigned_one_lapses(tmp_path: Path) -> None:
    script = tmp_path / "events.toml"
    decided = "".join(
        f'[[event]]\nat = 2090-10-14\ndo = "decide"\nparty = "{party}"\nvalue = "extend"\n' for party in ("public", "civil"))
    script.write_text(decided, "utf-8")
    unsigned = played("--events", str(script))
    assert [one["name"] for one in unsigned if one["subject_of"] == "amendment 1" and one["kind"] == "state"] == ["lapsed"]
    assert ended(unsigned) == ["2091-01-01"]
    script.write_text(decided + '[[event]]\nat = 2090-11-20\ndo = "extend"\n', "utf-8")
    extended = played("--events", str(script))
    assert [one["name"] for one in extended if one["subject_of"] == "amendment 1" and one["kind"] == "state"] == [
        "in_signature", "signed", "in_force"]
    assert ended(extended) == ["2092-01-01"]


def test_nobody_does_anything() -> None:
    found = played("--idle")
    assert days(found, "minutes_ready") == []
    assert len(days(found, "minutes_wanted")) == 4 * 5


def test_it_stops_where_asked() -> None:
    assert max(one["at"] for one in played("--until", "2090-03-31")) < "2090-04-01"


def test_it_really_posts() -> None:
    with a_sink() as sink:
        found = played("--until", "2090-03-31", "--deliver", MAIL_SERVER="127.0.0.1", MAIL_PORT=sink.port)
    notices = [one for one in found if one["kind"] == "notice"]
    received = [message_from_bytes(one.content, policy=default) for one in sink.received]
    assert len(received) == len(notices)
    assert {str(one["Subject"]).split("]")[0] for one in received} == {"[SIMULERING", "[SIMULATION"}
    calls = [one for one in received if any(part.get_content_type() == "text/calendar" for part in one.walk())]
    assert len(calls) == 4


def test_real_people_are_spared(tmp_path: Path) -> None:
    contacts = tmp_path / "contacts.toml"
    contacts.write_text(Path(CONTACTS).read_text("utf-8").replace("kommun.example", "kommun.se"), "utf-8")
    told = run(["simulate", BUS, "--contacts", str(contacts), "--deliver"],
               environment(NOWHERE, MAIL_SERVER="127.0.0.1", MAIL_PORT=9))
    assert told[0] == 2
    assert told[2].splitlines()[-1] == (
        "karin@kommun.se is a real address; a simulation is posted to reserved domains only, unless you give --to-real-people.")


def test_what_was_assumed_goes_to_standard_error() -> None:
    _, out, err = run(["simulate", BUS, "--json"], environment(NOWHERE))
    assert json.loads(out)[0]["kind"] in ("state", "notice")
    assert [line.split(":")[0] for line in err.splitlines()] == ["Assumed", "Assumed"]


def test_bad_events_are_said_with_their_place(tmp_path: Path) -> None:
    events = tmp_path / "events.toml"
    events.write_text('[[event]]\nat = 2090-09-15\ndo = "dance"\n', "utf-8")
    code, out, err = run(["simulate", BUS, "--events", str(events)], environment(NOWHERE))
    assert (code, out) == (2, "")
    assert err.startswith("The events cannot be read: event 1, do: ")
