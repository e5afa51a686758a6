"""The commands on signed files, in processes of their own."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from service.kernel.clock import now
from service.settings import load
from service.signatures.pades.seal import seal
from service.signatures.pades.sealing.key import seal_of
from tests.faults.processes import environment, run
from tests.signatures.pades.files import pdf, redrawn, sign, updated
from tests.signatures.pades.pki import DIGITS, NUMBER, anna, root

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def overens(tmp_path: Path) -> Command:
    """Run `overens` without a database."""
    return lambda *arguments, **settings: run(arguments, environment("sqlite:////nowhere", **settings))


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    folder = tmp_path / "roots"
    folder.mkdir()
    (folder / "root.pem").write_bytes(root().certificate.public_bytes(Encoding.PEM))
    return folder


def kept(tmp_path: Path, name: str, body: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(body)
    return str(path)


def test_a_file_that_holds(overens: Command, tmp_path: Path, roots: Path) -> None:
    at = now() - timedelta(minutes=1)
    original = kept(tmp_path, "text.pdf", pdf())
    signed = kept(tmp_path, "signed.pdf", sign(pdf(), anna(), at=at))
    code, out, err = overens("signature", "check", signed, "--original", original, SIGNATURE_ROOTS=roots)
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == [
        "The file holds: it is our text, signed, and nothing is wrong.",
        "The text is ours: the file begins with it byte by byte, and only signatures have been added."]
    assert out.splitlines()[2].startswith("Signed by Anna Åström, Ängstadens kommun; ")
    alone = overens("signature", "check", signed, SIGNATURE_ROOTS=roots, LANGUAGE="sv")
    assert (alone[0], alone[1].splitlines()[0]) == (0, "Underskrifterna håller; texten jämfördes inte med någon annan.")


def test_a_file_that_does_not_hold(overens: Command, tmp_path: Path, roots: Path) -> None:
    signed = kept(tmp_path, "signed.pdf", updated(sign(pdf(), at=now()), redrawn("1 275 750", "9 275 750")))
    code, out, err = overens("signature", "check", signed, "--original", kept(tmp_path, "text.pdf", pdf()), SIGNATURE_ROOTS=roots)
    assert (code, out.splitlines()[0]) == (2, "The file does not hold.")
    assert "in our text “… Finansieringen omfattar totalt 1 275 750 kronor.”, in the file “… Finansieringen omfattar" in out
    assert not any(number in out + err for number in (NUMBER, DIGITS))


def test_what_cannot_be_read_is_one_sentence(overens: Command, tmp_path: Path) -> None:
    assert overens("signature", "check", str(tmp_path / "none.pdf"))[0] == 2
    bad = overens("signature", "check", kept(tmp_path, "a.pdf", b"%PDF-"), SIGNATURE_ROOTS=tmp_path / "nowhere")
    assert (bad[0], bad[2].startswith("The setting OVERENS_SIGNATURE_ROOTS is wrong: ")) == (2, True)


@pytest.mark.parametrize("more", [(), ("--curve",)])
def test_a_pair_is_made_that_seals(overens: Command, tmp_path: Path, more: tuple[str, ...]) -> None:
    folder = tmp_path / "kept"
    code, out, err = overens("seal", "make", "Ängstadens kommun", "--folder", str(folder), *more)
    assert (code, err) == (0, "")
    assert stat.S_IMODE((folder / "seal.key").stat().st_mode) == 0o600
    given = dict(line.split("=", 1) for line in out.splitlines())
    key = seal_of(load(given))
    assert key is not None
    sealed = kept(tmp_path, "sealed.pdf", seal(pdf(), key=key, now=now(), reason="Test", name="Ängstadens kommun"))
    told = overens("signature", "check", sealed, "--original", kept(tmp_path, "text.pdf", pdf()),
                   **{name.removeprefix("OVERENS_"): value for name, value in given.items()})
    assert (told[0], "Signed by Överens – Ängstadens kommun" in told[1]) == (0, True)


def test_a_pair_is_never_written_over(overens: Command, tmp_path: Path) -> None:
    (tmp_path / "seal.pem").write_text("old")
    told = overens("seal", "make", "Ängstadens kommun", "--folder", str(tmp_path))
    assert (told[0], "is there already" in told[2]) == (2, True)
    assert not (tmp_path / "seal.key").exists()
    assert overens("seal", "make", " ", "--folder", str(tmp_path))[0] == 2
