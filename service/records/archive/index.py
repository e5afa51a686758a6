"""The index of a package after METS: every file with its checksum, size and place, and what each is part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as Tree

from service.kernel.clock import stamp

METS, LINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
GROUPS = {"originals": "Originals", "papers": "Papers made by Överens"}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is in the package: its path from the root, its digest, size and kind."""

    path: str
    digest: str
    size: int
    media: str


def index_of(files: Sequence[Written], *, title: str, identifier: str, at: datetime) -> bytes:
    """Return the index as XML."""
    Tree.register_namespace("mets", METS)
    Tree.register_namespace("xlink", LINK)
    root = Tree.Element(f"{{{METS}}}mets", {"OBJID": identifier, "LABEL": _plain(title), "TYPE": "Agreement"})
    head = Tree.SubElement(root, f"{{{METS}}}metsHdr", {"CREATEDATE": stamp(at)})
    agent = Tree.SubElement(head, f"{{{METS}}}agent", {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"})
    Tree.SubElement(agent, f"{{{METS}}}name").text = "Överens"
    section = Tree.SubElement(root, f"{{{METS}}}fileSec")
    structure = Tree.SubElement(Tree.SubElement(root, f"{{{METS}}}structMap", {"TYPE": "physical"}), f"{{{METS}}}div",
                                {"LABEL": _plain(title)})
    for group in dict.fromkeys(_group(one) for one in files):
        told = Tree.SubElement(section, f"{{{METS}}}fileGrp", {"USE": group})
        part = Tree.SubElement(structure, f"{{{METS}}}div", {"LABEL": group})
        for number, one in enumerate(files):
            if _group(one) == group:
                _tell(told, part, one, f"file-{number}")
    Tree.indent(root)
    made: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _group(one: Written) -> str:
    return GROUPS.get(one.path.removeprefix("data/").partition("/")[0], "Metadata")


def _tell(group: Tree.Element, part: Tree.Element, one: Written, name: str) -> None:
    told = Tree.SubElement(group, f"{{{METS}}}file", {
        "ID": name, "MIMETYPE": one.media, "SIZE": str(one.size), "CHECKSUM": one.digest, "CHECKSUMTYPE": "SHA-256"})
    Tree.SubElement(told, f"{{{METS}}}FLocat", {"LOCTYPE": "URL", f"{{{LINK}}}href": one.path})
    Tree.SubElement(part, f"{{{METS}}}fptr", {"FILEID": name})


def _plain(text: str) -> str:
    return "".join(mark for mark in text if mark >= " ")
