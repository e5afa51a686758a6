"""Why no copy can be made of a file."""

from __future__ import annotations

from service.kernel.errors import Refusal


class NeedsPdf(Refusal):
    """Copies are made of PDF files and pictures; save the Word file as PDF and add it as a new version, or withhold it."""

    sv = "Kopior görs av PDF-filer och bilder; spara Word-filen som PDF och lägg in den som en ny version, eller håll den inne."
    status = 422


class TooManyPages(Refusal):
    """The file has {pages} pages; a copy is made of at most {most} at a time, so split it in parts."""

    sv = "Filen har {pages} sidor; en kopia görs av högst {most} åt gången, så dela den i delar."
    status = 422


class NotDrawn(Refusal):
    """The file could not be drawn: it is damaged, or too large; print it to a new PDF file and add that as a new version."""

    sv = "Filen gick inte att rita: den är skadad eller för stor; skriv ut den till en ny PDF och lägg in den som en ny version."
    status = 422
