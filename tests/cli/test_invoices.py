"""The commands on invoices and payouts, in processes of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_commands import answer, signed
from tests.faults.processes import environment, run

FILES = Path(__file__).parents[1] / "economy" / "files"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def overens(sqlite_url: str) -> Command:
    """Run `overens` on an empty database."""
    return lambda *arguments, **settings: run(arguments, environment(sqlite_url, **settings))


def test_an_invoice_is_received_approved_and_paid(overens: Command) -> None:
    made = str(signed(overens))
    first, *_ = answer(overens("invoice", "list", made, "--json"))
    number = str(first["id"])
    handed = ("invoice", "receive", number, "--number", "17", "--issued-on", "2025-07-01", "--sek", "1000")
    assert overens(*handed)[2].endswith("say why it differs.\n")
    assert overens(*handed, "--reason", "Ett pass.")[1].endswith("  To approve  17\n")
    assert overens("invoice", "approve", number, "--by", "Maria Holm")[2] == (
        "Only a person who is named as economist or manager of the payer can approve.\n")
    assert overens("invoice", "pay", number, "--sek", "1000")[2] == "That cannot be done, for it now stands at: to approve.\n"
    assert overens("invoice", "dispute", number, "--reason", "Fel.")[1].endswith("  Disputed  17\n")
    assert overens("invoice", "resolve", number, "--reason", "Rätt.")[1].endswith("  To approve  17\n")
    assert overens("invoice", "approve", number, "--by", "anders@kommun.example")[1].endswith("  Approved  17\n")
    assert overens("invoice", "pay", number, "--sek", "1000")[1].endswith("  Paid  17\n")
    assert overens("invoice", "settings", made, "--two-above", "5000")[1] == "Saved.\n"


def test_a_peppol_file_says_it_all_and_is_checked_as_on_the_page(overens: Command, tmp_path: Path) -> None:
    made = str(signed(overens))
    number = str(answer(overens("invoice", "list", made, "--json"))[0]["id"])
    file = FILES / "base.xml"
    assert overens("invoice", "receive", number)[2].endswith("Give --number, --issued-on and --sek, or a Peppol file with --file.\n")
    broken = tmp_path / "broken.xml"
    broken.write_text(file.read_text("utf-8").replace("125000.00</cbc:TaxAmount>", "125001.00</cbc:TaxAmount>", 1), "utf-8")
    assert "BR-CO-14" in overens("invoice", "receive", number, "--file", str(broken))[2]
    assert overens("invoice", "receive", number, "--file", str(FILES / "credit-note.xml"))[2] == (
        "This is a credit note; enter it on the page of the invoice that it credits.\n")
    assert overens("invoice", "receive", number, "--file", str(file))[2].endswith("say why it differs.\n")
    assert overens("invoice", "receive", number, "--file", str(file), "--reason", "Ett pass.")[1].endswith("  To approve  2025-004\n")
