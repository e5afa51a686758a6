"""Two texts beside each other, page by page: which words are only in ours, which only in the file; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from service.signatures.pades.names import veiled

# So much of what is the same is shown on each side of a difference.
AROUND = 12
CUT = "…"
Look = Literal["same", "out", "in"]


def same_text(text: str) -> str:
    """Return a text as it is compared: ligatures spelt out, without white space and marks that do not show."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text)
                   if not mark.isspace() and unicodedata.category(mark) not in ("Cf", "Cc"))


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: in both texts, out of ours (not in the file), or in the file alone."""

    look: Look
    text: str


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """A page with its words in order; `only` says in which text it stands where it is in one alone."""

    number: int
    pieces: tuple[Piece, ...]
    only: Literal["", "out", "in"] = ""

    @property
    def differs(self) -> bool:
        """Say whether anything on the page differs."""
        return any(one.look != "same" for one in self.pieces) or bool(self.only)


def differences(ours: Sequence[str], theirs: Sequence[str]) -> tuple[ComparedPage, ...]:
    """Return every page with the words that differ marked; nothing that may be a personal number is shown."""
    made = []
    for number, (our, their) in enumerate(zip_longest(ours, theirs), 1):
        if our is None or their is None:
            look: Literal["out", "in"] = "in" if our is None else "out"
            text = " ".join(veiled(their if our is None else our).split())
            made.append(ComparedPage(number, (Piece(look, text),) if text else (), look))
        else:
            made.append(_page(number, veiled(our).split(), veiled(their).split()))
    return tuple(made)


def _page(number: int, ours: list[str], theirs: list[str]) -> ComparedPage:
    found = ComparedPage(number, tuple(_pieces(ours, theirs)))
    return found if found.differs else ComparedPage(number, (Piece("same", " ".join(theirs)),) if theirs else ())


def _pieces(ours: list[str], theirs: list[str]) -> list[Piece]:
    matcher = SequenceMatcher(None, [same_text(word) for word in ours], [same_text(word) for word in theirs], autojunk=False)
    found: list[Piece] = []
    steps = matcher.get_opcodes()
    for place, (kind, a, b, c, d) in enumerate(steps):
        if kind == "equal":
            found.append(Piece("same", _cut(theirs[c:d], first=place == 0, last=place == len(steps) - 1)))
            continue
        # Where lines are broken otherwise, words hold together differently and still say the same.
        if same_text("".join(ours[a:b])) == same_text("".join(theirs[c:d])):
            found.append(Piece("same", " ".join(theirs[c:d])))
            continue
        found += [Piece("out", " ".join(ours[a:b])), Piece("in", " ".join(theirs[c:d]))]
    return [one for one in found if one.text]


def _cut(words: list[str], *, first: bool, last: bool) -> str:
    """Return words that are the same, shortened to those nearest a difference."""
    before, after = (0 if first else AROUND), (0 if last else AROUND)
    if len(words) <= before + after + AROUND or (first and last):
        return " ".join(words)
    return " ".join([*words[:before], CUT, *words[len(words) - after:]])
