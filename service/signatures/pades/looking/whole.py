"""Look at a whole file: its signatures one by one, and whether its text is ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature

from service.signatures.pades.looking.signature import examine_one
from service.signatures.pades.looking.text import compare
from service.signatures.pades.looking.trust import Trust
from service.signatures.pades.model import Examined, Limits, Roots, Signature
from service.signatures.pades.problems import Damaged, Locked, NoSignature, Problem, TooMuch, Unreadable

KNOWN_KINDS = {kind.value for kind in SigSeedSubFilter}
TIMESTAMP = "/DocTimeStamp"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is to be examined, and against what; or, with `texts`, only read."""

    body: bytes
    original: bytes | None
    roots: Roots
    now: datetime
    put_forward: datetime | None
    limits: Limits
    texts: bool = False


async def look(asked: Question) -> Examined:
    """Return what is found."""
    try:
        reader = PdfFileReader(BytesIO(asked.body), strict=True)
        if reader.encrypted:
            return Examined(problems=(Locked(),))
        fields = list(enumerate_sig_fields(reader, filled_status=True))
        pages = int(reader.root["/Pages"]["/Count"])
    except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return Examined(problems=(Damaged(),))
    if pages > asked.limits.pages or len(fields) > asked.limits.signatures:
        return Examined(problems=(TooMuch(pages=str(asked.limits.pages), signatures=str(asked.limits.signatures)),))
    problems: list[Problem] = []
    embedded = sorted(_readable(reader, fields, problems), key=lambda one: one.signed_revision)
    signers = [one for one in embedded if one.sig_object_type != TIMESTAMP]
    trust = Trust.over(reader, asked.roots, [one for one in embedded if one.sig_object_type == TIMESTAMP])
    found: list[Signature] = [
        await examine_one(one, asked.body, trust, now=asked.now, put_forward=asked.put_forward) for one in signers]
    if not signers and not problems:
        problems.append(NoSignature())
    if asked.original is None:
        return Examined(signatures=tuple(found), problems=tuple(problems))
    try:
        text = compare(asked.body, asked.original, reader)
    except MemoryError:
        raise
    except Exception:
        # The signatures were read, the text cannot be: what the readers of text raise is without end.
        return Examined(signatures=tuple(found), problems=(*problems, Damaged()))
    return Examined(signatures=tuple(found), text=text.match, extra_pages=text.extra_pages,
                    problems=(*problems, *text.problems), remarks=text.remarks)


def _readable(reader: PdfFileReader, fields: list[tuple[str, object, object]], problems: list[Problem],
              ) -> Iterator[EmbeddedPdfSignature]:
    for name, value, field in fields:
        try:
            if value.get_object().get("/SubFilter") not in KNOWN_KINDS:  # type: ignore[attr-defined]
                raise ValueError("a kind of signature that is not known")
            yield EmbeddedPdfSignature(reader, field, name)  # type: ignore[arg-type]
        except MemoryError:
            raise
        except Exception:
            # What the libraries raise for bytes that are no signature is without end.
            problems.append(Unreadable(who=""))
