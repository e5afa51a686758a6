"""Everything a file must pass before it is kept, in order."""

from __future__ import annotations

from dataclasses import dataclass

from service.documents.checks import refusals
from service.documents.checks.apart import look_apart
from service.documents.checks.kinds import Media, media_of
from service.documents.checks.pdf import check_ends
from service.documents.checks.pictures import check_jpeg, check_png
from service.documents.checks.virus import scan
from service.documents.checks.word import check_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """How large a file may be, and which virus scanner is asked; an empty address is none."""

    megabytes: int = 25
    clamav_address: str = ""
    clamav_timeout_seconds: float = 30.0

    @property
    def bytes(self) -> int:
        """Return the size that a file may have at most."""
        return self.megabytes * 1_000_000


def examine(content: bytes, gate: Gate) -> Media:
    """Return the kind of a file that may be kept, or refuse it."""
    if len(content) > gate.bytes:
        raise refusals.TooBig(megabytes=gate.megabytes)
    media = media_of(content)
    if media is Media.PDF:
        check_ends(content)
        look_apart(content)
    elif media is Media.WORD:
        check_word(content)
    elif media is Media.PNG:
        check_png(content)
    else:
        check_jpeg(content)
    if gate.clamav_address:
        scan(content, gate.clamav_address, seconds=gate.clamav_timeout_seconds)
    return media
