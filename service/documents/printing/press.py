"""The press: Typst, told what to print as data alone, with the fonts that come along and no others."""

from __future__ import annotations

import json
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
import typst

from service.documents.printing.fonts import FOLDER, covered
from service.documents.printing.words import WORDS
from service.kernel.errors import Refusal

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
# What goes along as a file is not shown, and stays byte for byte.
EXACT = ("terms_json", "attached")
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF))
_ONE_AT_A_TIME = threading.Lock()

log = structlog.get_logger(__name__)


class CannotPrint(Refusal):
    """The character “{mark}” ({code}) cannot be put in a PDF file; write it in another way."""

    sv = "Tecknet ”{mark}” ({code}) går inte att få med i en PDF-fil; skriv det på ett annat sätt."
    status = 422


class PressFailed(Refusal):
    """The PDF file could not be made; whoever runs Överens finds the reason in the log."""

    sv = "PDF-filen gick inte att göra; den som sköter Överens hittar orsaken i loggen."
    status = 500


def print_paper(template: str, paper: Mapping[str, Any], *, language: str, at: datetime) -> bytes:
    """Return the PDF of a paper made with the template of this name."""
    return _printed(_compiler(template), template, paper, language=language, at=at)


def print_with_pictures(
    template: str, paper: Mapping[str, Any], pictures: Mapping[str, bytes], *, language: str, at: datetime,
) -> bytes:
    """Return the PDF of a paper that shows JPEG pictures, each by its file name; they are on disk meanwhile, and nowhere after."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (f"{template}.typ", "frame.typ"):
            shutil.copy(TEMPLATES / name, folder)
        for name, content in pictures.items():
            (Path(folder) / name).write_bytes(content)
        return _printed(_new_compiler(Path(folder), template), template, paper, language=language, at=at)


def printable(text: str) -> str:
    """Return a text with what no font can show replaced by a question mark, for what is only read out."""
    plain = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return "".join(mark if ord(mark) in covered() else " " if mark.isspace() else "?" for mark in plain)


def _printed(compiler: typst.Compiler, template: str, paper: Mapping[str, Any], *, language: str, at: datetime) -> bytes:
    when = at.astimezone(UTC).replace(microsecond=0)
    words = WORDS[language]
    told = {name: value if name in EXACT else readable(value) for name, value in paper.items()}
    data = {**told, "words": words, "foot": _foot(told, words), "copies": words["copies"] if template == "agreement" else "",
            "at": [when.year, when.month, when.day, when.hour, when.minute, when.second]}
    try:
        with _ONE_AT_A_TIME:
            made = compiler.compile(
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, format="pdf", pdf_standards=STANDARDS,
                timestamp=int(when.timestamp()))
    except typst.TypstError as error:
        log.error("typst failed", template=template, error=error.message, hints=error.hints)
        raise PressFailed from None
    assert isinstance(made, bytes)
    return made


def _foot(paper: Mapping[str, Any], words: Mapping[str, str]) -> str:
    place = paper.get("place", "")
    return f"{words['place']} {place}" if place else ""


@lru_cache(maxsize=8)
def _compiler(template: str) -> typst.Compiler:
    return _new_compiler(TEMPLATES, template)


def _new_compiler(folder: Path, template: str) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])
    return typst.Compiler(str(folder / f"{template}.typ"), root=str(folder), font_paths=fonts)


def readable(value: Any) -> Any:
    """Return every text in `value` as it can be printed; raise CannotPrint for a character that no font has."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {name: readable(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [readable(each) for each in value]
    return value


def _text(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    plain = "".join(
        mark for mark in lines.translate(_INVISIBLE) if mark == "\n" or unicodedata.category(mark) not in ("Cc", "Cf", "Cs"))
    for mark in plain:
        if mark != "\n" and ord(mark) not in covered():
            raise CannotPrint(mark=mark, code=f"U+{ord(mark):04X}")
    return plain
