"""Attach a file to a PDF by an update after its end, so that what was there stays byte by byte."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.embed import EmbeddedFileObject, EmbeddedFileParams
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from service.kernel.errors import Refusal

Part = TypeVar("Part", bound=generic.PdfObject)


class CannotAttach(Refusal):
    """Nothing can be attached to this file; its list of attached files is built in another way than ours."""

    sv = "Det går inte att bifoga något till den här filen; dess lista över bifogade filer är uppbyggd på annat sätt än vår."
    status = 422


def attach(writer: IncrementalPdfFileWriter, name: str, body: bytes, *, about: str, now: datetime) -> None:
    """Attach a PDF, beside the files that are attached already, in the manner of PDF/A-3."""
    stream = EmbeddedFileObject.from_file_data(
        writer, body, mime_type="application/pdf",
        params=EmbeddedFileParams(embed_checksum=False, modification_date=now))
    spec = writer.add_object(generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Filespec"), pdf_name("/F"): pdf_string(name), pdf_name("/UF"): pdf_string(name),
        pdf_name("/Desc"): pdf_string(about), pdf_name("/AFRelationship"): pdf_name("/Supplement"),
        pdf_name("/EF"): generic.DictionaryObject({
            pdf_name("/F"): stream.ef_stream_ref, pdf_name("/UF"): stream.ef_stream_ref})}))
    root = writer.root
    _child(writer, root, "/AF", generic.ArrayObject).append(spec)
    tree = _child(writer, _child(writer, root, "/Names", generic.DictionaryObject), "/EmbeddedFiles", generic.DictionaryObject)
    if "/Kids" in tree:
        raise CannotAttach
    names = _child(writer, tree, "/Names", generic.ArrayObject)
    rows = [(str(names[at]), names.raw_get(at + 1)) for at in range(0, len(names), 2)]
    if any(other == name for other, _ in rows):
        raise CannotAttach
    # A tree of names is searched by halves: it has to be in order.
    ordered = sorted([*rows, (name, spec)], key=lambda row: row[0].encode())
    names[:] = [part for other, ref in ordered for part in (pdf_string(other), ref)]
    writer.update_root()


def _child(writer: IncrementalPdfFileWriter, parent: Any, key: str, kind: type[Part]) -> Part:
    """Return what stands under a key, to be changed; make it where it is missing."""
    if key in parent:
        found = parent[key]
        if not isinstance(found, kind):
            raise CannotAttach
    else:
        found = parent[pdf_name(key)] = kind()
    for one in (parent, found):
        writer.update_container(one)
    return found
