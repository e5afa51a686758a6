"""The text of a file page by page, and the first place where two files differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from pdfplumber.pdf import PDF

from service.signatures.pades.differences import same_text
from service.signatures.pades.names import veiled

AROUND = 30


@dataclass(frozen=True)
class Page:
    """What stands on a page, and how: in which inks and sizes its letters are, how many pictures and shapes are drawn."""

    text: str
    inks: Mapping[tuple[str, float], int]
    pictures: int
    shapes: int

    def looks_like(self, ours: Page) -> bool:
        """Say whether nothing is drawn beyond what is on our page, and no letters are in another ink or size."""
        return self.inks == ours.inks and self.pictures <= ours.pictures and self.shapes <= ours.shapes


def pages_read(body: bytes) -> list[Page]:
    """Read each page."""
    with PDF.open(BytesIO(body), raise_unicode_errors=False) as pdf:
        found = []
        for page in pdf.pages:
            inks = Counter((str(char["non_stroking_color"]), round(char["size"], 1)) for char in page.chars if char["text"].strip())
            found.append(Page(page.extract_text(), inks, len(page.images), len(page.rects) + len(page.curves) + len(page.lines)))
            page.close()
    return found


def page_texts(body: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.text for page in pages_read(body)]


def difference(
    ours: Sequence[str], theirs: Sequence[str], *, then: tuple[str, str], now: tuple[str, str],
) -> tuple[str, str] | None:
    """Say in Swedish and English where two texts first differ, None if every page of ours is in theirs, from the first on."""
    for number, text in enumerate(ours, 1):
        if number > len(theirs):
            return f"Sida {number} saknas.", f"Page {number} is missing."
        if same_text(text) != same_text(theirs[number - 1]):
            was, found = _apart(text, theirs[number - 1])
            return (f"Sida {number}: {then[0]} ”{was}”, {now[0]} ”{found}”.",
                    f"Page {number}: {then[1]} “{was}”, {now[1]} “{found}”.")
    return None


def _apart(ours: str, theirs: str) -> tuple[str, str]:
    """Return what stands in each where they first differ; nothing that may be a personal number."""
    a, b = veiled(" ".join(ours.split())), veiled(" ".join(theirs.split()))
    left = right = 0
    while left < len(a) and right < len(b):
        if a[left].isspace():
            left += 1
        elif b[right].isspace():
            right += 1
        elif a[left] == b[right]:
            left, right = left + 1, right + 1
        else:
            break
    return _excerpt(a, left), _excerpt(b, right)


def _excerpt(text: str, at: int) -> str:
    start, end = max(0, at - AROUND), at + AROUND
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    found = "".join(mark for mark in text[start:end] if mark.isprintable())
    return ("… " if start else "") + (found.strip() or "–") + (" …" if end < len(text) else "")
