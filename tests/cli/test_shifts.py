"""The commands on shifts, in processes of their own."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import BUS, CONTACTS, answer
from tests.cli.test_talks import Command, overens

__all__ = ["overens"]


def test_shifts_are_taken_in_added_listed_and_written(overens: Command, tmp_path: Path) -> None:
    text, file = tmp_path / "bus.txt", tmp_path / "pass.csv"
    text.write_text(Path(BUS).read_text("utf-8").replace("2090", "2025"), "utf-8")
    made = str(answer(overens("agreement", "add", str(text), "--contacts", CONTACTS, "--accept-assumptions", "--json"))["id"])
    for party in ("public", "civil"):
        assert overens("agreement", "step", made, "sign", "--party", party)[0] == 0
    file.write_text("datum;start;slut;personal;platser;händelser\n2025-02-07;20:00;02:00;4;Torget;Samtal: 3\n2025-02-08;20;x;4;Torget;\n", "utf-8")
    code, out, err = overens("shift", "import", made, str(file), "--add-words")
    assert (code, out, err) == (2, "1 taken in, 0 were there already, 1 left out.\n", (
        "Row 2: Torget, Samtal: not on the agreement's lists.\nRow 3: 'x' is no hour; write it like 20:00.\n"))
    assert overens("shift", "import", made, str(file))[1] == "0 taken in, 1 were there already, 1 left out.\n"
    add = ("shift", "add", made, "--day", "2025-02-14", "--start", "20:00", "--end", "02:00", "--staff", "5", "--event", "Samtal=2")
    assert overens(*add, "--place", "Månen")[::2] == (2, "What you gave cannot be read: Månen is not on the list\n")
    assert overens(*add, "--place", "Torget", "--sure")[1] == "Shift 2 is logged.\n"
    assert overens("shift", "words", made, "--place", "Månen", "--place", "torget")[1] == "event  Samtal\nplace  Torget\nplace  Månen\n"
    told = answer(overens("shift", "list", made, "--from", "2025-02-10", "--json"))
    assert [(one["day"], one["minutes"], one["staff"], one["events"]) for one in told] == [("2025-02-14", 360, 5, {"Samtal": 2})]
    assert overens("shift", "export", made)[1].splitlines()[1] == "2025-02-07;20:00;02:00;4;Torget;Samtal: 3;;;done;24,00"
