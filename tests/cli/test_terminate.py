"""The commands on notice of termination and on closing, in processes of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_commands import BUS, CONTACTS, answer
from tests.faults.processes import environment, run

Command = Callable[..., tuple[int, str, str]]
NOTICE = "\nUppsägning\nBåda parter kan säga upp överenskommelsen i förtid med tre månaders uppsägningstid.\n"
BY = ("--party", "civil", "--signer", "Peter Sand", "--authority", "Firmatecknare")


@pytest.fixture
def overens(sqlite_url: str) -> Command:
    """Run `overens` on an empty database."""
    return lambda *arguments, **settings: run(arguments, environment(sqlite_url, **settings))


def test_notice_is_given_received_and_withdrawn(overens: Command, tmp_path: Path) -> None:
    text = tmp_path / "bus.txt"
    text.write_text(Path(BUS).read_text("utf-8") + NOTICE, "utf-8")
    assert answer(overens("agreement", "add", str(text), "--contacts", CONTACTS, "--accept-assumptions", "--json"))["id"] == 1
    assert overens("terminate", "give", "1", *BY)[::2] == (2, "This can be done once the agreement is signed and until it ends.\n")
    for party in ("public", "civil"):
        assert overens("agreement", "step", "1", "sign", "--party", party)[0] == 0
    code, _, err = overens("terminate", "give", "1", *BY[:2], "--signer", "Maria Holm", "--authority", "Nej")
    assert (code, err) == (2, "Notice is given by someone who may sign for Föreningen Nattvandrarna; that person may not.\n")
    assert overens("terminate", "give", "1", *BY)[1].startswith(
        "Notice 1 is given. If received today: The period of notice is 3 months, counted from the day the notice was received: ")
    assert overens("terminate", "receive", "1", "--party", "public", "--how", "here")[1].startswith("The period of notice is 3 months")
    [told] = answer(overens("terminate", "list", "1", "--json"))
    assert (told["state"], told["signer"], told["how"]) == ("running", "Peter Sand", "here")
    assert overens("terminate", "withdraw", "1", "--party", "civil", "--reason", "Vi stannar.")[0] == 0
    assert overens("terminate", "consent", "1", "--party", "public")[1] == "The notice is withdrawn.\n"
    assert "  Withdrawn  " in overens("terminate", "list", "1")[1]
    assert overens("agreement", "close", "1")[0] == 2
