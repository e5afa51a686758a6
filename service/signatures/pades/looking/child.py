"""The process that examines one file nobody vouches for: bytes on standard input, one JSON object on standard output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from base64 import b64decode
from datetime import datetime

from service.kernel.apart.child import OUT_OF_MEMORY, give_up_means, take_standard_output, write
from service.signatures.pades.looking.pages import page_texts
from service.signatures.pades.looking.whole import Question, look
from service.signatures.pades.model import Examined, Limits, Roots, as_json
from service.signatures.pades.problems import Damaged


def main(limits: Limits) -> None:
    """Answer for the file on standard input and leave, without the interpreter's own farewell."""
    answer_to = take_standard_output()
    # A loop needs a pair of sockets of its own, which cannot be had later.
    loop = asyncio.new_event_loop()
    try:
        question = _question(limits)
        give_up_means(seconds=limits.seconds, memory_bytes=limits.memory_bytes)
        told = _texts(question) if question.texts else as_json(loop.run_until_complete(answered(question)))
        write(answer_to, json.dumps(told, ensure_ascii=False).encode())
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)


async def answered(question: Question) -> Examined:
    """Return what is found in a file; whatever goes wrong on the way is the file's fault. Memory that runs out is raised."""
    try:
        return await look(question)
    except MemoryError:
        raise
    except Exception:
        return Examined(problems=(Damaged(),))


def _texts(question: Question) -> list[list[str]]:
    """Return the text of each page of the original and of the file; nothing where either cannot be read."""
    try:
        return [page_texts(question.original or b"")[:question.limits.pages], page_texts(question.body)[:question.limits.pages]]
    except MemoryError:
        raise
    except Exception:
        return []


def _question(limits: Limits) -> Question:
    asked = json.loads(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))
    roots = Roots(*(tuple(b64decode(one) for one in asked[name]) for name in ("certificates", "revocations")))
    original = sys.stdin.buffer.read(asked["original"]) if asked["original"] is not None else None
    return Question(
        body=sys.stdin.buffer.read(), original=original, roots=roots, now=datetime.fromisoformat(asked["now"]),
        put_forward=datetime.fromisoformat(asked["put_forward"]) if asked["put_forward"] else None, limits=limits,
        texts=asked.get("texts") is True)
