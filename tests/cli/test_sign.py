"""Signing as a person does it on the command line."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from service.kernel.clock import now
from tests.cli.test_amendments import drawn_up
from tests.cli.test_commands import Command, added, answer, overens, signed
from tests.signatures.pades.files import pdf, sign
from tests.signatures.pades.pki import anna, bo, root

__all__ = ["overens"]
MARIA, KARIN = ("--by", "Maria Holm"), ("--by", "Karin Lind")


def out(overens: Command) -> str:
    """Put an amendment forward; return the id of its signing."""
    made = signed(overens)
    assert overens("amendment", "send", drawn_up(overens, made))[0] == 0
    found = answer(overens("sign", "list", str(made), "--json"))
    assert [(one["matter"], one["way"]) for one in found] == [("agreement", "noted"), ("amendment 1", None)]
    return str(found[-1]["id"])


def scan(tmp_path: Path) -> str:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf("en skanning"))
    return str(path)


def test_originals_are_handed_in_and_confirmed_by_someone_else(overens: Command, tmp_path: Path) -> None:
    signing, path = out(overens), scan(tmp_path)
    names = [one["signers"][0]["name"] for one in answer(overens("sign", "show", signing, "--json"))["parties"]]
    for number, party in enumerate(("public", "civil"), 1):
        told = overens("sign", "hand-in", signing, "--party", party, "--file", path, *MARIA)
        assert told == (0, f"Original {number} is handed in. Someone else confirms it.\n", "")
    confirm = ("sign", "confirm", "1", "--signer", names[0])
    assert overens(*confirm, "--by", "maria holm") == (
        2, "", "You handed in this original yourself; a second person holds it against the text and confirms it.\n")
    assert overens("sign", "confirm", "1", "--signer", "Ingen", *KARIN)[2].endswith("Ingen is not named as a signer\n")
    assert overens(*confirm, *KARIN, "--on", "2020-01-01")[0] == 2
    assert overens(*confirm, *KARIN)[1] == "Registered. Not all parties have signed yet.\n"
    assert overens(*confirm, *KARIN)[2] == "This original has been looked at already.\n"
    assert overens("sign", "refuse", "2", "--reason", "Sida två saknas", *KARIN)[1] == "The original does not count.\n"
    overens("sign", "hand-in", signing, "--party", "civil", "--file", path, *MARIA)
    assert overens("sign", "confirm", "3", "--signer", names[1].upper(), *KARIN)[1] == "All parties have signed.\n"
    shown = overens("sign", "show", signing)[1]
    assert "original 2, handed in by Maria Holm: not good" in shown
    assert [one["state"] for one in answer(overens("amendment", "list", "1", "--json"))] in (["in_force"], ["signed"])
    assert overens("sign", "list", "1")[1].splitlines()[1].split()[:5] == ["2", "amendment", "1", "In", "ink"]


def test_a_file_signed_elsewhere_is_taken_in(overens: Command, tmp_path: Path) -> None:
    signing = out(overens)
    roots = tmp_path / "roots"
    roots.mkdir()
    (roots / "root.pem").write_bytes(root().certificate.public_bytes(Encoding.PEM))
    for party, name in (("public", "Anna Åström"), ("civil", "Bo Lind")):
        told = overens("sign", "name", signing, "--party", party, "--name", name, "--capacity", "ordförande", *MARIA)
        assert told[1] == f"{name} is named as a signer.\n"
    assert overens("sign", "name", signing, "--party", "civil", "--name", "bo lind", "--capacity", "x", *MARIA)[2] == (
        "bo lind is named as a signer for that party already.\n")
    document = str(answer(overens("sign", "show", signing, "--json"))["document"])
    text = Path(overens("document", "export", document, "--to", str(tmp_path))[1].strip())
    unsigned = overens("sign", "file", signing, str(text), *MARIA, SIGNATURE_ROOTS=roots)
    assert (unsigned[0], unsigned[2].startswith("The signed file does not hold: ")) == (2, True)
    both = tmp_path / "both.pdf"
    at = now()
    both.write_bytes(sign(sign(text.read_bytes(), anna(), at=at), bo(), at=at, field="S2"))
    told = overens("sign", "file", signing, str(both), *MARIA, SIGNATURE_ROOTS=roots)
    assert told == (0, "All parties have signed.\n", "")
    assert overens("sign", "file", signing, str(tmp_path / "none.pdf"), *MARIA)[0] == 2


def test_what_is_not_there_is_said(overens: Command, tmp_path: Path) -> None:
    assert overens("sign", "list", "7") == (2, "", "There is no agreement 7.\n")
    for told in (overens("sign", "show", "7"), overens("sign", "refuse", "7", "--reason", "x", *KARIN),
                 overens("sign", "hand-in", "7", "--party", "civil", "--file", scan(tmp_path), *MARIA)):
        assert (told[0], told[1], "Traceback" in told[2]) == (2, "", False)


def test_an_agreement_is_put_forward_as_a_file_to_who_is_named_in_their_order(overens: Command) -> None:
    made = str(added(overens))
    send = ("agreement", "send", made, "--order", "civil", "--order", "public")
    assert overens("agreement", "send", made, "--order", "civil")[2].endswith("--order names each party once\n")
    assert overens(*send, "--jointly", "civil")[2].startswith("2 sign together for ")
    assert overens(*send, "--deadline", "2020-01-01")[2] == "That day has passed.\n"
    told = overens(*send, "--deadline", "2090-03-01", "--jointly", "civil", "--signer", "civil", "Siv Ö", "kassör", "Protokoll § 4",
                   "--signer", "civil", "Bo Lind", "ordförande", "", LANGUAGE="sv")
    assert told == (0, "Överenskommelse 1 är framlagd för underskrift som text 1.\n", "")
    found = answer(overens("sign", "show", "1", "--json"))
    assert (found["matter"], found["ordered"], found["deadline"], found["document"] is None) == ("agreement", True, "2090-03-01", False)
    assert [(one["needed"], one["turn"], len(one["signers"])) for one in found["parties"]] == [(2, True, 2), (1, False, 1)]
    assert [(one["name"], one["capacity"], one["authority"]) for one in found["parties"][0]["signers"]] == [
        ("Siv Ö", "kassör", "Protokoll § 4"), ("Bo Lind", "ordförande", None)]
    assert "Läge: Under signering" in overens("agreement", "show", made, LANGUAGE="sv")[1]
    assert overens("agreement", "send", made, LANGUAGE="sv")[2] == "Det går inte, för läget är nu: under signering.\n"
