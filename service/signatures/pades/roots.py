"""Whom this installation trusts: a folder of certificates and revocation lists, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from service.settings import PREFIX, BadSetting, Settings
from service.signatures.pades.model import Roots
from service.signatures.pades.sealing.key import seal_of

NAME = f"{PREFIX}SIGNATURE_ROOTS"
PEM = b"-----BEGIN "
LARGEST = 20_000_000


def roots_of(settings: Settings) -> Roots:
    """Return whom this installation trusts, its own seal included; raise BadSetting for a file that cannot be read."""
    found = _read(settings.signature_roots) if settings.signature_roots else Roots()
    own = seal_of(settings)
    return found if own is None else Roots((*found.certificates, own.certificates[0]), found.revocations)


@lru_cache(maxsize=8)
def _read(folder: str) -> Roots:
    try:
        paths = sorted(path for path in Path(folder).iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise BadSetting(name=NAME, why=f"{folder} cannot be read: {error.strerror}") from None
    certificates: list[bytes] = []
    revocations: list[bytes] = []
    for path in paths:
        if path.suffix.lower() == ".crl":
            revocations.append(_revocations(path))
        else:
            certificates += _certificates(path)
    if not certificates:
        raise BadSetting(name=NAME, why=f"{folder} holds no certificate")
    return Roots(tuple(dict.fromkeys(certificates)), tuple(revocations))


def _certificates(path: Path) -> list[bytes]:
    body = _body(path)
    try:
        found = x509.load_pem_x509_certificates(body) if PEM in body else [x509.load_der_x509_certificate(body)]
    except ValueError:
        raise BadSetting(name=NAME, why=f"{path} is no certificate in PEM or DER") from None
    return [one.public_bytes(Encoding.DER) for one in found]


def _revocations(path: Path) -> bytes:
    body = _body(path)
    try:
        found = x509.load_pem_x509_crl(body) if PEM in body else x509.load_der_x509_crl(body)
    except ValueError:
        raise BadSetting(name=NAME, why=f"{path} is no revocation list in PEM or DER") from None
    return found.public_bytes(Encoding.DER)


def _body(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise BadSetting(name=NAME, why=f"{path} cannot be read: {error.strerror}") from None
    if len(body) > LARGEST:
        raise BadSetting(name=NAME, why=f"{path} is too large to be a certificate or a revocation list")
    return body
