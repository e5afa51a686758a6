"""The side of the child: look at a file, or draw its pages without what is withheld."""

from __future__ import annotations

import json
import os
import sys
from io import BytesIO
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from service.kernel.apart.child import OUT_OF_MEMORY, give_up_means, take_standard_output, write
from service.records.masking import drawing


def answer(memory_bytes: str, seconds: str) -> None:
    """Read what is asked (a line of JSON) and the file after it from standard input, and answer on standard output."""
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    out = take_standard_output()
    give_up_means(memory_bytes=int(memory_bytes), seconds=float(seconds), native=True)
    try:
        write(out, _answers(asked, content))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except drawing.TooLong as long:
        write(out, _head({"too_long": long.pages}))
    except Exception as error:
        # Whatever a damaged file makes the reader stumble over, it is the file that is at fault.
        write(out, _head({"fault": type(error).__name__}))
    os._exit(0)


def _head(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode() + b"\n"


def _answers(asked: dict[str, Any], content: bytes) -> bytes:
    if asked["act"] == "look":
        return _head(_looked(content, asked["picture"]))
    pictures, sizes = [], []
    for number, (picture, size) in enumerate(_pages(content, asked["picture"], asked["only"])):
        page = number if asked["only"] is None else asked["only"]
        pictures.append(drawing.as_jpeg(drawing.mask(picture, [tuple(box) for box in asked["places"][page]])))
        sizes.append([*size, len(pictures[-1])])
    return _head({"pages": sizes}) + b"".join(pictures)


def _pages(content: bytes, is_picture: bool, only: int | None) -> Any:
    if is_picture:
        picture = drawing.photograph(content)
        yield picture, _size(picture)
        return
    document = drawing.open_pdf(content)
    for number in range(len(document)) if only is None else [only]:
        page = drawing.page_of(document, number)
        yield drawing.picture_of(page, drawing.PER_INCH), page.get_size()
        page.close()


def _size(picture: Any) -> tuple[float, float]:
    """Return a size of paper for a picture: no larger than A4."""
    scale = min(595 / picture.width, 842 / picture.height, 1.0)
    return picture.width * scale, picture.height * scale


def _looked(content: bytes, is_picture: bool) -> dict[str, Any]:
    if is_picture:
        return {"sheets": [{"size": _size(drawing.photograph(content)), "lines": []}], "layered": False, "signed": False}
    document = drawing.open_pdf(content)
    sheets = []
    for number in range(len(document)):
        page = drawing.page_of(document, number)
        lines = drawing.words_of(page, drawing.picture_of(page, drawing.LOOKING_PER_INCH))
        sheets.append({"size": page.get_size(), "lines": [
            [[word["text"], *word["box"], word["seen"]] for word in line] for line in lines]})
        page.close()
    return {"sheets": sheets, "layered": _layered(content), "signed": drawing.signed(document)}


def _layered(content: bytes) -> bool:
    """Say whether a PDF file has parts that can be hidden and shown."""
    return PDFDocument(PDFParser(BytesIO(content))).catalog.get("OCProperties") is not None
