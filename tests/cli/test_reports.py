"""The commands on reports and tasks, in processes of their own."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import answer, signed
from tests.cli.test_talks import Command, overens
from tests.documents.made import pdf

__all__ = ["overens"]


def test_a_report_is_delivered_returned_and_accepted_and_a_summary_submitted(overens: Command, tmp_path: Path) -> None:
    made = str(signed(overens))
    [one] = [each for each in answer(overens("report", "list", made, "--json")) if each["kind"] == "yearly_summary"]
    number, file, civil = str(one["id"]), tmp_path / "rapport.pdf", ("--party", "civil")
    file.write_bytes(pdf())
    assert one["state"] == "due"
    assert overens("report", "deliver", number, *civil)[::2] == (2, "Choose the file, or write where the report is.\n")
    assert overens("report", "deliver", number, *civil, "--file", str(file))[1].startswith(f"Report {number} is delivered (time 1).")
    assert overens("report", "return", number, "--party", "public", "--comment", "A table is missing.")[1] == f"Report {number} is returned.\n"
    target = tmp_path / "siffror.xlsx"
    assert overens("report", "figures", number, "--to", str(target))[1] == f"{target}\n"
    assert target.read_bytes()[:2] == b"PK"
    assert overens("report", "submit", number, *civil)[1].startswith("The summary is submitted. Checksum of the figures: ")
    assert overens("report", "accept", number, "--party", "public")[1] == f"Report {number} is accepted.\n"
    assert f"Accepted             {one['key']}" in overens("report", "list", made)[1]
    assert overens("task", "done", "99")[::2] == (2, "There is no task 99.\n")
