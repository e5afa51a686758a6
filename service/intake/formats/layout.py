"""One page of a PDF as lines: words put together, tables kept row by row, filled-in fields in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Literal

from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.text import extract_words

from service.intake.formats.word.fields import Box, filled_in

Direction = Literal["ltr", "rtl", "ttb", "btt"]

_COLUMN_GAP = 1.8
_PARAGRAPH_GAP = 0.85
_COLUMN_LINES = 4
_COLUMN_LETTERS = 20
_ALIGNED = 3.0
_SPACE = 0.15
_HAIR = 0.3
_FIGURES = "0123456789"
_SYMBOLS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf02d": "-", "\uf0fe": "☒", "\uf0a8": "☐"})
_SUPERSCRIPT = str.maketrans(_FIGURES, "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RECORD_LINES = 3
_FIGURE = re.compile(r"[-–]?\d[\d \u00a0.,:–-]*(?:kr|kronor|sek|tkr|mkr|%|:-)?\.?", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\n(?=[a-zåäöéü])(?!(?:och|eller|samt|respektive)\b)")


@dataclass(frozen=True)
class Word:
    """A word and where on the page it stands; `top` grows downwards."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return the point in the middle of the word."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Return how tall the word is, about its type size."""
        return max(self.bottom - self.top, 1.0)


Line = list[Word]


@dataclass(frozen=True)
class Block:
    """Lines that belong together, and the stretch of the page they take."""

    top: float
    bottom: float
    lines: tuple[str, ...]
    size: float


def text_of(page: Page) -> str:
    """Return the page's text from top to bottom; what stands on its side comes last."""
    words, sideways = _words(page)
    blocks: list[Block] = []
    for table in page.find_tables():
        if len(table.rows) > 1 and len(table.columns) > 1:
            inside = [word for word in words if _within(word, table.bbox)]
            rows = list(_rows(table, inside))
            used = {id(word) for _, own in rows for word in own}
            words = [word for word in words if id(word) not in used]
            blocks.extend(block for block, _ in rows)
    blocks.extend(_flow(words))
    return "\n".join([*_stacked(blocks), *sideways])


def _words(page: Page) -> tuple[list[Word], list[str]]:
    """Return the upright words with the fields filled in, and the rotated ones as lines of their own."""
    chars = list(_raised(_once(page.chars)))
    found = extract_words([char for char in chars if char["upright"]], x_tolerance_ratio=_SPACE)
    upright = [
        Word(word["text"].translate(_SYMBOLS), word["x0"], word["top"], word["x1"], word["bottom"]) for word in found
    ]
    upright.extend(Word(text, *box) for text, box in filled_in(page))
    rising = [char for char in chars if not char["upright"] and char["matrix"][1] > 0]
    falling = [char for char in chars if not char["upright"] and char["matrix"][1] <= 0]
    return upright, [*_on_its_side(rising, "btt", "ltr"), *_on_its_side(falling, "ttb", "rtl")]


def _on_its_side(chars: list[dict[str, Any]], along: Direction, across: Direction) -> Iterator[str]:
    """Yield the lines of rotated text, read `along` its own direction."""
    words = extract_words(chars, char_dir_rotated=along, line_dir_rotated=across, y_tolerance_ratio=_SPACE)
    for _, line in groupby(words, key=lambda word: round(word["x0"])):
        yield " ".join(word["text"] for word in line)


def _once(chars: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield each character once: bold type is often drawn as the same letter twice, a hair apart."""
    drawn: dict[tuple[str, int, int], tuple[float, float]] = {}
    for char in chars:
        text, x, y = char["text"], char["x0"], char["top"]
        hair = min(_HAIR * (char["x1"] - x), 1.0)
        around = [(text, round(x) + right, round(y) + down) for right in (0, -1, 1) for down in (0, -1, 1)]
        near = (drawn[place] for place in around if place in drawn)
        if not any(abs(x - other_x) < hair and abs(y - other_y) < hair for other_x, other_y in near):
            drawn[around[0]] = (x, y)
            yield char


def _raised(chars: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the characters, a note's small raised figure as such: never as one more figure of the number before it."""
    before: dict[str, Any] | None = None
    for char in chars:
        if before and char["text"] in _FIGURES and _stands_above(before, char):
            char = {**char, "text": char["text"].translate(_SUPERSCRIPT)}
        elif not char["text"].isspace():
            before = char
        yield char


def _stands_above(before: dict[str, Any], char: dict[str, Any]) -> bool:
    size = before["size"]
    raised = before["bottom"] - char["bottom"] > 0.2 * size and char["bottom"] > before["top"]
    return bool(raised and char["size"] < 0.9 * size)


def _within(word: Word, box: Box) -> bool:
    x, y = word.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lines(words: Iterable[Word]) -> list[Line]:
    """Group words that stand on the same line, each line from left to right, lines from the top."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.x0)):
        for line in reversed(lines[-2:]):
            if _shares_line(line[0], word):
                line.append(word)
                break
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def _shares_line(first: Word, word: Word) -> bool:
    overlap = min(first.bottom, word.bottom) - max(first.top, word.top)
    return overlap > 0.6 * min(first.height, word.height)


def _spoken(line: Line) -> str:
    """Return a line's words with a space between them, or a tab where a column parts them."""
    return "\t".join(" ".join(word.text for word in segment) for segment in _segments(line))


def _segments(line: Line) -> list[Line]:
    """Return a line in the stretches that wide gaps part."""
    segments = [[line[0]]]
    for before, word in pairwise(line):
        if word.x0 - before.x1 > _COLUMN_GAP * max(before.height, word.height):
            segments.append([])
        segments[-1].append(word)
    return segments


def _flow(words: Iterable[Word]) -> Iterator[Block]:
    lines = _lines(words)
    at = 0
    while at < len(lines):
        columns = _columns(lines, at)
        if columns:
            left, right, taken = columns
            yield _block([word for line in left + right for word in line], [*map(_spoken, left), *map(_spoken, right)])
            at += taken
        else:
            yield _block(lines[at], [_spoken(lines[at])])
            at += 1


def _block(words: Line, lines: list[str]) -> Block:
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return Block(top, bottom, tuple(lines), max(word.height for word in words))


def _columns(lines: list[Line], at: int) -> tuple[list[Line], list[Line], int] | None:
    """Return the lines from `at` on as a left and a right column of running text, and how many lines that is."""
    first = _segments(lines[at])
    if len(first) != 2:
        return None
    gutter = first[1][0].x0
    left: list[Line] = []
    right: list[Line] = []
    both = taken = 0
    for before, line in pairwise([lines[at], *lines[at:]]):
        segments = _segments(line)
        beside = len(segments) == 2 and abs(segments[1][0].x0 - gutter) < _ALIGNED and segments[0][-1].x1 < gutter
        if not beside and (len(segments) > 1 or line[0].top - before[0].bottom > _PARAGRAPH_GAP * line[0].height):
            break
        if not beside and line[0].x0 < gutter - _ALIGNED and line[-1].x1 > gutter:
            break
        left.extend(segment for segment in segments if segment[0].x0 < gutter - _ALIGNED)
        right.extend(segment for segment in segments if segment[0].x0 >= gutter - _ALIGNED)
        both += beside
        taken += 1
    running = both >= _COLUMN_LINES and _is_running_text(left) and _is_running_text(right)
    return (left, right, taken) if running else None


def _is_running_text(column: list[Line]) -> bool:
    """Tell whether the lines of a column are long enough for sentences, not names or figures side by side."""
    letters = sum(char.isalpha() for line in column for word in line for char in word.text)
    return letters >= _COLUMN_LETTERS * len(column)


def _rows(table: Table, words: list[Word]) -> Iterator[tuple[Block, list[Word]]]:
    for row in table.rows:
        cells = [[word for word in words if _within(word, cell)] for cell in row.cells if cell]
        cells = [cell for cell in cells if cell]
        if cells:
            own = [word for cell in cells for word in cell]
            size = max(word.height for word in own)
            yield Block(row.bbox[1], row.bbox[3], tuple(_row_lines(cells)), size), own


def _row_lines(cells: list[Line]) -> Iterator[str]:
    """Yield a row as one line when it is a record, else its cells one after the other, each with its lines."""
    texts = [[_spoken(line) for line in _lines(cell)] for cell in cells]
    figure = any(len(text) == 1 and _FIGURE.fullmatch(text[0].strip()) for text in texts)
    if len(texts) > 1 and (figure or all(len(text) <= _RECORD_LINES for text in texts)):
        yield "\t".join(_unwrapped(text) for text in texts)
    else:
        for text in texts:
            yield from text


def _unwrapped(lines: list[str]) -> str:
    return _BROKEN_WORD.sub("", "\n".join(lines)).replace("\n", " ")


def _stacked(blocks: list[Block]) -> Iterator[str]:
    """Yield the blocks' lines from the top, with an empty line where the page leaves room for one."""
    before: Block | None = None
    for block in sorted(blocks, key=lambda block: (block.top, block.bottom)):
        if before and block.top - before.bottom > _PARAGRAPH_GAP * min(before.size, block.size):
            yield ""
        yield from block.lines
        before = block
