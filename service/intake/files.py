"""Read the text of an agreement's file, in a process of its own that may fail without harm."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict
from pathlib import Path
from typing import Any

from service.intake.formats import refusals
from service.intake.formats.limits import USUAL, Limits
from service.kernel.apart.parent import Late, ask, out_of_memory, out_of_time

__all__ = ["Limits", "read_bytes", "read_file"]

_START = """
import json, sys
sys.path.insert(0, sys.argv[1])
from service.intake.formats import child
child.main(child.Limits(**json.loads(sys.argv[2])))
"""
_BYTES_A_CHARACTER = 6
_ROOM_AROUND_THE_TEXT = 65_536
_SHOWN_NAME = 100


def read_file(path: Path, *, limits: Limits = USUAL) -> str:
    """Return the raw text of the file at `path`, pages parted by form feeds, or refuse it."""
    return _read_apart(_content(path, limits), limits)


def read_bytes(content: bytes, name: str, *, limits: Limits = USUAL) -> str:
    """Return the raw text of `content`, handed in as a file called `name`, or refuse it."""
    if len(content) > limits.bytes:
        raise _too_large(limits)
    return _read_apart(content, limits)


def _content(path: Path, limits: Limits) -> bytes:
    name = _shown(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise refusals.NoSuchFile(name=name) from None
    except PermissionError:
        raise refusals.MayNotRead(name=name) from None
    except OSError:
        raise _special(path, name) from None
    try:
        _check(os.fstat(descriptor), name, limits)
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(limits.bytes + 1)
    except OSError:
        raise refusals.UnreadableFile(name=name) from None
    finally:
        os.close(descriptor)
    if len(content) > limits.bytes:
        raise _too_large(limits)
    return content


def _check(found: os.stat_result, name: str, limits: Limits) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise refusals.IsAFolder(name=name)
    if not stat.S_ISREG(found.st_mode):
        raise refusals.NotAnOrdinaryFile(name=name)
    if found.st_size > limits.bytes:
        raise _too_large(limits)


def _special(path: Path, name: str) -> refusals.FileRefused:
    try:
        ordinary = stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return refusals.NoSuchFile(name=name)
    return refusals.UnreadableFile(name=name) if ordinary else refusals.NotAnOrdinaryFile(name=name)


def _shown(path: Path) -> str:
    """Return the name of `path` on one line, fit to stand in a sentence."""
    name = path.name or str(path)
    clean = "".join(char if char.isprintable() else "?" for char in name)
    return clean if len(clean) <= _SHOWN_NAME else clean[: _SHOWN_NAME - 1] + "…"


def _too_large(limits: Limits) -> refusals.TooLarge:
    return refusals.TooLarge(megabytes=f"{limits.bytes / 1_000_000:g}")


def _read_apart(content: bytes, limits: Limits) -> str:
    """Let a child process read `content`; kill it, and all it started, at the end of its time."""
    if not content:
        raise refusals.EmptyFile()
    bound = limits.text_chars * _BYTES_A_CHARACTER + _ROOM_AROUND_THE_TEXT
    try:
        reply, code = ask(_START, json.dumps(asdict(limits)), content, seconds=limits.seconds, reply_bytes=bound)
    except Late:
        raise refusals.TookTooLong(seconds=f"{limits.seconds:g}") from None
    return _understood(reply, code, limits)


def _understood(reply: bytes, code: int, limits: Limits) -> str:
    """Return the text in the child's reply, or raise the refusal that it or its end amounts to."""
    try:
        answer: dict[str, Any] = json.loads(reply)
    except ValueError:
        raise _cut_short(code, limits) from None
    if isinstance(text := answer.get("text"), str):
        return text
    refusal = refusals.by_name().get(str(answer.get("refusal")), refusals.BrokeTheReader)
    raise refusal(**answer.get("facts", {}))


def _cut_short(code: int, limits: Limits) -> refusals.FileRefused:
    if out_of_memory(code):
        return refusals.TookTooMuchMemory(megabytes=limits.memory_bytes // 1_000_000)
    if out_of_time(code):
        return refusals.TookTooLong(seconds=f"{limits.seconds:g}")
    return refusals.BrokeTheReader()
