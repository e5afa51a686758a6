"""Why a file was not read, and what the person can do about it."""

from __future__ import annotations

from typing import ClassVar

from service.kernel.errors import Refusal


class FileRefused(Refusal):
    """The file cannot be read; save it as a PDF or DOCX file and try again."""

    sv = "Filen går inte att läsa; spara den som PDF eller DOCX och försök igen."
    status: ClassVar[int] = 422


class NoSuchFile(FileRefused):
    """There is no file called “{name}”; check the name and the folder."""

    sv = "Det finns ingen fil som heter ”{name}”; kontrollera namnet och mappen."


class IsAFolder(FileRefused):
    """“{name}” is a folder; give the name of the file in it that holds the agreement."""

    sv = "”{name}” är en mapp; ange den fil i mappen som innehåller överenskommelsen."


class NotAnOrdinaryFile(FileRefused):
    """“{name}” is not an ordinary file; save the agreement to a file and give its name."""

    sv = "”{name}” är inte en vanlig fil; spara överenskommelsen i en fil och ange den."


class MayNotRead(FileRefused):
    """You may not read “{name}”; ask for the right to read it, or copy it to a folder of your own."""

    sv = "Du har inte rätt att läsa ”{name}”; be om läsrätt eller kopiera filen till en egen mapp."


class UnreadableFile(FileRefused):
    """“{name}” could not be read from the disk; copy the file anew and try again."""

    sv = "”{name}” gick inte att läsa från disken; kopiera filen på nytt och försök igen."


class EmptyFile(FileRefused):
    """The file is empty; choose the file that holds the text of the agreement."""

    sv = "Filen är tom; välj den fil som innehåller överenskommelsens text."


class TooLarge(FileRefused):
    """The file is larger than {megabytes} MB; save a smaller copy, for instance with smaller pictures."""

    sv = "Filen är större än {megabytes} MB; spara en mindre kopia, till exempel med mindre bilder."


class TooMuchText(FileRefused):
    """The file holds more than {characters} characters of text; give the agreement alone, without its appendices."""

    sv = "Filen innehåller mer än {characters} tecken text; ange enbart överenskommelsen, utan bilagor."


class TooManyPages(FileRefused):
    """The file has more than {pages} pages; give the agreement alone, without its appendices."""

    sv = "Filen har fler än {pages} sidor; ange enbart överenskommelsen, utan bilagor."


class TookTooLong(FileRefused):
    """Reading the file took more than {seconds} seconds; print it to a new PDF file and try again."""

    sv = "Det tog mer än {seconds} sekunder att läsa filen; skriv ut den till en ny PDF-fil och försök igen."


class TookTooMuchMemory(FileRefused):
    """Reading the file took more than {megabytes} MB of memory; print it to a new PDF file and try again."""

    sv = "Det krävdes mer än {megabytes} MB minne att läsa filen; skriv ut den till en ny PDF-fil och försök igen."


class BrokeTheReader(FileRefused):
    """The file is built in a way that cannot be read safely; print it to a new PDF file and try again."""

    sv = "Filen är uppbyggd så att den inte går att läsa säkert; skriv ut den till en ny PDF-fil och försök igen."


class BinaryFile(FileRefused):
    """The file is not a text document; save the agreement as a PDF, DOCX or TXT file and try again."""

    sv = "Filen är inte ett textdokument; spara överenskommelsen som PDF, DOCX eller TXT och försök igen."


class OldWord(FileRefused):
    """This is a document from an old Word (DOC); open it in Word, save it as DOCX or PDF and try again."""

    sv = "Det här är ett dokument från gamla Word (DOC); öppna det i Word, spara som DOCX eller PDF och försök igen."


class OpenDocument(FileRefused):
    """This is an OpenDocument file (ODT); save it as DOCX or PDF and try again."""

    sv = "Det här är en OpenDocument-fil (ODT); spara den som DOCX eller PDF och försök igen."


class RichText(FileRefused):
    """This is a rich text file (RTF); open it in Word, save it as DOCX or PDF and try again."""

    sv = "Det här är en RTF-fil; öppna den i Word, spara som DOCX eller PDF och försök igen."


class WebPage(FileRefused):
    """This is a web page or other marked-up text; print it to a PDF file and try again."""

    sv = "Det här är en webbsida eller annan uppmärkt text; skriv ut den till en PDF-fil och försök igen."


class Picture(FileRefused):
    """This is a picture; run text recognition (OCR) on it, save it as a PDF file and try again."""

    sv = "Det här är en bild; kör textigenkänning (OCR) på den, spara som PDF och försök igen."


class OtherOffice(FileRefused):
    """This is a spreadsheet or slides, not a document; save the agreement as DOCX or PDF and try again."""

    sv = "Det här är ett kalkylark eller en presentation; spara överenskommelsen som DOCX eller PDF och försök igen."


class Archive(FileRefused):
    """This is an archive of files (such as ZIP); unpack it and give the file that holds the agreement."""

    sv = "Det här är ett filarkiv (till exempel ZIP); packa upp det och ange filen med överenskommelsen."


class EncryptedPdf(FileRefused):
    """The PDF file is locked with a password; save a copy without the password and try again."""

    sv = "PDF-filen är låst med lösenord; spara en kopia utan lösenord och försök igen."


class ScannedPdf(FileRefused):
    """The PDF file holds scanned pictures without text; run text recognition (OCR) on it first and try again."""

    sv = "PDF-filen består av inskannade bilder utan text; kör textigenkänning (OCR) på den först och försök igen."


class TextlessPdf(FileRefused):
    """The PDF file holds no text that can be read; print it to PDF anew, or run text recognition (OCR) first."""

    sv = "PDF-filen har ingen läsbar text; skriv ut den till PDF på nytt eller kör textigenkänning (OCR) först."


class BrokenPdf(FileRefused):
    """The PDF file is damaged or not complete; fetch or save it anew and try again."""

    sv = "PDF-filen är skadad eller inte hel; hämta eller spara den på nytt och försök igen."


class LiveForm(FileRefused):
    """The PDF file is a fillable form whose pages are drawn on opening; print it to a new PDF file and try again."""

    sv = "PDF-filen är ett formulär som ritas först när det öppnas; skriv ut det till en ny PDF-fil och försök igen."


class LockedWord(FileRefused):
    """The document is locked with a password; save a copy without the password and try again."""

    sv = "Dokumentet är låst med lösenord; spara en kopia utan lösenord och försök igen."


class BrokenWord(FileRefused):
    """The Word file is damaged or not complete; open it in Word, save it anew and try again."""

    sv = "Word-filen är skadad eller inte hel; öppna den i Word, spara den på nytt och försök igen."


class TextlessWord(FileRefused):
    """The Word file holds no text; choose the file that holds the text of the agreement."""

    sv = "Word-filen innehåller ingen text; välj den fil som innehåller överenskommelsens text."


class SwellingWord(FileRefused):
    """The Word file unpacks to more than it can rightly hold; open it in Word, save it anew and try again."""

    sv = "Word-filen sväller orimligt när den packas upp; öppna den i Word, spara den på nytt och försök igen."


class TrickyWord(FileRefused):
    """The Word file holds definitions that Word never writes; open it in Word, save it anew and try again."""

    sv = "Word-filen innehåller definitioner som Word aldrig skriver; öppna den i Word, spara på nytt och försök igen."


class ComposedWord(FileRefused):
    """The Word file takes in text from another document; open it in Word, save it as PDF and try again."""

    sv = "Word-filen hämtar text ur ett annat dokument; öppna den i Word, spara som PDF och försök igen."


def by_name() -> dict[str, type[FileRefused]]:
    """Return every refusal of a file by the name of its class."""
    return {kind.__name__: kind for kind in FileRefused.__subclasses__()}
