"""The commands on outcome and on reading invoices, in processes of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from service.kernel.money import sek
from tests.cli.test_commands import BUS, CONTACTS, answer
from tests.faults.processes import environment, run

Command = Callable[..., tuple[int, str, str]]
FILES = Path(__file__).parents[1] / "economy" / "files"


@pytest.fixture
def overens(sqlite_url: str) -> Command:
    """Run `overens` on an empty database."""
    return lambda *arguments, **settings: run(arguments, environment(sqlite_url, **settings))


def test_what_an_invoice_says(overens: Command, tmp_path: Path) -> None:
    told = overens("invoice", "read", str(FILES / "base.xml"))
    assert told[0] == 0 and told[1].splitlines()[0] == "Invoice 2025-004, 2025-07-01, due 2025-07-31"
    assert told[1].splitlines()[-1] == (
        "Net SEK\u00a0500,000, VAT SEK\u00a0125,000, total SEK\u00a0625,000, to pay SEK\u00a0625,000")
    assert answer(overens("invoice", "read", str(FILES / "credit-note.xml"), "--json"))["credit"] is True
    wrong = tmp_path / "wrong.xml"
    wrong.write_bytes((FILES / "base.xml").read_bytes().replace(b">625000.00</cbc:Pay", b">1.00</cbc:Pay"))
    assert overens("invoice", "read", str(wrong))[::2] == (
        2, "PayableAmount is 1.00, but should be 625000.00 (BR-CO-16).\n")
    wrong.write_text("hej")
    assert overens("invoice", "read", str(wrong))[::2] == (2, "The file is neither a Peppol invoice (XML) nor a PDF file.\n")


def test_outcome_is_entered_read_in_and_shown(overens: Command, tmp_path: Path) -> None:
    text = tmp_path / "then.txt"
    text.write_text(Path(BUS).read_text("utf-8").replace("2090", "2025"), "utf-8")
    made = str(answer(overens("agreement", "add", str(text), "--contacts", CONTACTS, "--accept-assumptions", "--json"))["id"])
    for party in ("public", "civil"):
        assert overens("agreement", "step", made, "sign", "--party", party, "--on", "2025-01-20")[0] == 0
    assert overens("outcome", "show", made)[1] == "No outcome is entered.\n"
    until = ("--as-of", "2025-06-30")
    code, _, err = overens("outcome", "enter", made, *until, "--used", "Resor=5")
    assert code == 2 and err.endswith("; give an amount for each of them.\n")
    posts = err.partition(" were ")[2].partition(";")[0].split(", ")
    spent = [word for post in posts for word in ("--used", f"{post}=1 000,50")]
    assert overens("outcome", "enter", made, *until, *spent)[1] == "Outcome 1 is entered.\n"
    assert answer(overens("outcome", "show", made, "--json"))["whole"]["used"] == f"{sek(100_050 * len(posts))}"
    books = ("outcome", "import", made, str(FILES / "bussen.se"), *until, "--only", "6:SB")
    looked = overens(*books)
    assert "  7010 Löner trygghetsvandrare: SEK\u00a0150,000 → no post\n" in looked[1]
    assert looked[2] == "Give a post for: 5460, 6210, 7010\nNothing has counted; add --count.\n"
    placed = [word for code in ("5460", "6210", "7010") for word in ("--map", f"{code}={posts[0]}")]
    assert overens(*books, *placed, "--count")[1].startswith("Outcome 2 is entered.\n")
    assert answer(overens("outcome", "show", made, "--json"))["whole"]["used"] == "159950.50"
