"""The zip archive around a Word document: unpack its parts within bounds, as XML without definitions."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree

from service.documents.checks.word import ENTRIES, is_swelling
from service.intake.formats import refusals

Element = ElementTree.Element

_PART_BYTES = 60_000_000
_CHUNK = 1 << 16
_LOCKED = 0x1
_MAIN = "/officeDocument"


class _NoDefinitions(ElementTree.TreeBuilder):
    """Build a tree from XML that defines nothing; entities and foreign parts start with a definition."""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise refusals.TrickyWord()


class Package:
    """A Word file: its parts by name, unpacked only when asked for."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, EOFError):
            raise refusals.BrokenWord() from None
        entries = self._zip.infolist()
        if len(entries) > ENTRIES:
            raise refusals.SwellingWord()
        if any(entry.flag_bits & _LOCKED for entry in entries):
            raise refusals.LockedWord()
        if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
            raise refusals.BrokenWord()
        self._entries = {entry.filename.lower(): entry for entry in entries}
        self._refuse_other_kinds()
        if is_swelling(entries):
            raise refusals.SwellingWord()

    def xml(self, name: str) -> Element:
        """Return the root of the part called `name`; refuse a part that is missing, swollen or defines anything."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise refusals.BrokenWord()
        parser = ElementTree.XMLParser(target=_NoDefinitions())
        unpacked = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    unpacked += len(chunk)
                    if unpacked > _PART_BYTES:
                        raise refusals.SwellingWord()
                    parser.feed(chunk)
            root: Element = parser.close()
        except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, NotImplementedError, LookupError):
            raise refusals.BrokenWord() from None
        return root

    def main_part(self) -> str:
        """Return the name of the part that holds the document's text."""
        for kind, target in self.relations(""):
            if kind.endswith(_MAIN):
                return target
        raise refusals.BrokenWord()

    def relations(self, part: str) -> list[tuple[str, str]]:
        """Return type and target of what `part` builds on inside the file; what lies outside is left alone."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations.lower() not in self._entries:
            return []
        inside = [entry for entry in self.xml(relations) if entry.get("TargetMode") != "External"]
        return [(entry.get("Type", ""), _absolute(folder, entry.get("Target", ""))) for entry in inside]

    def _refuse_other_kinds(self) -> None:
        names = self._entries.keys()
        if "mimetype" in names and "content.xml" in names:
            raise refusals.OpenDocument()
        if "[content_types].xml" not in names:
            raise refusals.Archive()
        if any(name in names for name in ("xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml")):
            raise refusals.OtherOffice()


def _absolute(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
