"""The process that reads one untrusted file: bytes on standard input, one JSON object on standard output.

It is a fresh interpreter that loads nothing but the reader the file needs, gives up its means before
it looks into the file, and answers `{"text": …}` or `{"refusal": CLASS, "facts": {…}}`.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import sys
import zlib
from typing import Any

from service.intake.formats import refusals
from service.intake.formats.kinds import PDF, PLAIN, WORD, kind_of
from service.intake.formats.limits import Limits
from service.kernel.apart.child import OUT_OF_MEMORY, give_up_means, take_standard_output, write

READERS = {PDF: "service.intake.formats.pdf", WORD: "service.intake.formats.word.docx", PLAIN: "service.intake.formats.plain"}
BROKEN = {PDF: refusals.BrokenPdf, WORD: refusals.BrokenWord, PLAIN: refusals.BinaryFile}
_XML_OUT_OF_MEMORY = 1  # XML_ERROR_NO_MEMORY of expat, carried by ElementTree.ParseError
_ZLIB_OUT_OF_MEMORY = "Error -4 "  # Z_MEM_ERROR, which zlib.error tells in its text alone


def main(limits: Limits) -> None:
    """Answer for the file on standard input and leave, without the interpreter's own farewell."""
    answer_to = take_standard_output()
    try:
        reply = json.dumps(answer(sys.stdin.buffer.read(), limits), ensure_ascii=False).encode()
        write(answer_to, reply)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)


def answer(content: bytes, limits: Limits) -> dict[str, Any]:
    """Return the text of `content` or the refusal, as the parent process understands it."""
    kind = PLAIN
    try:
        kind = kind_of(content)
        reader = importlib.import_module(READERS[kind])
        give_up_means(seconds=limits.seconds, memory_bytes=limits.memory_bytes)
        text: str = reader.read(content, limits)
        if len(text) > limits.text_chars:
            raise refusals.TooMuchText(characters=limits.text_chars)
        return {"text": _whole_characters(text)}
    except Exception as fault:
        if _short_of_memory(fault):
            return {"refusal": "TookTooMuchMemory", "facts": {"megabytes": limits.memory_bytes // 1_000_000}}
        if isinstance(fault, refusals.FileRefused):
            return {"refusal": type(fault).__name__, "facts": fault.facts}
        return {"refusal": BROKEN[kind].__name__, "facts": {}}


def _short_of_memory(fault: BaseException | None) -> bool:
    """Tell whether memory ran out beneath `fault`; the XML parser and the system have words of their own for it."""
    while fault is not None:
        if isinstance(fault, MemoryError) or getattr(fault, "errno", None) == errno.ENOMEM:
            return True
        if isinstance(fault, SyntaxError) and getattr(fault, "code", None) == _XML_OUT_OF_MEMORY:
            return True
        if isinstance(fault, zlib.error) and str(fault).startswith(_ZLIB_OUT_OF_MEMORY):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _whole_characters(text: str) -> str:
    """Return `text` with surrogate halves joined, or marked where the other half is missing."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
