"""Writing the package as a stream: file after file, each checksum computed as it goes by, the lists of them last."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, cast

from service.documents.checks.kinds import SUFFIXES
from service.documents.papers import make_pdf
from service.documents.printing.press import CannotPrint
from service.kernel.clock import local
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


def package(
    contents: Contents, read: Callable[[Original], bytes | None], told: Callable[[int], None] | None = None,
) -> Iterator[bytes]:
    """Yield the zip file piece by piece; `read` gives a file (None: culled meanwhile), `told` hears how many are written."""
    pipe = _Pipe()
    written: list[Written] = []
    with zipfile.ZipFile(cast("IO[bytes]", pipe), "w") as archive:
        for place, content in _all(contents, read):
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


def _all(contents: Contents, read: Callable[[Original], bytes | None]) -> Iterator[tuple[str, bytes]]:
    yield from contents.files.items()
    for place, paper in contents.papers.items():
        try:
            yield place, make_pdf(paper, at=contents.made_at)
        except CannotPrint as refusal:
            # What it says is in metadata.json; a mark that no font has is no reason to be without the rest.
            yield f"{place}.txt", f"{refusal.sentence('sv')}\n{refusal.sentence('en')}\n".encode()
    for original in contents.originals:
        content = read(original)
        if content is not None:
            yield original.place, content


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
