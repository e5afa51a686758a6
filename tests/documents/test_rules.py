"""What a file may be called."""

from __future__ import annotations

import pytest

from service.documents.checks.kinds import Media
from service.documents.rules import safe_name

NAMES = {
    "beslut.pdf": "beslut.pdf",
    "Beslut §4 (slutligt).PDF": "Beslut §4 (slutligt).pdf",
    "C:\\Users\\kim\\beslut.pdf": "beslut.pdf",
    "../../etc/passwd": "passwd.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "a Set-Cookie x=1.pdf",
    'a";filename="b.exe': "a filename= b.pdf",
    "bild.exe": "bild.pdf",
    "..": "dokument.pdf", "": "dokument.pdf", "   .pdf": "pdf.pdf",
    "x\u202egnp.exe": "x gnp.pdf",
    "å" * 300 + ".pdf": "å" * 120 + ".pdf",
}


@pytest.mark.parametrize("given", NAMES)
def test_a_name_is_safe_to_keep_and_to_give_out(given: str) -> None:
    assert safe_name(given, Media.PDF) == NAMES[given]


def test_the_ending_is_that_of_the_content() -> None:
    assert [safe_name("a.pdf", media) for media in Media] == ["a.pdf", "a.docx", "a.png", "a.jpg", "a.xml"]
