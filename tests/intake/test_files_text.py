"""Plain text in every way it is written, and content that is something else altogether."""

from __future__ import annotations

import codecs

import pytest

from service.intake.files import read_bytes
from service.intake.formats import refusals
from tests.intake import made

SENTENCE = "Överenskommelsen gäller från den 1 januari 2025 – på båda sidor.\n"


@pytest.mark.parametrize(
    "content",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("utf-32"),
        SENTENCE.encode("cp1252"),
        SENTENCE.replace("\n", "\r\n").encode(),
        SENTENCE.replace("\n", "\r").encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be", "utf-32", "windows", "crlf", "cr"],
)
def test_text_is_read_however_its_characters_are_written(content: bytes) -> None:
    assert read_bytes(content, "avtal.txt") == SENTENCE


def test_latin_1_is_read() -> None:
    assert read_bytes("Föreningen på Öland får 5 000 kr.".encode("latin-1"), "a") == "Föreningen på Öland får 5 000 kr."


def test_one_spoilt_byte_does_not_spoil_the_other_letters() -> None:
    content = "Åtgärder för äldre på Åland ".encode() + b"\xe5" + " och så vidare, år för år".encode()
    assert read_bytes(content, "a") == "Åtgärder för äldre på Åland \ufffd och så vidare, år för år"


def test_the_name_says_nothing_and_the_content_decides() -> None:
    assert read_bytes(b"Vanlig text", "avtal.pdf") == "Vanlig text"
    assert read_bytes(made.pdf(["En text i en PDF-fil"]), "avtal.txt") == "En text i en PDF-fil\n"
    assert read_bytes(made.word("En text i Word"), "avtal.pdf") == "En text i Word\n"


def test_page_breaks_and_tabs_stay() -> None:
    assert read_bytes(b"ett\ttv\xc3\xa5\n\ftre", "a") == "ett\ttvå\n\ftre"


EMPTY = (
    "The file is empty; choose the file that holds the text of the agreement.",
    "Filen är tom; välj den fil som innehåller överenskommelsens text.",
)
BINARY = (
    "The file is not a text document; save the agreement as a PDF, DOCX or TXT file and try again.",
    "Filen är inte ett textdokument; spara överenskommelsen som PDF, DOCX eller TXT och försök igen.",
)
OLD_WORD = (
    "This is a document from an old Word (DOC); open it in Word, save it as DOCX or PDF and try again.",
    "Det här är ett dokument från gamla Word (DOC); öppna det i Word, spara som DOCX eller PDF och försök igen.",
)
LOCKED = (
    "The document is locked with a password; save a copy without the password and try again.",
    "Dokumentet är låst med lösenord; spara en kopia utan lösenord och försök igen.",
)
OPEN_DOCUMENT = (
    "This is an OpenDocument file (ODT); save it as DOCX or PDF and try again.",
    "Det här är en OpenDocument-fil (ODT); spara den som DOCX eller PDF och försök igen.",
)
RICH = (
    "This is a rich text file (RTF); open it in Word, save it as DOCX or PDF and try again.",
    "Det här är en RTF-fil; öppna den i Word, spara som DOCX eller PDF och försök igen.",
)
MARKUP = (
    "This is a web page or other marked-up text; print it to a PDF file and try again.",
    "Det här är en webbsida eller annan uppmärkt text; skriv ut den till en PDF-fil och försök igen.",
)
PICTURE = (
    "This is a picture; run text recognition (OCR) on it, save it as a PDF file and try again.",
    "Det här är en bild; kör textigenkänning (OCR) på den, spara som PDF och försök igen.",
)
OFFICE = (
    "This is a spreadsheet or slides, not a document; save the agreement as DOCX or PDF and try again.",
    "Det här är ett kalkylark eller en presentation; spara överenskommelsen som DOCX eller PDF och försök igen.",
)
ARCHIVE = (
    "This is an archive of files (such as ZIP); unpack it and give the file that holds the agreement.",
    "Det här är ett filarkiv (till exempel ZIP); packa upp det och ange filen med överenskommelsen.",
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (b"", EMPTY),
        (b" \r\n\t\n\xef\xbb\xbf", EMPTY),
        (codecs.BOM_UTF8, EMPTY),
        (b"Avtal\0med nolla i sig", BINARY),
        (bytes(range(256)) * 10, BINARY),
        (b"\x7fELF\x02\x01\x01" + bytes(60), BINARY),
        (COMPOUND, BINARY),
        (COMPOUND + "WordDocument".encode("utf-16-le"), OLD_WORD),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), LOCKED),
        (COMPOUND + "Workbook".encode("utf-16-le"), OFFICE),
        (made.zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), OPEN_DOCUMENT),
        (made.zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}), OFFICE),
        (made.zipped({"avtal.docx": made.word("text")}), ARCHIVE),
        (made.zipped({}), ARCHIVE),
        (b"\x1f\x8b\x08" + bytes(40), ARCHIVE),
        (rb"{\rtf1\ansi Avtal}", RICH),
        (b"\n<!DOCTYPE html><html><p>Avtal</p></html>", MARKUP),
        (b'\xef\xbb\xbf<?xml version="1.0"?><avtal/>', MARKUP),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), PICTURE),
        (b"\xff\xd8\xff\xe0" + bytes(40), PICTURE),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", PICTURE),
    ],
)
def test_what_is_not_the_text_of_an_agreement_is_refused_with_what_to_do(
    content: bytes, sentences: tuple[str, str]
) -> None:
    with pytest.raises(refusals.FileRefused) as refused:
        read_bytes(content, "avtal.docx")
    assert (refused.value.sentence("en"), refused.value.sentence("sv")) == sentences


def test_every_refusal_has_both_sentences_and_both_say_what_to_do() -> None:
    for kind in refusals.by_name().values():
        facts = {"name": "a.pdf", "megabytes": 25, "pages": 200, "seconds": 20, "characters": 5}
        for sentence in (kind(**facts).sentence("en"), kind(**facts).sentence("sv")):
            assert sentence.endswith(".")
            assert "; " in sentence
            assert "{" not in sentence
