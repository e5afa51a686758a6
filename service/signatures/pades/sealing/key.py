"""The key that the service seals with: read from its files, or made for an installation that has none."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from service.settings import PREFIX, BadSetting, Settings

SHORTEST_RSA, RSA_BITS, RSA_EXPONENT = 2048, 3072, 65537
LASTS = timedelta(days=5 * 365)
CERTIFICATE, KEY = f"{PREFIX}SEAL_CERTIFICATE", f"{PREFIX}SEAL_KEY"
Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class SealKey:
    """A key and its certificate with its issuers, as DER; `timestamps` is the address of a timestamp authority, "" for none."""

    certificates: tuple[bytes, ...]
    key: bytes = field(repr=False)
    timestamps: str = ""


def seal_of(settings: Settings) -> SealKey | None:
    """Return the key that this installation seals with, None if it has none; raise BadSetting for one that cannot be used."""
    if not settings.seal_certificate and not settings.seal_key:
        return None
    if not settings.seal_certificate or not settings.seal_key:
        missing = KEY if settings.seal_certificate else CERTIFICATE
        raise BadSetting(name=missing, why="certificate and key go together; give both or neither")
    key = _key(Path(settings.seal_key))
    chain = _certificates(Path(settings.seal_certificate))
    if _public(chain[0].public_key()) != _public(key.public_key()):
        raise BadSetting(name=KEY, why="it does not belong to the certificate, which must stand first in its file")
    return SealKey(tuple(one.public_bytes(Encoding.DER) for one in chain),
                   key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()), settings.seal_timestamp_url)


def make(name: str, *, now: datetime, curve: bool = False) -> tuple[bytes, bytes]:
    """Return a new key and a self-signed certificate for `name`, as PEM: the certificate, then the key."""
    key: Private = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(RSA_EXPONENT, RSA_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
                         x509.NameAttribute(NameOID.COMMON_NAME, f"Överens – {name}"[:64])])
    usage = x509.KeyUsage(digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
                          key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False)
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(now + LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256()))
    return (certificate.public_bytes(Encoding.PEM),
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _key(path: Path) -> Private:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise BadSetting(name=KEY, why=f"others than its owner may read {path}; set its mode to 0600")
            found = load_pem_private_key(file.read(), None)
    except OSError as error:
        raise BadSetting(name=KEY, why=f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadSetting(name=KEY, why=f"{path} holds no key in PEM without a password") from None
    if isinstance(found, ec.EllipticCurvePrivateKey) or (
            isinstance(found, rsa.RSAPrivateKey) and found.key_size >= SHORTEST_RSA):
        return found
    raise BadSetting(name=KEY, why=f"{path} holds a key that is too weak or of another kind; RSA from {SHORTEST_RSA} bits or EC")


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise BadSetting(name=CERTIFICATE, why=f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise BadSetting(name=CERTIFICATE, why=f"{path} holds no certificate in PEM") from None


def _public(key: object) -> bytes:
    told: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return told
