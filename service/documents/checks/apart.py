"""A PDF file is looked through in a process of its own, which may fail without harm and can do none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from service.documents.checks import pdf, refusals
from service.kernel.confined import give_up_means

MEMORY_BYTES = 1 << 30
SECONDS = 20.0
_ROOT = str(Path(__file__).resolve().parents[3])
_START = """
import sys
sys.path.insert(0, sys.argv[1])
from service.documents.checks import apart
apart.answer(int(sys.argv[2]), float(sys.argv[3]))
"""
_PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def look_apart(content: bytes, *, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS) -> None:
    """Look through a PDF file; refuse what holds what it should not, and what cannot be looked through."""
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-c", _START, _ROOT, str(memory_bytes), str(seconds)],
            input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True, timeout=seconds,
            check=False, env={name: os.environ[name] for name in _PASSED_ON if name in os.environ})
    except subprocess.TimeoutExpired:
        raise refusals.TooHeavy from None
    try:
        said = json.loads(child.stdout)
    except ValueError:
        raise refusals.TooHeavy from None
    if said is not None:
        raise refusals.by_name().get(str(said), refusals.Broken)()


def answer(memory_bytes: int, seconds: float) -> None:
    """In the child: say which refusal the file on standard input deserves, as JSON; null is none."""
    content = sys.stdin.buffer.read()
    give_up_means(memory_bytes=memory_bytes, seconds=seconds)
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
