"""Two texts beside each other: what differs is marked, what only looks otherwise is not, and no personal number shows."""

from __future__ import annotations

from service.signatures.pades.differences import ComparedPage, Piece, differences
from service.signatures.pades.examine import texts_of
from tests.builders import on
from tests.signatures.pades.files import pdf


def test_words_that_differ_are_marked_in_their_place() -> None:
    ours, theirs = "Ramen är 10 000 kronor om året.", "Ramen är 90 000 kronor om\nåret och mer."
    assert differences([ours], [theirs]) == (ComparedPage(1, (
        Piece("same", "Ramen är"), Piece("out", "10"), Piece("in", "90"), Piece("same", "000 kronor om"), Piece("out", "året."),
        Piece("in", "året och mer."))),)


def test_lines_broken_otherwise_and_ligatures_are_the_same_text() -> None:
    page, = differences(["en officiell över enskommelse"], ["en o\ufb03ciell överens kommelse"])
    assert (page.differs, page.pieces) == (False, (Piece("same", "en o\ufb03ciell överens kommelse"),))


def test_pages_in_one_text_alone_are_shown_whole_and_long_stretches_cut() -> None:
    long = " ".join(f"ord{number}" for number in range(100))
    first, second = differences([f"{long} slut"], [f"{long} annat", "Tillägg av 19850709-9805 i dag"])
    assert [len(one.text.split()) for one in first.pieces] == [13, 1, 1]
    assert second == ComparedPage(2, (Piece("in", f"Tillägg av {'•' * 13} i dag"),), "in")
    assert differences(["A"], []) == (ComparedPage(1, (Piece("out", "A"),), "out"),)


def test_texts_are_read_in_a_process_apart_and_what_is_no_file_is_none() -> None:
    now = on(2026, 9, 21, 10)
    assert texts_of(pdf("vår text"), pdf("filens text"), now=now) == (["vår text"], ["filens text"])
    assert texts_of(pdf("vår text"), b"ingen pdf", now=now) is None
