"""The commands on renegotiations and deviations, in processes of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.test_commands import answer, signed
from tests.faults.processes import environment, run

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def overens(sqlite_url: str) -> Command:
    """Run `overens` on an empty database."""
    return lambda *arguments, **settings: run(arguments, environment(sqlite_url, **settings))


def test_a_renegotiation_is_asked_for_answered_noted_and_closed(overens: Command) -> None:
    made = str(signed(overens))
    told = overens("renegotiation", "ask", made, "--party", "public", "--about", "Tätare möten", "--why", "Mycket händer",
                   "--provision", "meetings")
    assert told[1:] == ("Renegotiation 1 is asked for.\n", "")
    assert overens("renegotiation", "answer", "1", "--party", "public")[2] == (
        "This party is not waited for: it asked itself, or has already answered.\n")
    assert overens("renegotiation", "answer", "1", "--party", "civil", "--when", "2090-01-10")[1] == "The dialogue has begun.\n"
    assert overens("renegotiation", "note", "1", "--party", "civil", "--who", "Alla", "--text", "Bra.")[0] == 0
    code, _, err = overens("renegotiation", "close", "1", "--party", "civil", "--agreed", "Ja", "--without", "Nej")
    assert (code, err) == (2, "What you gave cannot be read: give one of --agreed, --without and --withdraw\n")
    assert overens("renegotiation", "close", "1", "--party", "civil", "--agreed", "Varannan månad")[1] == "Renegotiation 1 is over.\n"
    [told_of] = answer(overens("renegotiation", "list", made, "--json"))
    assert (told_of["state"], told_of["provision"], told_of["outcome"]) == ("agreed", "meetings", "Varannan månad")
    assert overens("renegotiation", "list", made)[1].endswith("  Agreed  Tätare möten\n")


def test_a_deviation_is_reported_noted_approved_and_rejected(overens: Command) -> None:
    made = str(signed(overens))
    report = ("deviation", "report", made, "--party", "civil", "--what", "Färre pass", "--why", "Sjukdom")
    assert overens(*report, "--changes-on", "2090-03-01")[1] == "Deviation 1 is reported.\n"
    by = ("--decided-by", "Styrelsen § 1", "--evidence", "Protokoll")
    code, _, err = overens("deviation", "approve", "1", "--party", "public", *by)
    assert (code, err) == (2, "The parties must talk first: note the dialogue, then each decides.\n")
    assert overens("deviation", "note", "1", "--party", "civil", "--who", "Alla", "--text", "Bra.")[1] == "Noted.\n"
    assert overens("deviation", "approve", "1", "--party", "public", *by)[1].startswith("The approval of ")
    assert overens("deviation", "approve", "1", "--party", "civil", *by)[1] == "All parties have approved.\n"
    assert overens(*report, "--changes-on", "2020-03-01")[1] == "Deviation 2 is reported.\n"
    overens("deviation", "note", "2", "--party", "civil", "--who", "Alla", "--text", "Bra.")
    assert overens("deviation", "approve", "2", "--party", "public", *by)[1].endswith(" Marked as late.\n")
    assert overens("deviation", "reject", "2", "--party", "civil", *by)[1] == "Deviation 2 is rejected.\n"
    assert overens(*report, "--changes-on", "2090-03-01", "--from", "budget", "--sek", "x")[2].endswith(
        "'x' is no amount; write for instance 12500 or 7.5.\n")
    told = answer(overens("deviation", "list", made, "--json"))
    assert [(one["state"], one["late"]) for one in told] == [("approved", False), ("rejected", True)]
