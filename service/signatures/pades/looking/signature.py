"""Examine one signature: does it fit the file, does it cover it, whose is it, and when was it made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from asn1crypto import x509 as asn1
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.general import CMSStructuralError
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from service.kernel.clock import local
from service.signatures.pades.looking.changes import AFTER_SIGNING, ALLOWED, what_changed
from service.signatures.pades.looking.strength import weakness_of
from service.signatures.pades.looking.times import Time, time_of
from service.signatures.pades.looking.trust import CHECKED, ISSUERS_CHECKED, UNCHECKED, Trust, altered, archived
from service.signatures.pades.model import Known, Signature, Standing
from service.signatures.pades.names import organisation_of, person_of, shown
from service.signatures.pades.problems import (
    Broken,
    ChangedAfter,
    ExpiredSince,
    HiddenBytes,
    InTheFuture,
    NoTime,
    NotTrusted,
    NotWhole,
    OfSignature,
    OutsideValidity,
    Problem,
    Revoked,
    SelfMade,
    TooEarly,
    UnknownIssuer,
    Unreadable,
    Weak,
    WrongUse,
)

CLOCKS_DIFFER = timedelta(minutes=5)
# Either will do: bodies' and brokers' certificates for signing carry one or the other.
FOR_SIGNING = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
Status = PdfSignatureStatus
Add = Callable[[Problem], None]


async def examine_one(
    signed: EmbeddedPdfSignature, body: bytes, trust: Trust, *, now: datetime, put_forward: datetime | None,
) -> Signature:
    """Return what is found of one signature; what cannot be read of it is a problem like any other."""
    try:
        certificate = signed.signer_cert
        name, organisation = person_of(certificate.subject.native), organisation_of(certificate.subject.native)
    except MemoryError:
        raise
    except (SignatureValidationError, CMSStructuralError):
        return _unread(Broken, "", "", "")
    except Exception:
        return _unread(Unreadable, "", "", "")
    who, mark = name or organisation, sha256(certificate.dump()).hexdigest()
    try:
        trust = trust.with_lists(archived(signed))
        time = await time_of(signed, trust, now)
        status = await _status(signed, trust, _followed_at(certificate, time, now))
    except MemoryError:
        raise
    except (SignatureValidationError, CMSStructuralError):
        return _unread(Broken, name, organisation, mark)
    except Exception:
        return _unread(Unreadable, name, organisation, mark)
    problems: list[Problem] = []
    whole = _look_at_cover(signed, body, trust, status, who, problems.append)
    _look_at_time(certificate, time, who, now, put_forward, problems.append)
    standing = await _standing(signed, trust, status, time, now)
    _look_at_trust(certificate, status, standing, who, problems.append)
    held = standing.revoked_on is None and not any(isinstance(problem, OutsideValidity) for problem in problems)
    return Signature(
        name=name, organisation=organisation, certificate=mark, signed_at=time.at, known=time.known, whole=whole,
        intact=bool(status.intact and status.valid), trusted=bool(status.trusted) and held,
        standing=standing.standing, usage=_usage(certificate), problems=tuple(problems))


def _unread(kind: type[OfSignature], name: str, organisation: str, mark: str) -> Signature:
    return Signature(
        name=name, organisation=organisation, certificate=mark, signed_at=None, known=None, whole=False, intact=False,
        trusted=False, standing=Standing.UNKNOWN, usage=(), problems=(kind(who=name or organisation),))


def _followed_at(certificate: asn1.Certificate, time: Time, now: datetime) -> datetime:
    """Return the moment as at which the certificate is followed to its root.

    What a token proves is taken as it is. A signer's own clock proves nothing, so what it claims counts only when the
    certificate has ended since, and then another problem says so.
    """
    if time.at is None or (time.known is Known.CLAIM and certificate.not_valid_after >= now):
        return now
    return min(time.at, now)


async def _status(signed: EmbeddedPdfSignature, trust: Trust, moment: datetime) -> Status:
    return await async_validate_pdf_signature(
        signed, trust.context(moment, UNCHECKED), diff_policy=AFTER_SIGNING, key_usage_settings=FOR_SIGNING)


def _look_at_cover(signed: EmbeddedPdfSignature, body: bytes, trust: Trust, status: Status, who: str, add: Add) -> bool:
    """Note what does not fit; return whether the signature covers the document as it is."""
    if not (status.intact and status.valid) or altered(signed, trust):
        add(Broken(who=who))
    assert status.coverage is not None
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or _trailed(signed, body):
        add(NotWhole(who=who))
        return False
    if _hidden(signed, body):
        add(HiddenBytes(who=who))
    if status.modification_level not in ALLOWED or not status.docmdp_ok:
        sv, en = what_changed(signed, body)
        add(ChangedAfter(who=who, what_sv=sv, what_en=en))
        return False
    return True


def _trailed(signed: EmbeddedPdfSignature, body: bytes) -> bool:
    """Say whether bytes that are no update follow the last revision, which the signature covers."""
    last = signed.signed_revision == signed.reader.xrefs.total_revisions - 1
    return last and bool(body[int(signed.byte_range[2]) + int(signed.byte_range[3]):].strip())


def _hidden(signed: EmbeddedPdfSignature, body: bytes) -> bool:
    """Say whether the gap that a signature cannot cover holds anything but the signature and the zeros after it."""
    if any(signed.pkcs7_content[_der_length(signed.pkcs7_content):]):
        return True
    ranges = [int(one) for one in signed.byte_range]
    gap = body[ranges[1]:ranges[2]] if len(ranges) == 4 else b""
    return gap[:1] != b"<" or gap[-1:] != b">" or gap[1:-1].lower() != signed.pkcs7_content.hex().encode()


def _der_length(content: bytes) -> int:
    """Return how many bytes the DER value at the beginning takes up."""
    if content[1] < 0x80:
        return 2 + content[1]
    size = content[1] & 0x7F
    return 2 + size + int.from_bytes(content[2:2 + size], "big")


def _look_at_time(certificate: asn1.Certificate, time: Time, who: str, now: datetime, put_forward: datetime | None, add: Add,
                  ) -> None:
    since, until = certificate.not_valid_before, certificate.not_valid_after
    if time.at is None:
        add(NoTime(who=who))
        return
    if time.at > now + CLOCKS_DIFFER:
        add(InTheFuture(who=who, at=clock(time.at)))
    if put_forward is not None and time.at < put_forward - CLOCKS_DIFFER:
        add(TooEarly(who=who, at=clock(time.at), since=clock(put_forward)))
    if not since - CLOCKS_DIFFER <= time.at <= until:
        add(OutsideValidity(who=who, at=clock(time.at), since=clock(since), until=clock(until)))
    elif time.known is Known.CLAIM and until < now:
        add(ExpiredSince(who=who, until=clock(until)))


class _Standing:
    """What is known of revocation: `standing`, and when the certificate was revoked if it was."""

    def __init__(self, standing: Standing, revoked_on: datetime | None = None) -> None:
        self.standing, self.revoked_on = standing, revoked_on


async def _standing(signed: EmbeddedPdfSignature, trust: Trust, status: Status, time: Time, now: datetime) -> _Standing:
    """Look for a revocation before the moment a token proves, or before now where only the signer says when."""
    path = status.validation_path
    if path is None or not path.pkix_len or not status.trusted:
        return _Standing(Standing.UNKNOWN)
    moment = min(time.at, now) if time.known is Known.TOKEN and time.at is not None else now
    if (listed := trust.revoked_on(path, moment)) is not None:
        return _Standing(Standing.REVOKED, listed)
    known = Standing.UNKNOWN
    for policy in (CHECKED, ISSUERS_CHECKED):
        again = await async_validate_pdf_signature(
            signed, trust.context(_followed_at(signed.signer_cert, time, now), policy), skip_diff=True,
            key_usage_settings=FOR_SIGNING)
        if again.revocation_details is not None and again.revocation_details.revocation_date < moment:
            return _Standing(Standing.REVOKED, again.revocation_details.revocation_date)
        if policy is CHECKED and again.trusted:
            known = Standing.GOOD
    return _Standing(known)


def _look_at_trust(certificate: asn1.Certificate, status: Status, standing: _Standing, who: str, add: Add) -> None:
    if weak := weakness_of(status):
        add(Weak(who=who, what=weak))
    if standing.revoked_on is not None:
        add(Revoked(who=who, on=clock(standing.revoked_on)))
    match status.trust_problem_indic:
        case None:
            return
        case _ if certificate.self_issued and status.validation_path is None and not weak:
            add(SelfMade(who=who))
        case AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
            add(UnknownIssuer(who=who, issuer=person_of(certificate.issuer.native) or organisation_of(
                certificate.issuer.native) or "–"))
        case AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE:
            add(WrongUse(who=who))
        case AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE | AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE:
            if not weak:
                add(Weak(who=who, what="CA: SHA-1 / RSA < 2048"))
        case AdESIndeterminate.OUT_OF_BOUNDS_NO_POE:
            return  # told with the dates
        case _:
            add(NotTrusted(who=who))


def _usage(certificate: asn1.Certificate) -> tuple[str, ...]:
    found = certificate.key_usage_value
    return tuple(sorted(shown(one) for one in found.native)) if found is not None else ()


def clock(at: datetime) -> str:
    """Return a moment as Stockholm's clocks show it, to the minute."""
    return local(at.astimezone(UTC)).strftime("%Y-%m-%d %H:%M")
