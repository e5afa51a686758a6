"""`overens document` as a person gives it, in processes of their own."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import Command, added, answer, overens
from tests.documents import made

__all__ = ["overens"]


def test_a_document_is_added_listed_shown_and_exported(overens: Command, tmp_path: Path) -> None:
    agreement = str(added(overens))
    (tmp_path / "brev.pdf").write_bytes(made.pdf())
    told = answer(overens("document", "add", agreement, str(tmp_path / "brev.pdf"), "--title", "Brev", "--kind", "letter",
                          "--party", "public", "--from", "Kommunen", "--json"))
    assert (told["diary_number"].startswith("ÖV "), told["from"], told["status"]) == (True, "Kommunen", "official")
    assert [one["title"] for one in answer(overens("document", "list", agreement, "--json"))] == ["Brev"]
    code, out, _ = overens("document", "show", str(told["id"]))
    assert code == 0 and told["versions"][0]["sha256"] in out
    folder = tmp_path / "ut"
    folder.mkdir()
    code, out, _ = overens("document", "export", str(told["id"]), "--to", str(folder))
    assert (code, (folder / "brev.pdf").read_bytes()) == (0, made.pdf())
    code, _, err = overens("document", "export", str(told["id"]), "--to", str(folder))
    assert (code, "File exists" in err) == (2, True)


def test_what_cannot_be_kept_is_refused_in_a_sentence(overens: Command, tmp_path: Path) -> None:
    agreement = str(added(overens))
    (tmp_path / "x.pdf").write_bytes(b"MZ")
    asked = ("document", "add", agreement, str(tmp_path / "x.pdf"), "--title", "Brev", "--party", "public")
    assert overens(*asked) == (2, "", "The file is none of PDF, Word (DOCX), PNG and JPEG; save it as a PDF file and try again.\n")
    assert overens("document", "add", agreement, str(tmp_path / "none.pdf"), "--title", "B", "--party", "public")[0] == 2
    assert overens("document", "show", "77") == (2, "", "There is no document 77.\n")
    assert overens("document", "export", "77")[0] == 2
