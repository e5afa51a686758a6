"""A Word document's text in reading order: paragraphs with an empty line between, lists, tables, boxes and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.intake.formats import refusals
from service.intake.formats.limits import Limits
from service.intake.formats.word.numbering import Numbering
from service.intake.formats.word.package import Element, Package

_MARKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_SKIPPED = {"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "annotationRef", "rt"}
_BOXES = {"f0fe": "☒", "f078": "☒", "f052": "☑", "f0a8": "☐", "f06f": "☐", "f0b7": "•", "f0a7": "•", "f02d": "-"}
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ELSEWHERE = {"altChunk", "subDoc"}
_ROW_PARAGRAPHS = 2
_ROW_CHARACTERS = 250
_EMPTY_LINES = re.compile(r"\n{3,}")
_OFF = {"0", "false", "off", "none"}


def read(content: bytes, limits: Limits) -> str:
    """Return the text of the Word document in `content`, or refuse it."""
    package = Package(content)
    main = package.main_part()
    root = package.xml(main)
    body = next((child for child in root if local(child) == "body"), None)
    if body is None:
        raise refusals.BrokenWord()
    parts = {kind.rpartition("/")[2]: target for kind, target in package.relations(main)}
    reader = _Reader(package, parts)
    text = "\n".join(reader.blocks(body)).strip("\n")
    if not text.strip():
        raise refusals.TextlessWord()
    return _EMPTY_LINES.sub("\n\n", text) + "\n"


def local(element: Element) -> str:
    """Return the element's name without its namespace, which differs between the two forms of the standard."""
    return str(element.tag).rpartition("}")[2]


def value(element: Element, name: str = "val") -> str | None:
    """Return the attribute called `name`, whatever its namespace."""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


class _Reader:
    """Walk a document once; numbering and notes are looked up as the text comes to them."""

    def __init__(self, package: Package, parts: dict[str, str]) -> None:
        def optional(name: str) -> Element | None:
            return package.xml(parts[name]) if name in parts else None

        self._in_list = False
        self._numbering = Numbering(optional("numbering"), optional("styles"))
        self._notes = {
            kind: {value(note, "id"): note for note in (root if root is not None else ())}
            for kind, root in (("footnoteReference", optional("footnotes")), ("endnoteReference", optional("endnotes")))
        }

    def blocks(self, container: Iterable[Element]) -> Iterator[str]:
        """Yield the lines of everything that stands in `container`, in order."""
        for child in container:
            name = local(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name in _ELSEWHERE:
                raise refusals.ComposedWord()
            elif name not in _SKIPPED and not name.endswith("Pr"):
                yield from self.blocks(chosen(child))

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        after: list[Element] = []
        text = "".join(self._inline(paragraph, after)).rstrip()
        label = self._numbering.label(paragraph) if text.strip() else ""
        if not (label and self._in_list):
            yield ""
        self._in_list = bool(label)
        yield label + text
        for element in after:
            yield from (line for line in self.blocks(element) if line.strip())

    def _inline(self, element: Iterable[Element], after: list[Element]) -> Iterator[str]:
        for child in element:
            name = local(child)
            if name == "t":
                yield (child.text or "").replace("\n", " ")
            elif name in _MARKS:
                yield _MARKS[name]
            elif name == "br":
                yield "\f" if value(child, "type") == "page" else "\n"
            elif name == "sym":
                yield _BOXES.get((value(child, "char") or "").lower(), "\ufffd")
            elif name in self._notes:
                after.extend(note for key, note in self._notes[name].items() if key == value(child, "id"))
            elif name == "txbxContent":
                after.append(child)
            elif name in _ELSEWHERE:
                raise refusals.ComposedWord()
            elif name not in _SKIPPED and not (name == "r" and hidden(child)):
                found = self._inline(chosen(child), after)
                yield from (text.translate(SUPERSCRIPT) for text in found) if raised(child) else found

    def _table(self, table: Element) -> Iterator[str]:
        yield ""
        for row in filter(stands, within(table, "tr")):
            cells = [list(self.blocks(cell)) for cell in within(row, "tc")]
            written = [[line.strip(" \f") for line in cell if line.strip()] for cell in cells]
            written = [cell for cell in written if cell]
            if is_record(written) and not any(True for cell in within(row, "tc") for _ in within(cell, "tbl")):
                yield "\t".join(" ".join(cell) for cell in written).replace("\n", " ")
            else:
                yield from (line for cell in written for line in cell)
        yield ""


def is_record(cells: list[list[str]]) -> bool:
    """Tell whether a table's row reads as one line, rather than as cells that hold texts of their own."""
    short = (len(cell) <= _ROW_PARAGRAPHS and sum(map(len, cell)) <= _ROW_CHARACTERS for cell in cells)
    return len(cells) > 1 and all(short)


def within(element: Element, name: str) -> Iterator[Element]:
    """Yield the children called `name`, also those wrapped in a content control or a tracked insertion."""
    for child in element:
        found = local(child)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from within(child, name)


def chosen(element: Element) -> Iterable[Element]:
    """Return the children to read; of alternatives for one drawing only the first with text."""
    if local(element) != "AlternateContent":
        return element
    return next((child for child in element if any(local(inner) == "t" for inner in child.iter())), ())


def stands(row: Element) -> bool:
    """Tell whether a table's row still stands, and is not a tracked deletion."""
    return not any(local(mark) == "del" for properties in row if local(properties) == "trPr" for mark in properties)


def hidden(run: Element) -> bool:
    """Tell whether a run of text is marked as hidden, so that it never stands on paper."""
    mark = _property(run, "vanish")
    return mark is not None and (value(mark) or "1").lower() not in _OFF


def raised(element: Element) -> bool:
    """Tell whether a run stands above the line, as the figure of a note does."""
    mark = _property(element, "vertAlign")
    return mark is not None and value(mark) == "superscript"


def _property(run: Element, name: str) -> Element | None:
    properties = next((child for child in run if local(child) == "rPr"), ())
    return next((mark for mark in properties if local(mark) == name), None)
