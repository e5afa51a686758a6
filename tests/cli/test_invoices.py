"""The commands on invoices and payouts, in processes of their own."""

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
