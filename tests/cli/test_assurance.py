"""The questions of an audit by command, and numbers of the payment plan, in processes of their own."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import BUS, CONTACTS, answer
from tests.cli.test_talks import Command, overens

__all__ = ["overens"]


def test_an_audit_is_answered_in_words_as_json_and_on_paper(overens: Command, tmp_path: Path) -> None:
    text, paper = tmp_path / "bus.txt", tmp_path / "audit.pdf"
    text.write_text(Path(BUS).read_text("utf-8").replace("2090", "2025"), "utf-8")
    made = str(answer(overens("agreement", "add", str(text), "--contacts", CONTACTS, "--accept-assumptions", "--json"))["id"])
    assert overens("assurance", made)[1].splitlines()[1] == "  Not yet  Diary numbers: No document is registered."
    for party in ("public", "civil"):
        assert overens("agreement", "step", made, "sign", "--party", party)[0] == 0
    told = {one["question"]: one["verdict"] for one in answer(overens("assurance", made, "--json"))}
    assert (told["amended"], told["deviated"], len(told)) == ("yes", "yes", 7)
    assert overens("assurance", made, "--pdf", str(paper))[0] == 0
    assert paper.read_bytes().startswith(b"%PDF")
    # Nothing of this agreement is reckoned with a number.
    assert overens("invoice", "figure", made) == (0, "", "")
    assert overens("invoice", "figure", made, "--year", "2025", "--value", "103,5")[::2] == (
        2, "Nothing is reckoned with that number: the terms name no rate for that period, or no index for that year.\n")
