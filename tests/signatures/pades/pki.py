"""A small world of certificates: a root, an issuer under it, and people whose certificates hold a personal number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from service.signatures.pades.model import Roots

NOW = datetime(2026, 9, 21, 9, tzinfo=UTC)
NUMBER = "19811218-9876"
DIGITS = "198112189876"
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Holder:
    """Someone with a key and a certificate, and those between them and the root."""

    certificate: x509.Certificate
    key: Any
    issuers: tuple[x509.Certificate, ...] = ()

    @property
    def der(self) -> bytes:
        """Return the certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def asn1(self) -> asn1.Certificate:
        """Return the certificate as the signing library has it."""
        return asn1.Certificate.load(self.der)

    @property
    def private(self) -> keys.PrivateKeyInfo:
        """Return the key as the signing library has it."""
        return keys.PrivateKeyInfo.load(self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))

    def signer(self) -> SimpleSigner:
        """Return what signs in their name."""
        store = SimpleCertificateStore()
        store.register_multiple([asn1.Certificate.load(one.public_bytes(Encoding.DER)) for one in self.issuers])
        return SimpleSigner(self.asn1, self.private, store)


def name(common: str, **more: str) -> x509.Name:
    """Make a name as Swedish certificates have it."""
    kinds = {"organisation": NameOID.ORGANIZATION_NAME, "given": NameOID.GIVEN_NAME, "surname": NameOID.SURNAME,
             "number": NameOID.SERIAL_NUMBER}
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"),
                      *(x509.NameAttribute(kinds[kind], value) for kind, value in more.items()),
                      *([x509.NameAttribute(NameOID.COMMON_NAME, common)] if common else [])])


def usage(**given: bool) -> x509.KeyUsage:
    """Make a key usage; signing unless said otherwise."""
    every = dict.fromkeys(("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                           "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(**{**every, **(given or {"content_commitment": True})})


def made(subject: x509.Name, issuer: Holder | None, *, since: datetime = NOW - YEAR, until: datetime = NOW + YEAR,
         ca: bool = False, key: Any = None, extras: tuple[x509.ExtensionType, ...] = (), uses: x509.KeyUsage | None = None,
         ) -> Holder:
    """Make a certificate; by itself where there is no issuer."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(uses or (usage(key_cert_sign=True, crl_sign=True) if ca else usage()), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False))
    for extra in extras:
        builder = builder.add_extension(extra, critical=isinstance(extra, x509.ExtendedKeyUsage))
    above = (issuer.certificate, *issuer.issuers) if issuer else ()
    return Holder(builder.sign(issuer.key if issuer else key, SHA256()), key, above)


@cache
def root() -> Holder:
    """Whom the installation trusts."""
    return made(name("Rot CA", organisation="Utfärdaren AB"), None, since=NOW - 10 * YEAR, until=NOW + 10 * YEAR, ca=True)


@cache
def issuer() -> Holder:
    """Who issues people's certificates."""
    return made(name("Utfärdare CA v1", organisation="Utfärdaren AB"), root(), since=NOW - 9 * YEAR, until=NOW + 9 * YEAR, ca=True)


def person(common: str = "Anna Åström", **more: Any) -> Holder:
    """Make someone's certificate, with a personal number in it as usual."""
    subject = name(common, given="Anna", surname="Åström", number=more.pop("number", DIGITS),
                   **({"organisation": more.pop("organisation")} if "organisation" in more else {}))
    return made(subject, more.pop("issuer", issuer()), **more)


@cache
def anna() -> Holder:
    """Someone whose certificate is good."""
    return person(organisation="Ängstadens kommun")


@cache
def bo() -> Holder:
    """Someone else whose certificate is good; the personal number is in the common name too."""
    return person(f"BO LIND {NUMBER}", number=f"PNOSE-{DIGITS}")


@cache
def stamper() -> Holder:
    """A timestamp authority under the root."""
    return made(name("Tidsstämplare"), root(), key=rsa.generate_private_key(65537, 2048),
                uses=usage(digital_signature=True), extras=(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]),))


def weak_rsa() -> Holder:
    """Someone with a key that is too short."""
    return person(key=rsa.generate_private_key(65537, 1024))


def revocation_list(by: Holder, *gone: Holder, on: datetime = NOW - timedelta(days=9), made_at: datetime | None = None,
                    until: datetime = NOW + YEAR) -> bytes:
    """Make a list of those whose certificates were revoked."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject).last_update(
        made_at or NOW - timedelta(days=8)).next_update(until)
    for one in gone:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number).revocation_date(on).build())
    return builder.sign(by.key, SHA256()).public_bytes(Encoding.DER)


def trusted(*lists: bytes) -> Roots:
    """Return what the installation trusts."""
    return Roots((root().der,), lists)


