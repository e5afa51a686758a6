"""When a signature was made, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker, validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus

from service.signatures.pades.looking.changes import AFTER_SIGNING, ALLOWED
from service.signatures.pades.looking.trust import Trust
from service.signatures.pades.model import Known


@dataclass(frozen=True)
class Time:
    """A moment, and whether a trusted clock vouches for it."""

    at: datetime | None
    known: Known | None


async def time_of(signed: EmbeddedPdfSignature, trust: Trust, now: datetime) -> Time:
    """Return when a signature was made: by its own token, by one over the document after it, or by what the signer says."""
    proven = [at for at in (await _own_token(signed, trust, now), await _later_token(signed, trust, now)) if at is not None]
    if proven:
        return Time(min(proven), Known.TOKEN)
    said = signed.self_reported_timestamp
    if said is None:
        return Time(None, None)
    return Time(said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC), Known.CLAIM)


async def _own_token(signed: EmbeddedPdfSignature, trust: Trust, now: datetime) -> datetime | None:
    for token in extract_tst_data_iter(signed.signer_info, signed=False):
        at: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
        if at > now:
            continue
        told = TimestampSignatureStatus(**await validate_tst_signed_data(
            token, trust.context(at), message_imprint_checker(signed.signer_info)))
        if told.intact and told.valid and told.trusted:
            return at.astimezone(UTC)
    return None


async def _later_token(signed: EmbeddedPdfSignature, trust: Trust, now: datetime) -> datetime | None:
    """Return the moment of the first timestamp over the document that was made after a signature."""
    for stamp in trust.timestamps:
        at: datetime = stamp.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        if stamp.signed_revision <= signed.signed_revision or at > now:
            continue
        told = await async_validate_pdf_timestamp(stamp, trust.context(at), diff_policy=AFTER_SIGNING)
        if told.intact and told.valid and told.trusted and told.modification_level in ALLOWED:
            return at.astimezone(UTC)
    return None
