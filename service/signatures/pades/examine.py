"""Examine a PDF file signed elsewhere, in a process of its own that may fail without harm."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import asdict
from datetime import datetime
from typing import Any

from service.kernel.apart.parent import Late, ask, out_of_memory, out_of_time
from service.signatures.pades.model import USUAL, Examined, Limits, Roots, from_json
from service.signatures.pades.problems import Damaged, NotAPdf, Problem, TooLarge, TooSlow

__all__ = ["examine", "texts_of"]

_START = """
import json, sys
sys.path.insert(0, sys.argv[1])
from service.signatures.pades.looking import child
child.main(child.Limits(**json.loads(sys.argv[2])))
"""
_HEADER = b"%PDF-"
_REPLY_BYTES = 2_000_000


def examine(
    body: bytes, *, original: bytes | None, roots: Roots, now: datetime, put_forward: datetime | None = None, limits: Limits = USUAL,
) -> Examined:
    """Return what is found in the signed file `body`, whose text should be that of the file `original`; None judges no text.

    `put_forward` is when that text was there to be signed, where that is known. Nothing is fetched from anywhere.
    """
    if _HEADER not in body[:1024]:
        return _only(NotAPdf())
    if len(body) > limits.bytes:
        return _only(TooLarge(megabytes=f"{limits.bytes / 1_000_000:g}"))
    asked = {
        "certificates": [b64encode(one).decode() for one in roots.certificates],
        "revocations": [b64encode(one).decode() for one in roots.revocations],
        "now": now.isoformat(), "put_forward": put_forward.isoformat() if put_forward else None,
    }
    try:
        reply, code = _asked(asked, original, body, limits)
    except Late:
        return _only(TooSlow())
    try:
        return from_json(json.loads(reply))
    except (ValueError, KeyError, TypeError):
        return _only(TooSlow() if out_of_memory(code) or out_of_time(code) else Damaged())


def texts_of(original: bytes, body: bytes, *, now: datetime, limits: Limits = USUAL) -> tuple[list[str], list[str]] | None:
    """Return the text of each page of our file and of one signed elsewhere; None where they cannot be read."""
    try:
        reply, _ = _asked({"certificates": [], "revocations": [], "now": now.isoformat(), "put_forward": None, "texts": True},
                          original, body, limits)
        ours, theirs = json.loads(reply)
    except (Late, ValueError):
        return None
    return [str(page) for page in ours], [str(page) for page in theirs]


def _asked(question: dict[str, Any], original: bytes | None, body: bytes, limits: Limits) -> tuple[bytes, int]:
    asked = json.dumps({**question, "original": len(original) if original is not None else None}).encode()
    return ask(_START, json.dumps(asdict(limits)), b"%d\n%b%b%b" % (len(asked), asked, original or b"", body),
               seconds=limits.seconds, reply_bytes=_REPLY_BYTES)


def _only(problem: Problem) -> Examined:
    return Examined(problems=(problem,))
