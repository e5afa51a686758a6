"""What a page shows, and what of it is withheld. Places are parts of the page's width and height, from its upper left corner."""

from __future__ import annotations

from dataclasses import dataclass

BANDS = 20


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, each side between 0 and 1."""

    left: float
    top: float
    right: float
    bottom: float

    def shared_with(self, other: Box) -> float:
        """Return how large a part of this box the other covers."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        own = (self.right - self.left) * (self.bottom - self.top)
        if width <= 0 or height <= 0:
            return 0.0
        return 1.0 if own <= 0 else width * height / own


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place; `drawn` says that it is to be seen there."""

    text: str
    box: Box
    drawn: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand in a row."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Return what the line says."""
        return " ".join(word.text for word in self.words)

    @property
    def drawn(self) -> bool:
        """Say whether any of it is to be seen."""
        return any(word.drawn for word in self.words)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size in points, and the text found on it."""

    width: float
    height: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file shows.

    `layered` says that parts of it can be hidden and shown, `signed` that it holds electronic signatures, whose certificates may hold
    personal numbers.
    """

    sheets: tuple[Sheet, ...]
    layered: bool = False
    signed: bool = False

    @property
    def pictures(self) -> tuple[int, ...]:
        """Return the pages on which there is no text to search, such as scanned ones: words are not found there."""
        return tuple(page for page, sheet in enumerate(self.sheets, 1) if not any(line.drawn for line in sheet.lines))

    @property
    def searched(self) -> bool:
        """Say whether there is text to search on every page."""
        return not self.pictures


@dataclass(frozen=True, slots=True)
class Mask:
    """What is withheld of a file: whole pages, lines and bands of pages, and phrases wherever they stand. Pages count from 1."""

    pages: frozenset[int] = frozenset()
    lines: frozenset[tuple[int, int]] = frozenset()
    bands: frozenset[tuple[int, int]] = frozenset()
    phrases: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Say whether nothing is withheld."""
        return not (self.pages or self.lines or self.bands or self.phrases)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page drawn anew: its picture, and the text that may still be read on it, line by line with its place."""

    width: float
    height: float
    picture: bytes
    text: tuple[tuple[str, Box], ...]
