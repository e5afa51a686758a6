"""Seal a PDF: the service's own signature on it, after which nothing in it may be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    enumerate_sig_fields,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from service.kernel.clock import local_day, stamp
from service.kernel.errors import Refusal
from service.signatures.pades.sealing.attach import attach
from service.signatures.pades.sealing.key import SealKey

FIELD = "Overens{number}"
EVIDENCE = "underskrifter.pdf"
ABOUT = "Bevis om underskrifterna – evidence of the signatures"
TIMESTAMP_SECONDS = 8
ROOM, ROOM_FOR_TOKEN = 4_096, 12_288
# Outside every page and yet printed: the one way to an unseen field that both PDF/A-3 and PDF/UA-1 allow.
UNSEEN = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


class CannotSeal(Refusal):
    """This file cannot be sealed; it is not a whole, unlocked PDF that lets a signature be added."""

    sv = "Den här filen går inte att försegla; den är inte en hel, olåst PDF som låter en underskrift läggas till."
    status = 422


class SealOutOfDate(Refusal):
    """The certificate that Överens seals with is valid from {since} to {until} only; whoever runs Överens has to renew it."""

    sv = "Certifikatet som Överens förseglar med gäller bara från {since} till {until}; den som sköter Överens behöver förnya det."
    status = 500


class NoTimestamp(Refusal):
    """The timestamp authority did not answer, so nothing was sealed. Try again in a while."""

    sv = "Tidsstämplingstjänsten svarade inte, så inget förseglades. Försök igen om en stund."
    status = 502


def seal(body: bytes, *, key: SealKey, now: datetime, reason: str, name: str, evidence: bytes | None = None) -> bytes:
    """Return `body` with our seal after it, byte by byte the same before it; `evidence` is a PDF that is attached under the seal.

    `name` is whom the seal speaks for, `reason` why it was set; both stand in the file.
    """
    chain = [asn1.Certificate.load(one) for one in key.certificates]
    since, until = chain[0].not_valid_before, chain[0].not_valid_after
    if not since <= now <= until:
        raise SealOutOfDate(since=local_day(since), until=local_day(until))
    try:
        reader = PdfFileReader(BytesIO(body), strict=True)
        if reader.encrypted:
            raise CannotSeal
        writer = _Writer.at(reader, body, now)
        if evidence is not None:
            attach(writer, EVIDENCE, evidence, about=ABOUT, now=now)
        return _sign(writer, chain, key, _Asked(reason, name, now, len(list(enumerate_sig_fields(reader, filled_status=True)))))
    except TimestampRequestError:
        raise NoTimestamp from None
    except (PdfError, SigningError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise CannotSeal from None


@dataclass(frozen=True)
class _Asked:
    """What the seal says; `before` is how many signatures the file has already."""

    reason: str
    name: str
    now: datetime
    before: int


def _sign(writer: IncrementalPdfFileWriter, chain: list[asn1.Certificate], key: SealKey, asked: _Asked) -> bytes:
    store = SimpleCertificateStore()
    store.register_multiple(chain)
    signer = SimpleSigner(chain[0], keys.PrivateKeyInfo.load(key.key), store)
    field = FIELD.format(number=asked.before + 1)
    # Only the first signature of a file can certify it; a later one locks it in the manner of PDF 2.0.
    first = asked.before == 0
    lock = None if first else FieldMDPSpec(FieldMDPAction.ALL)
    out = _Sealer(
        PdfSignatureMetadata(
            field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", reason=asked.reason, name=asked.name,
            certify=first, docmdp_permissions=MDPPerm.NO_CHANGES),
        signer, timestamper=RequestsHTTPTimeStamper(key.timestamps, timeout=TIMESTAMP_SECONDS) if key.timestamps else None,
        new_field_spec=SigFieldSpec(field, invis_sig_settings=UNSEEN, readable_field_name=asked.reason, field_mdp_spec=lock,
                                    doc_mdp_update_value=None if first else MDPPerm.NO_CHANGES),
    ).at(asked.now).sign_pdf(writer, bytes_reserved=_room(key))
    sealed: bytes = out.getvalue()
    return sealed


def _room(key: SealKey) -> int:
    """Return how many hex digits to keep for the signature: the same each time, as an elliptic curve's differ in length."""
    return 2 * (ROOM + sum(len(one) for one in key.certificates) + (ROOM_FOR_TOKEN if key.timestamps else 0))


class _Writer(IncrementalPdfFileWriter):
    """Adds to a file without touching what it says of itself, and in the same way each time."""

    @classmethod
    def at(cls, reader: PdfFileReader, body: bytes, now: datetime) -> _Writer:
        """Return a writer whose mark on the file follows from the file and the moment."""
        made = cls(reader.stream, prev=reader)
        made._document_id[1] = generic.ByteStringObject(sha256(body + stamp(now).encode()).digest()[:16])
        return made

    def ensure_output_version(self, version: Any) -> None:
        """Leave the version as it is: pyHanko would call every file PDF 2.0, which PDF/A-3 is not."""

    def _update_meta(self) -> None:
        """Leave title, dates and the claim to PDF/A and PDF/UA as they are; pyHanko would write them anew, by its own clock."""


class _Sealer(PdfSigner):
    """Signs at a given moment; pyHanko would read the machine's clock."""

    def at(self, now: datetime) -> _Sealer:
        """Set the moment."""
        self._now = now
        return self

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        """Name the extension that PAdES is to PDF 1.7, and none of PDF 2.0."""
        pdf_out.register_extension(ESIC_EXTENSION_1)

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        """Begin to sign, at the moment that was set."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._now
        return session
