"""Writing the package as a stream: file after file, each checksum computed as it goes by, the lists of them last."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, cast

from service.db import Database
from service.documents.checks.kinds import SUFFIXES
from service.documents.files import Culled, Tampered
from service.documents.files import read as read_kept
from service.documents.papers import make_pdf
from service.documents.printing.press import CannotPrint
from service.documents.store import get_document, get_version
from service.kernel.clock import local
from service.kernel.errors import Refusal
from service.records.archive.contents import Contents, Original
from service.records.archive.index import Written, index_of

BAG = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MEDIA = {"json": "application/json", "txt": "text/plain", "xml": "application/xml",
         **{ending.removeprefix("."): media.value for media, ending in SUFFIXES.items()}}
# What is packed already gains nothing by being packed again.
PACKED = frozenset({"pdf", "jpg", "png", "docx"})


class _Pipe(io.RawIOBase):
    """Where the archive is written to; what was written is taken from it piece by piece."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, given: object) -> int:
        part = bytes(cast("bytes", given))
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


Read = Callable[[Original], bytes | None]


def reader(database: Database) -> Read:
    """Return what reads an original when it is its turn, each in a reading of its own; None is culled meanwhile."""

    def read_one(original: Original) -> bytes | None:
        with database.read() as session:
            try:
                return read_kept(session, get_document(session, original.document.id),
                                 get_version(session, original.document.id, original.version.number))
            except Culled:
                return None

    return read_one


def package(
    contents: Contents, read: Read, told: Callable[[int], None] | None = None, damaged: Callable[[Original], None] | None = None,
) -> Iterator[bytes]:
    """Yield the zip file piece by piece.

    `told` hears how many files are written, `damaged` of each original that is no longer what was kept: in its place stands a note.
    """
    pipe = _Pipe()
    written: list[Written] = []
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w") as archive:
        for place, content in _all(contents, read, damaged):
            written.append(_put(archive, contents, f"data/{place}", content))
            if told is not None:
                told(len(written))
            yield pipe.take()
        index = index_of(written, title=contents.title, identifier=f"agreement-{contents.agreement_id}", at=contents.made_at)
        written.append(_put(archive, contents, "data/index.xml", index))
        tags = [_put(archive, contents, "bagit.txt", BAG),
                _put(archive, contents, "manifest-sha256.txt", _manifest(written))]
        _put(archive, contents, "tagmanifest-sha256.txt", _manifest(tags))
    yield pipe.take()


def _all(contents: Contents, read: Read, damaged: Callable[[Original], None] | None) -> Iterator[tuple[str, bytes]]:
    yield from contents.files.items()
    for place, paper in contents.papers.items():
        try:
            yield place, make_pdf(paper, at=contents.made_at)
        except CannotPrint as refusal:
            # What it says is in metadata.json; a mark that no font has is no reason to be without the rest.
            yield f"{place}.txt", _note(refusal)
    for original in contents.originals:
        try:
            content = read(original)
        except Tampered as refusal:
            # What was kept of the others is not to be without an archive for its sake; the note says what is wrong.
            if damaged is not None:
                damaged(original)
            yield f"{original.place}.damaged.txt", _note(refusal)
            continue
        if content is not None:
            yield original.place, content


def _note(refusal: Refusal) -> bytes:
    return f"{refusal.sentence('sv')}\n{refusal.sentence('en')}\n".encode()


def _put(archive: zipfile.ZipFile, contents: Contents, path: str, content: bytes) -> Written:
    ending = path.rpartition(".")[2]
    at = local(contents.made_at)
    told = zipfile.ZipInfo(path, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    told.compress_type = zipfile.ZIP_STORED if ending in PACKED else zipfile.ZIP_DEFLATED
    told.external_attr = 0o644 << 16
    archive.writestr(told, content)
    return Written(path, hashlib.sha256(content).hexdigest(), len(content), MEDIA.get(ending, "application/octet-stream"))


def _manifest(written: list[Written]) -> bytes:
    return "".join(f"{one.digest}  {one.path}\n" for one in written).encode()
