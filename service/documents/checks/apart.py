"""A PDF file is looked through in a process of its own, which may fail without harm and can do none."""

from __future__ import annotations

import json
import os
import sys

from service.documents.checks import pdf, refusals
from service.kernel.apart.child import give_up_means
from service.kernel.apart.parent import Late, ask

MEMORY_BYTES = 1 << 30
SECONDS = 20.0
_START = """
import sys
sys.path.insert(0, sys.argv[1])
from service.documents.checks import apart
apart.answer(*sys.argv[2].split())
"""
_REPLY_BYTES = 1000


def look_apart(content: bytes, *, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS) -> None:
    """Look through a PDF file; refuse what holds what it should not, and what cannot be looked through."""
    try:
        reply, _ = ask(_START, f"{memory_bytes} {seconds}", content, seconds=seconds, reply_bytes=_REPLY_BYTES)
    except Late:
        raise refusals.TooHeavy from None
    try:
        said = json.loads(reply)
    except ValueError:
        raise refusals.TooHeavy from None
    if said is not None:
        raise refusals.by_name().get(str(said), refusals.Broken)()


def answer(memory_bytes: str, seconds: str) -> None:
    """In the child: say which refusal the file on standard input deserves, as JSON; null is none."""
    content = sys.stdin.buffer.read()
    give_up_means(memory_bytes=int(memory_bytes), seconds=float(seconds))
    said: str | None = None
    try:
        pdf.look(content)
    except MemoryError:
        os._exit(1)
    except refusals.FileNotKept as refusal:
        said = type(refusal).__name__
    except Exception:
        # Whatever a damaged file makes the reader stumble over, it is the file that is at fault.
        said = refusals.Broken.__name__
    sys.stdout.write(json.dumps(said))
    sys.stdout.flush()
    os._exit(0)
