"""Word files: one whole archive and nothing else, of sane size, without macros and programs."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from service.documents.checks import refusals

ENTRIES = 5_000
DECLARED_BYTES = 400_000_000
_PLAUSIBLE_BYTES = 10_000_000
_RATIO = 150
_LOCKED = 0x1
_END_SIZE = 22
_CHUNK = 1 << 16
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
_NAMES = (".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".msi", ".vbs", ".js", ".jse", ".wsf", ".ps1", ".hta", ".jar", ".lnk",
          ".sh", ".app", ".pif", ".reg")


def is_swelling(entries: Iterable[zipfile.ZipInfo]) -> bool:
    """Tell whether an archive unpacks to more than it can rightly hold."""
    known = list(entries)
    return (len(known) > ENTRIES or sum(entry.file_size for entry in known) > DECLARED_BYTES
            or any(entry.file_size > _PLAUSIBLE_BYTES and entry.file_size > _RATIO * max(entry.compress_size, 1)
                   for entry in known))


def is_program(name: str, start: bytes) -> bool:
    """Tell whether an embedded file is one that a computer would run."""
    return start.startswith(_PROGRAMS) or name.lower().rstrip(". \0").endswith(_NAMES)


def check_word(content: bytes) -> None:
    """Refuse a zip archive that is not a plain Word document."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError):
        raise refusals.Broken from None
    if is_swelling(entries):
        raise refusals.Swelling
    if any(entry.flag_bits & _LOCKED for entry in entries):
        raise refusals.Locked
    names = {entry.filename.lower() for entry in entries}
    if "[content_types].xml" not in names or "word/document.xml" not in names:
        raise refusals.OtherKind
    if archive.comment or min(entry.header_offset for entry in entries) != 0 or archive.start_dir + _END_SIZE > len(content):
        raise refusals.TwoKinds
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise refusals.MacrosInside
    for entry in entries:
        _check_part(archive, entry)


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one part, no further than it says it reaches: what lies about its size is broken or a bomb."""
    unpacked, start = 0, b""
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                start = start or chunk[:8]
                unpacked += len(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise refusals.Broken from None
    if unpacked != entry.file_size:
        raise refusals.Broken
    if "oleobject" in entry.filename.lower() or is_program(entry.filename, start):
        raise refusals.ProgramInside
