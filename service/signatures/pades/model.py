"""What an examination of a signed file finds: values that can be kept, without any personal number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.signatures.pades.problems import Problem, problem_from


class Known(StrEnum):
    """How it is known when a signature was made."""

    TOKEN = "token"
    CLAIM = "claim"


class Standing(StrEnum):
    """What is known of the certificate's revocation, from the file and from what is configured."""

    GOOD = "good"
    UNKNOWN = "unknown"
    REVOKED = "revoked"


class Match(StrEnum):
    """How it is known that the text is ours."""

    DIGEST = "digest"
    COMPARED = "compared"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bound what examining one file may cost."""

    bytes: int = 25_000_000
    pages: int = 200
    signatures: int = 40
    seconds: float = 30.0
    memory_bytes: int = 1 << 30


USUAL = Limits()


@dataclass(frozen=True)
class Roots:
    """Whom this installation trusts: certificates and revocation lists, as DER."""

    certificates: tuple[bytes, ...] = ()
    revocations: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature: by whom, when, and whether it holds; `certificate` is the SHA-256 of the signer's certificate."""

    name: str
    organisation: str
    certificate: str
    signed_at: datetime | None
    known: Known | None
    whole: bool
    intact: bool
    trusted: bool
    standing: Standing
    usage: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Examined:
    """What was found in a file: its signatures in order, how its text is known to be ours, and all that is wrong.

    `problems` are those of the file as a whole, `remarks` what someone ought to look at though nothing is wrong with it.
    """

    signatures: tuple[Signature, ...] = ()
    text: Match | None = None
    extra_pages: int = 0
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()

    @property
    def every_problem(self) -> tuple[Problem, ...]:
        """Return the problems of the file and of each signature."""
        return (*self.problems, *(problem for one in self.signatures for problem in one.problems))

    @property
    def signed(self) -> bool:
        """Say whether the file is signed and nothing is wrong with it, whatever its text."""
        return bool(self.signatures) and not self.every_problem

    @property
    def good(self) -> bool:
        """Say whether the file holds our text, signed, and nothing is wrong."""
        return self.signed and self.text in (Match.DIGEST, Match.COMPARED)


def as_json(found: Examined) -> dict[str, Any]:
    """Return what was found as it travels and is kept."""
    return {
        "signatures": [{
            **{field.name: getattr(one, field.name) for field in fields(one)},
            "signed_at": one.signed_at.isoformat() if one.signed_at else None, "usage": list(one.usage),
            "problems": [problem.as_json() for problem in one.problems],
        } for one in found.signatures],
        "text": found.text, "extra_pages": found.extra_pages,
        "problems": [problem.as_json() for problem in found.problems],
        "remarks": [problem.as_json() for problem in found.remarks],
    }


def from_json(told: Mapping[str, Any]) -> Examined:
    """Return what `as_json` told of; raise ValueError, KeyError or TypeError for anything else."""
    return Examined(
        signatures=tuple(_signature(one) for one in told["signatures"]),
        text=Match(told["text"]) if told["text"] is not None else None, extra_pages=int(told["extra_pages"]),
        problems=tuple(problem_from(one) for one in told["problems"]),
        remarks=tuple(problem_from(one) for one in told["remarks"]))


def _signature(told: Mapping[str, Any]) -> Signature:
    return Signature(
        name=str(told["name"]), organisation=str(told["organisation"]), certificate=str(told["certificate"]),
        signed_at=datetime.fromisoformat(told["signed_at"]) if told["signed_at"] is not None else None,
        known=Known(told["known"]) if told["known"] is not None else None,
        whole=told["whole"] is True, intact=told["intact"] is True, trusted=told["trusted"] is True,
        standing=Standing(told["standing"]), usage=tuple(str(one) for one in told["usage"]),
        problems=tuple(problem_from(one) for one in told["problems"]))
