"""What a file must pass before it is kept: every good kind, and every bad one refused with its own sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pikepdf
import pytest

from service.documents.checks import refusals
from service.documents.checks.apart import look_apart
from service.documents.checks.examine import Gate, examine
from service.documents.checks.kinds import Media
from service.documents.papers import LetterPaper, make_pdf
from tests.documents import made

GOOD: dict[str, tuple[Callable[[], bytes], Media]] = {
    "pdf": (made.pdf, Media.PDF),
    "pdf with objects in streams": (lambda: made.pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), Media.PDF),
    "pdf with line breaks after its end": (lambda: made.pdf() + b"\r\n\n", Media.PDF),
    "docx": (made.word, Media.WORD),
    "png": (made.picture, Media.PNG),
    "jpeg": (lambda: made.picture("JPEG"), Media.JPEG),
}


def _catalog(**values: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for name, value in values.items():
            pdf.Root["/" + name] = pdf.make_indirect(pikepdf.Object.parse(value)) if isinstance(value, bytes) else value
    return change


def _attached(name: str, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)
    return change


def _locked(owner_only: bool) -> bytes:
    return made.pdf(encryption=pikepdf.Encryption(owner="ägare", user="" if owner_only else "användare"))


def _bomb() -> bytes:
    out = io.BytesIO(made.word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/big.xml", b"\0" * 60_000_000)
    return out.getvalue()


def _lying() -> bytes:
    """A Word file one of whose parts unpacks to more than its own entry says."""
    bomb = made.word(word__media__big_dot_xml=b"\0" * 5_000_000)
    return bomb.replace((5_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))


def _pdf_and_zip() -> bytes:
    hidden = made.zipped(a=b"hidden")
    out = io.BytesIO(hidden)
    ended = made.pdf()
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = b"\n%%EOF\n"
    return ended + out.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], type[refusals.FileNotKept]]] = {
    "empty": (lambda: b"", refusals.NothingInIt),
    "too big": (lambda: b"%PDF-" + b"0" * 1_000_000, refusals.TooBig),
    "text": (lambda: "Hej på dig".encode(), refusals.OtherKind),
    "an archive": (lambda: made.zipped(a=b"1"), refusals.OtherKind),
    "a program called anything": (lambda: b"MZ\x90\0" + b"\0" * 200, refusals.OtherKind),
    "web page": (lambda: b"<html><script>1</script></html>", refusals.OtherKind),
    "pdf with something before it": (lambda: b"junk\n" + made.pdf(), refusals.Broken),
    "pdf without an end": (lambda: made.pdf()[:-30], refusals.Broken),
    "pdf that is nothing": (lambda: b"%PDF-1.7\n%%EOF", refusals.Broken),
    "pdf without pages": (lambda: made.pdf(change=lambda pdf: pdf.pages.__delitem__(0)), refusals.Broken),
    "pdf with a zip after it": (lambda: made.pdf() + made.zipped(a=b"1"), refusals.TwoKinds),
    "pdf with a zip in it that ends like a pdf": (_pdf_and_zip, refusals.TwoKinds),
    "pdf with a page after it": (lambda: made.pdf() + b"<html></html>", refusals.TwoKinds),
    "zip with a pdf in it": (lambda: made.zipped(a=made.pdf()), refusals.TwoKinds),
    "png with a zip after it": (lambda: made.picture() + made.zipped(a=b"1"), refusals.TwoKinds),
    "png with anything after it": (lambda: made.picture() + b"more", refusals.TwoKinds),
    "jpeg with anything after it": (lambda: made.picture("JPEG") + b"<?php", refusals.TwoKinds),
    "docx with anything before it": (lambda: b"PK\x03\x04" + made.word(), refusals.TwoKinds),
    "png cut off": (lambda: made.picture()[:-6], refusals.Broken),
    "png with a changed byte": (lambda: made.picture().replace(b"IDAT", b"IDAU"), refusals.Broken),
    "jpeg cut off": (lambda: made.picture("JPEG")[:200], refusals.Broken),
    "huge png": (lambda: made.png_of(40_000, 40_000), refusals.HugePicture),
    "pdf locked with a password": (lambda: _locked(False), refusals.Locked),
    "pdf protected by its owner": (lambda: _locked(True), refusals.Locked),
    "pdf with a script on opening": (
        lambda: made.pdf(change=_catalog(OpenAction=b"<</S /JavaScript /JS (app.alert(1))>>")), refusals.ScriptInside),
    "pdf with a script under a disguised name": (
        lambda: made.pdf(change=_catalog(OpenAction=b"<</S /Java#53cript /#4aS (1)>>")), refusals.ScriptInside),
    "pdf with a script in an object stream": (
        lambda: made.pdf(change=_catalog(OpenAction=b"<</S /JavaScript /JS (1)>>"),
                         object_stream_mode=pikepdf.ObjectStreamMode.generate), refusals.ScriptInside),
    "pdf with named scripts": (
        lambda: made.pdf(change=_catalog(Names=b"<</JavaScript <</Names []>>>>")), refusals.ScriptInside),
    "pdf with a script deep within": (
        lambda: made.pdf(change=_catalog(AA=b"<</O <</S /GoTo /Next [<</S /JavaScript /JS (1)>>]>>>>")), refusals.ScriptInside),
    "pdf that starts a program": (
        lambda: made.pdf(change=_catalog(OpenAction=b"<</S /Launch /F (cmd.exe)>>")), refusals.StartsPrograms),
    "pdf with a program in it": (lambda: made.pdf(change=_attached("bild.png", b"MZ\x90\0 a program")), refusals.ProgramInside),
    "pdf with a script file in it": (lambda: made.pdf(change=_attached("kör.js", b"x")), refusals.ProgramInside),
    "pdf that is drawn on opening": (
        lambda: made.pdf(change=_catalog(AcroForm=b"<</XFA (x) /Fields []>>")), refusals.DrawnOnOpening),
    "docx with macros": (lambda: made.word(word__vbaProject_dot_bin=b"x"), refusals.MacrosInside),
    "docx with a program": (lambda: made.word(word__embeddings__a_dot_bin=b"MZ\x90"), refusals.ProgramInside),
    "docx with an embedded object": (lambda: made.word(word__embeddings__oleObject1_dot_bin=b"x"), refusals.ProgramInside),
    "docx that swells": (_bomb, refusals.Swelling),
    "docx that lies about its size": (_lying, refusals.Broken),
    "docx cut off": (lambda: made.word()[:-200], refusals.Broken),
    "locked docx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), refusals.Locked),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_told_by_its_content(name: str) -> None:
    content, media = GOOD[name][0](), GOOD[name][1]
    assert examine(content, Gate()) is media


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_own_sentence(name: str) -> None:
    gate = Gate(megabytes=1) if name == "too big" else Gate()
    with pytest.raises(refusals.FileNotKept) as told:
        examine(BAD[name][0](), gate)
    assert type(told.value) is BAD[name][1]
    assert told.value.sentence("sv") != told.value.sentence("en")


def test_every_refusal_of_a_file_has_been_seen_here_or_by_the_scanner() -> None:
    seen = {kind for _, kind in BAD.values()} | {refusals.VirusFound, refusals.NotScanned, refusals.TooHeavy}
    assert seen == set(refusals.by_name().values())


def test_what_we_make_ourselves_passes_with_its_data_attached() -> None:
    paper = LetterPaper(title="Brev", sender="Vi", facts=(), paragraphs=("Hej.",))
    assert examine(make_pdf(paper, at=datetime(2026, 9, 21, tzinfo=UTC)), Gate()) is Media.PDF
    assert examine(made.pdf(change=_attached("villkor.json", b"{}")), Gate()) is Media.PDF


def test_a_pdf_that_takes_too_much_is_refused() -> None:
    with pytest.raises(refusals.TooHeavy):
        look_apart(made.pdf(), seconds=0.01)
    with pytest.raises(refusals.TooHeavy):
        look_apart(made.pdf(change=_catalog(Big=b"[" + b"1 " * 500_000 + b"]")), memory_bytes=1 << 20)
