"""The commands on repayment and disputes, in processes of their own."""

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


def test_a_dispute_is_talked_over_before_it_is_resolved(overens: Command) -> None:
    made = str(signed(overens))
    opened = overens("dispute", "open", made, "--party", "civil", "--about", "Hyran", "--why", "Vi räknar olika", "--matter", "clause frame")
    assert opened[1:] == ("Dispute 1 is opened.\n", "")
    assert overens("dispute", "resolve", "1", "--party", "civil", "--text", "Klart.")[::2] == (
        2, "A dispute is talked over first; note a dialogue before it is resolved or taken further.\n")
    assert overens("dispute", "note", "1", "--party", "public", "--who", "Alla", "--text", "Vi räknade om.")[1] == "Noted.\n"
    assert overens("dispute", "resolve", "1", "--party", "civil", "--text", "Klart.")[1] == "Noted. The other party is to confirm.\n"
    assert overens("dispute", "confirm", "1", "--party", "public")[1] == "The dispute is resolved.\n"
    [told] = answer(overens("dispute", "list", made))
    assert (told["state"], told["matter"]) == ("resolved", "clause frame")


def test_repayment_is_for_what_is_over(overens: Command) -> None:
    made = str(signed(overens))
    assert answer(overens("repayment", "propose", made)) == answer(overens("repayment", "list", made)) == []
    claim = ("repayment", "claim", made, "--ground", "full", "--sek", "100", "--why", "Hävning", "--first", "2090-01-31")
    assert overens(*claim)[::2] == (2, "Repayment is claimed when the agreement has been rescinded, terminated or has ended, and before "
                                       "it is closed.\n")
    assert overens("repayment", "agree", "7", "--party", "civil")[::2] == (2, "There is no claim of repayment 7.\n")
