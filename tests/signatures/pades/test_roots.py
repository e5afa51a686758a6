"""Whom the installation trusts is a folder, read once; what is wrong with it is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.settings import BadSetting, Settings, load
from service.signatures.pades.model import Roots
from service.signatures.pades.roots import roots_of
from service.signatures.pades.sealing.key import make, seal_of
from tests.signatures.pades.pki import NOW, issuer, revocation_list, root, weak_rsa

PEM, DER = Encoding.PEM, Encoding.DER


def told(**given: object) -> Settings:
    return load({f"OVERENS_{name}": str(value) for name, value in given.items()})


def folder(tmp_path: Path, **files: bytes) -> Path:
    for name, body in files.items():
        (tmp_path / name.replace("_", ".")).write_bytes(body)
    return tmp_path


def refused(settings: Settings) -> str:
    with pytest.raises(BadSetting) as found:
        roots_of(settings)
    return found.value.sentence("en")


def test_without_a_folder_nobody_is_trusted() -> None:
    assert roots_of(told()) == Roots()


def test_pem_and_der_and_lists(tmp_path: Path) -> None:
    lists = revocation_list(issuer())
    both = root().certificate.public_bytes(PEM) + issuer().certificate.public_bytes(PEM)
    made = folder(tmp_path, a_pem=both, b_der=root().der, c_crl=lists)
    (tmp_path / ".hidden").write_bytes(b"whatever")
    assert roots_of(told(SIGNATURE_ROOTS=made)) == Roots((root().der, issuer().der), (lists,))


def test_it_is_read_once(tmp_path: Path) -> None:
    made = folder(tmp_path, a_pem=root().certificate.public_bytes(PEM))
    first = roots_of(told(SIGNATURE_ROOTS=made))
    (tmp_path / "a.pem").unlink()
    assert roots_of(told(SIGNATURE_ROOTS=made)) == first


@pytest.mark.parametrize(("files", "words"), [
    ({"a_pem": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}, "a.pem is no certificate in PEM or DER"),
    ({"a_der": b"\0\1"}, "a.der is no certificate in PEM or DER"), ({"a_txt": b"read me"}, "a.txt is no certificate in PEM or DER"),
    ({"a_crl": b"no list"}, "a.crl is no revocation list in PEM or DER"), ({}, "holds no certificate"),
])
def test_a_bad_file_is_named(tmp_path: Path, files: dict[str, bytes], words: str) -> None:
    sentence = refused(told(SIGNATURE_ROOTS=folder(tmp_path, **files)))
    assert sentence.startswith("The setting OVERENS_SIGNATURE_ROOTS is wrong: ")
    assert words in sentence


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in refused(told(SIGNATURE_ROOTS=tmp_path / "none"))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "inner").mkdir()
    assert "inner cannot be read" in refused(told(SIGNATURE_ROOTS=tmp_path / "sub"))


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    certificate, key = make("Ängstadens kommun", now=NOW, curve=True)
    folder(tmp_path, seal_pem=certificate, seal_key=key)
    (tmp_path / "seal.key").chmod(0o600)
    return tmp_path / "seal.pem", tmp_path / "seal.key"


def bad_seal(certificate: object, key: object) -> str:
    with pytest.raises(BadSetting) as found:
        seal_of(told(SEAL_CERTIFICATE=certificate, SEAL_KEY=key))
    return found.value.sentence("en")


def test_our_own_seal_is_trusted(pair: tuple[Path, Path]) -> None:
    settings = told(SEAL_CERTIFICATE=pair[0], SEAL_KEY=pair[1])
    found = seal_of(settings)
    assert found is not None and roots_of(settings) == Roots(found.certificates)
    assert found.certificates == (x509.load_pem_x509_certificate(pair[0].read_bytes()).public_bytes(DER),)
    assert repr(found.key) not in repr(found)
    assert seal_of(told()) is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_key_that_others_may_read_is_refused(pair: tuple[Path, Path], mode: int) -> None:
    pair[1].chmod(mode)
    assert "others than its owner may read" in bad_seal(*pair)


def test_a_pair_that_is_no_pair(pair: tuple[Path, Path], tmp_path: Path) -> None:
    assert "certificate and key go together" in bad_seal(pair[0], "")
    assert "certificate and key go together" in bad_seal("", pair[1])
    other = tmp_path / "other.pem"
    other.write_bytes(make("Någon annan", now=NOW, curve=True)[0])
    assert "it does not belong to the certificate" in bad_seal(other, pair[1])
    assert "holds no certificate in PEM" in bad_seal(pair[1], pair[1])
    assert "holds no key in PEM" in bad_seal(pair[0], _private(tmp_path, pair[0].read_bytes()))
    assert "cannot be read" in bad_seal(tmp_path / "none", pair[1])
    assert "cannot be read" in bad_seal(pair[0], tmp_path / "none")


def test_a_key_that_is_too_weak(pair: tuple[Path, Path], tmp_path: Path) -> None:
    weak = weak_rsa().key.private_bytes(PEM, PrivateFormat.PKCS8, NoEncryption())
    assert "too weak or of another kind" in bad_seal(pair[0], _private(tmp_path, weak))


def _private(tmp_path: Path, body: bytes) -> Path:
    path = tmp_path / "private"
    path.write_bytes(body)
    path.chmod(0o600)
    return path
