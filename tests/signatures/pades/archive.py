"""A file such as the service makes: PDF/A-3a and PDF/UA-1, with the terms attached."""

from __future__ import annotations

import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import typst

SOURCE = """
#set document(title: "Överenskommelse", author: "Ängstaden", date: datetime(year: 2026, month: 9, day: 1))
#set text(lang: "sv")
#pdf.attach("villkor.json", bytes("{}"), relationship: "source", mime-type: "application/json", description: "Villkoren")
= Överenskommelse
Parterna träffas kvartalsvis. Finansieringen omfattar totalt 1 275 750 kronor.
#pagebreak()
== Ändringar
Ändringar är skriftliga; mer finns #link("https://angstaden.example")[hos kommunen].
"""


@cache
def archived() -> bytes:
    """Return the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.typ"
        path.write_text(SOURCE, "utf-8")
        made: bytes = typst.compile(str(path), pdf_standards=["a-3a", "ua-1"])
    return made


def claims(body: bytes) -> dict[str, str]:
    """Return what a file says it conforms to."""
    with pikepdf.open(BytesIO(body)) as opened, opened.open_metadata() as told:
        return {"part": told["pdfaid:part"], "conformance": told["pdfaid:conformance"], "ua": told["pdfuaid:part"]}
