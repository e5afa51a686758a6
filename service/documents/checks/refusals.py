"""Why a file is not kept, and what the person can do about it."""

from __future__ import annotations

from typing import ClassVar

from service.kernel.errors import Refusal


class FileNotKept(Refusal):
    """The file cannot be kept; save it as a PDF file and try again."""

    sv = "Filen går inte att ta emot; spara den som PDF och försök igen."
    status: ClassVar[int] = 422


class NothingInIt(FileNotKept):
    """The file is empty; choose another, or save it anew."""

    sv = "Filen är tom; välj en annan eller spara den på nytt."


class TooBig(FileNotKept):
    """The file is larger than {megabytes} MB; save a smaller copy, for instance with smaller pictures."""

    sv = "Filen är större än {megabytes} MB; spara en mindre kopia, till exempel med mindre bilder."
    status = 413


class OtherKind(FileNotKept):
    """The file is none of PDF, Word (DOCX), PNG and JPEG; save it as a PDF file and try again."""

    sv = "Filen är varken PDF, Word (DOCX), PNG eller JPEG; spara den som PDF och försök igen."
    status = 415


class TwoKinds(FileNotKept):
    """The file can be read as two kinds of file at once, which hides things; print it to a new PDF file and try again."""

    sv = "Filen kan läsas som två sorters filer på en gång, och då kan något döljas; skriv ut den till en ny PDF och försök igen."


class Locked(FileNotKept):
    """The file is locked with a password or other protection; save a copy without it and try again."""

    sv = "Filen är låst med lösenord eller annat skydd; spara en kopia utan och försök igen."


class Broken(FileNotKept):
    """The file is damaged or not complete; fetch or save it anew and try again."""

    sv = "Filen är skadad eller inte hel; hämta eller spara den på nytt och försök igen."


class Swelling(FileNotKept):
    """The file unpacks to more than it can rightly hold; open it, save it anew and try again."""

    sv = "Filen sväller orimligt när den packas upp; öppna den, spara den på nytt och försök igen."


class HugePicture(FileNotKept):
    """The picture has more than {megapixels} million pixels; save a smaller copy and try again."""

    sv = "Bilden har fler än {megapixels} miljoner bildpunkter; spara en mindre kopia och försök igen."


class ScriptInside(FileNotKept):
    """The PDF file holds a script (JavaScript); print it to a new PDF file and try again."""

    sv = "PDF-filen innehåller ett skript (JavaScript); skriv ut den till en ny PDF och försök igen."


class StartsPrograms(FileNotKept):
    """The PDF file wants to start a program on the reader's computer; print it to a new PDF file and try again."""

    sv = "PDF-filen vill starta ett program på läsarens dator; skriv ut den till en ny PDF och försök igen."


class ProgramInside(FileNotKept):
    """The file has a program embedded in it; save a copy without it, or print it to a new PDF file."""

    sv = "Filen har ett program inbäddat; spara en kopia utan det, eller skriv ut den till en ny PDF."


class DrawnOnOpening(FileNotKept):
    """The PDF file is a form that is drawn only when it is opened; print it to a new PDF file and try again."""

    sv = "PDF-filen är ett formulär som ritas först när det öppnas; skriv ut det till en ny PDF och försök igen."


class MacrosInside(FileNotKept):
    """The Word file holds macros; save it as DOCX without macros, or as PDF, and try again."""

    sv = "Word-filen innehåller makron; spara den som DOCX utan makron, eller som PDF, och försök igen."


class TooHeavy(FileNotKept):
    """Looking through the file took too much time or memory; print it to a new PDF file and try again."""

    sv = "Det krävdes för mycket tid eller minne att gå igenom filen; skriv ut den till en ny PDF och försök igen."


class VirusFound(FileNotKept):
    """The virus scanner says that the file is harmful ({name}); it has not been kept."""

    sv = "Virusskyddet säger att filen är skadlig ({name}); den har inte tagits emot."


class NotScanned(FileNotKept):
    """The virus scanner does not answer, so no files can be received now; try again in a while, and tell whoever runs Överens."""

    sv = ("Virusskyddet svarar inte, och då går det inte att ta emot filer; "
          "försök igen om en stund och säg till den som sköter Överens.")
    status = 503


def by_name() -> dict[str, type[FileNotKept]]:
    """Return every such refusal by the name of its class."""
    return {kind.__name__: kind for kind in FileNotKept.__subclasses__()}
