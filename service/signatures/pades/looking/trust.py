"""Whom a signature may be traced to, when, and whether the certificate was revoked; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from service.signatures.pades.model import Roots

NO_CHECK, MUST = RevocationCheckingRule.NO_CHECK, RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
UNCHECKED = RevocationCheckingPolicy(NO_CHECK, NO_CHECK)
CHECKED = RevocationCheckingPolicy(MUST, NO_CHECK)
ISSUERS_CHECKED = RevocationCheckingPolicy(NO_CHECK, MUST)


@dataclass(frozen=True)
class Trust:
    """The roots, and what file and configuration tell of certificates; `timestamps` are those over the whole document."""

    roots: Sequence[asn1.Certificate]
    others: Sequence[asn1.Certificate]
    crls: Sequence[bytes]
    ocsps: Sequence[bytes]
    timestamps: Sequence[EmbeddedPdfSignature]

    @classmethod
    def over(cls, reader: PdfFileReader, roots: Roots, timestamps: Sequence[EmbeddedPdfSignature]) -> Trust:
        """Gather what can be trusted, and what may be believed because someone trusted has signed it."""
        others, crls, ocsps = _kept_in(reader)
        return cls([asn1.Certificate.load(one) for one in roots.certificates], others,
                   [*roots.revocations, *crls], ocsps, timestamps)

    def with_lists(self, crls: Sequence[bytes]) -> Trust:
        """Return the same with more revocation lists."""
        return replace(self, crls=[*self.crls, *crls])

    def context(self, moment: datetime, policy: RevocationCheckingPolicy = UNCHECKED) -> ValidationContext:
        """Return what certificates are followed in, as at `moment`."""
        return ValidationContext(
            trust_roots=list(self.roots), other_certs=list(self.others),
            moment=moment, allow_fetching=False, crls=list(self.crls), ocsps=list(self.ocsps),
            revinfo_policy=CertRevTrustPolicy(policy, retroactive_revinfo=True),
            algorithm_usage_policy=DisallowWeakAlgorithmsPolicy())

    def revoked_on(self, path: ValidationPath, before: datetime) -> datetime | None:
        """Return when a certificate of the path was revoked, by any list its issuer has signed, however old the list."""
        chain = [x509.load_der_x509_certificate(one.dump()) for one in path.iter_certs(include_root=True)]
        found = [
            at for issuer, holder in zip(chain, chain[1:], strict=False) for der in self.crls
            if (at := _listed(der, issuer, holder)) is not None and at < before]
        return min(found, default=None)


def _listed(der: bytes, issuer: x509.Certificate, holder: x509.Certificate) -> datetime | None:
    """Return since when a certificate stands in a list that its own issuer has signed."""
    try:
        told = x509.load_der_x509_crl(der)
        key: Any = issuer.public_key()
        if told.issuer != issuer.subject or not told.is_signature_valid(key):
            return None
        entry = told.get_revoked_certificate_by_serial_number(holder.serial_number)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return None
    return entry.revocation_date_utc.astimezone(UTC) if entry is not None else None


def _kept_in(reader: PdfFileReader) -> tuple[list[asn1.Certificate], list[bytes], list[bytes]]:
    """Return the certificates, revocation lists and answers that a file carries."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except (NoDSSFoundError, ValueError, KeyError, TypeError, AttributeError):
        return [], [], []
    return (list(store.load_certs()), _bytes(store.crls, DecodePurpose.CRL),
            _bytes(store.ocsps, DecodePurpose.OCSP_RESPONSE))


def _bytes(kept: Iterable[Any], purpose: DecodePurpose) -> list[bytes]:
    return [one.get_object().read_data(purpose) for one in kept]


def altered(signed: EmbeddedPdfSignature, trust: Trust) -> bool:
    """Say whether a certificate that a signature carries is no longer as its issuer made it.

    A signature does not protect the certificates beside it; those that are not needed to follow it would go unlooked at.
    """
    carried = [x509.load_der_x509_certificate(one.dump()) for one in signed.other_embedded_certs]
    above = [*carried, *(x509.load_der_x509_certificate(one.dump()) for one in trust.roots)]
    return any(
        issuers and not any(_issued(one, issuer) for issuer in issuers)
        for one in carried for issuers in [[issuer for issuer in above if issuer.subject == one.issuer]])


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def archived(signed: EmbeddedPdfSignature) -> list[bytes]:
    """Return the revocation lists that a signature itself carries."""
    found = [one.chosen.dump() for one in signed.signed_data["crls"] or () if isinstance(one.chosen, asn1_crl.CertificateList)]
    for attribute in signed.signer_info["signed_attrs"]:
        if attribute["type"].native == "adobe_revocation_info_archival":
            for archive in attribute["values"]:
                found += [one.dump() for one in archive["crl"] or ()]
    return found
