"""Amendments as a person gives them on the command line."""

from __future__ import annotations

import json

import pytest

from tests.cli.test_commands import Command, added, answer, overens, signed

__all__ = ["overens"]
WHY = ("--title", "Fler möten", "--rationale", "Vi behöver ses oftare.")


def drawn_up(command: Command, made: int, *settings: str) -> str:
    given = [part for one in settings or ("meetings.per_year=6",) for part in ("--set", one)]
    code, out, err = command("amendment", "draft", str(made), *given, *WHY)
    assert (code, err.splitlines()[-1]) == (0, "Send it for signature with: overens amendment send 1")
    assert out == "Amendment 1 is drawn up as a draft (id 1).\n"
    return "1"


def test_drawn_up_sent_and_withdrawn(overens: Command) -> None:
    number = drawn_up(overens, signed(overens))
    shown = answer(overens("amendment", "show", number, "--json"))
    assert (shown["state"], shown["changes"]) == ("draft", [{"path": "meetings.per_year", "before": 4, "after": 6}])
    assert overens("amendment", "send", number, "--ordered", "--deadline", "2090-03-01")[1] == "Amendment 1 is now: being signed\n"
    assert [one["state"] for one in answer(overens("amendment", "show", number, "--json"))["signatures"]] == ["asked", "asked"]
    assert overens("amendment", "withdraw", number, "--reason", "Fel")[1] == "Amendment 1 is now: withdrawn\n"
    assert overens("amendment", "withdraw", number)[0] == 2
    assert answer(overens("amendment", "list", "1", "--json"))[0]["reason"] == "Fel"


def test_declined_for_a_party(overens: Command) -> None:
    number = drawn_up(overens, signed(overens), "end=2091-12-31", 'goals=["Färre olyckor"]')
    early = overens("amendment", "decline", number, "--party", "civil", "--reason", "Nej")
    assert (early[0], early[2]) == (2, "That cannot be done, for it now stands at: draft.\n")
    overens("amendment", "send", number)
    assert overens("amendment", "decline", number, "--party", "civil", "--reason", "Nej")[1] == "Amendment 1 is now: declined\n"


def test_shown_in_words(overens: Command) -> None:
    number = drawn_up(overens, signed(overens))
    out = overens("amendment", "show", number)[1]
    assert out.splitlines() == ["Amendment 1: Fler möten", "State: Draft", "In force from: when all have signed",
                                "Why: Vi behöver ses oftare.", "", "Meetings a year", "  – 4", "  + 6"]
    assert overens("amendment", "list", "1")[1] == "    1    1  Draft                …           Fler möten\n"


def test_the_terms_on_a_day_count_only_what_is_signed(overens: Command) -> None:
    made = signed(overens)
    drawn_up(overens, made)
    told = answer(overens("agreement", "terms", str(made), "--on", "2090-06-01", "--diff", "2090-01-01", "--json"))
    assert (told["version"], told["amendment"], told["terms"]["meetings"]["per_year"], told["diff"]) == (1, None, 4, [])
    words = overens("agreement", "terms", str(made))[1].splitlines()
    assert words[0].startswith("Version 1, from ")
    assert "Meetings a year: 4" in words
    assert overens("agreement", "terms", str(made), "--diff", "2090-06-01")[1].splitlines()[1:] == [
        "On that day the agreement has not begun.", "The terms are the same on both days."]


@pytest.mark.parametrize(("setting", "sentence"), [
    ("meetings.per_year", "--set meetings.per_year: write it as path=value"),
    ("meetings.every=1", "--set meetings.every=1: there is no term meetings.every; they are title, parties"),
    ("clauses.end=x", "--set clauses.end=x: there is no term clauses.end; they are title, parties"),
    ("end=2080-01-01", "the last day lies before the first"),
    ("meetings.per_year=99", "meetings.per_year: Input should be less than or equal to 12"),
])
def test_what_cannot_be_set_is_said(overens: Command, setting: str, sentence: str) -> None:
    made = signed(overens)
    code, out, err = overens("amendment", "draft", str(made), "--set", setting, *WHY)
    assert (code, out) == (2, "")
    assert err.startswith(f"What you gave cannot be read: {sentence}")


def test_what_is_not_there_or_not_running_is_said(overens: Command) -> None:
    assert overens("amendment", "show", "7") == (2, "", "There is no amendment 7.\n")
    assert overens("amendment", "list", "7") == (2, "", "There is no agreement 7.\n")
    assert overens("agreement", "terms", "7") == (2, "", "There is no agreement 7.\n")
    made = added(overens)
    told = overens("amendment", "draft", str(made), "--set", "meetings.per_year=6", *WHY)
    assert (told[0], told[2]) == (2, "The agreement is draft; only one that is signed or active, and not over, can be amended.\n")
    assert overens("amendment", "list", str(made))[2].startswith("No amendments.")


def test_a_party_that_joins_is_named_a_signatory_before_it_is_asked(overens: Command) -> None:
    made = signed(overens)
    parties = answer(overens("agreement", "terms", str(made), "--json"))["terms"]["parties"]
    number = drawn_up(overens, made, "parties=" + json.dumps([*parties, {"name": "Nya", "role": "civil", "org_number": None}]))
    assert overens("amendment", "send", number)[2] == "Nya is to join and has nobody who signs for it; name its signatory first.\n"
    assert overens("amendment", "person", number, "--party", "Nya", "--name", "Nora", "--email", "nora")[0] == 2
    named = overens("amendment", "person", number, "--party", "Nya", "--name", "Nora", "--email", "nora@nya.example")
    assert named == (0, "Nora is named for Nya.\n", "")
    assert overens("amendment", "send", number)[0] == 0
    assert [one["party"] for one in answer(overens("amendment", "show", number, "--json"))["signatures"]][-1] == "Nya"
    assert overens("amendment", "decline", number, "--party", "Nya", "--reason", "Nej")[0] == 0


def test_a_successor_waits_for_the_decision(overens: Command) -> None:
    made = signed(overens)
    told = overens("agreement", "succeed", str(made), "--budget", "blank")
    assert told[2] == "The parties have not decided to extend; take a stand on that first.\n"
