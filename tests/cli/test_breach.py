"""The commands on breaches and rescissions, in processes of their own."""

from __future__ import annotations

import pytest

from tests.cli.test_commands import answer
from tests.cli.test_talks import Command
from tests.faults.processes import environment, run

WHO = ("--who", "Anders Berg", "--capacity", "Enhetschef", "--authority", "Delegation § 4", "--reason", "Inget har rättats.")


@pytest.fixture
def overens(sqlite_url: str) -> Command:
    """Run `overens` on the sample that is in breach, whatever day it is."""
    def command(*arguments: str, **settings: object) -> tuple[int, str, str]:
        return run(arguments, environment(sqlite_url, **settings))
    assert command("demo", "--stage", "in-breach")[0] == 0
    return command


def test_a_breach_is_settled_another_told_and_a_claimed_rescission_accepted(overens: Command) -> None:
    code, _, err = overens("breach", "rescind", "1", "--party", "public", *WHO)
    assert (code, err.startswith("The time to rectify runs to ")) == (2, True)
    assert overens("breach", "accept", "1", "--party", "public")[1] == "The case is closed.\n"
    assert overens("breach", "rescind", "1", "--party", "public", *WHO)[2].startswith("No notice of a breach has been given")
    [told] = answer(overens("breach", "list", "1", "--json"))["breaches"]
    assert (told["state"], told["against"], told["days"]) == ("rectified", "Nattjouren", 30)
    notice = ("breach", "notify", "1", "--party", "public", "--against", "civil", "--what", "Inga pass.", "--since", told["since"])
    assert overens(*notice, "--clause", "meetings.per_year")[1] == "Notice of breach 2 is given.\n"
    claim = ("breach", "claim", "1", "--party", "civil", "--of", "civil", "--by", "Omar Nassar", "--capacity", "Ordförande",
             "--reason", "Stödet uteblev.", "--declared-on", told["received_on"], "--from", told["received_on"])
    assert overens(*claim)[1] == "Rescission 1 is recorded as claimed.\n"
    assert overens("breach", "accept-claim", "1", "--party", "public", "--who", "Anders Berg")[1] == "Recorded.\n"
    assert overens("breach", "list", "1")[1].splitlines()[-1].endswith("  In effect  Nattjouren")
