"""What is decided of a document that is asked for, and the mask of it as it is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from service.records.masking.model import Looked, Mask

PERSONAL = "OSL 21 kap. 7 §"


class Verdict(StrEnum):
    """What is decided of a document."""

    UNDECIDED = "undecided"
    WHOLE = "whole"
    MASKED = "masked"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A document chosen to be given out: its newest version, and what its file shows (None: it cannot be drawn)."""

    document_id: int
    version: int
    secrecy: str
    looked: Looked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is decided of one document, for rules to look at."""

    title: str
    verdict: Verdict
    provision: str
    mask: Mask
    pages: int

    @property
    def mask_to_draw(self) -> Mask:
        """Return what is masked: nothing of what is given out whole."""
        return self.mask if self.verdict is Verdict.MASKED else Mask()


def written(mask: Mask) -> str:
    """Return a mask as it is kept."""
    return json.dumps({"pages": sorted(mask.pages), "lines": sorted(mask.lines), "bands": sorted(mask.bands),
                       "phrases": list(mask.phrases)}, ensure_ascii=False)


def read_mask(text: str) -> Mask:
    """Return a mask that was kept."""
    found = json.loads(text)
    return Mask(frozenset(found["pages"]), frozenset((page, line) for page, line in found["lines"]),
                frozenset((page, band) for page, band in found["bands"]), tuple(found["phrases"]))
