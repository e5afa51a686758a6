"""What a page does to a text – lines broken elsewhere, words cut, odd spaces, empty lines – changes no value."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.intake.errors import NotAnAgreement
from service.intake.read import propose
from service.intake.words.normalise import normalise

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "texts").glob("*.txt"))}
PROSE = sorted(name for name, text in TEXTS.items() if max(map(len, text.split("\n"))) > 160)
MARKS = st.text(st.sampled_from("aåÅé 1.-–\n\r\t\f\u00a0\u00ad\u200b\u2009\ufb01\u0301\u2028\u2011’"), max_size=60)


def form(text: str) -> dict[str, Any]:
    told = propose(normalise(text)).as_json()
    del told["evidence"]
    return told


@given(MARKS)
@settings(max_examples=300, deadline=None)
def test_normal_text_is_normal(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_normal_once_normalised(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)


def wrapped(text: str, width: int, *, hyphens: bool = False) -> str:
    """Return long lines broken at `width`; with `hyphens`, long words are cut at the ends of lines."""
    made: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" ") if len(paragraph) > width and "   " not in paragraph else [paragraph]:
            room = width - len(line) - 2
            if hyphens and line and len(word) > 11 and 4 < room < len(word) - 4 and re.fullmatch(r"[a-zåäö]{12,}[.,]?", word):
                made.append(f"{line} {word[:room]}-")
                line = word[room:]
            elif line and len(line) + 1 + len(word) > width:
                made.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        made.append(line)
    return "\n".join(made)


@pytest.mark.parametrize("name", PROSE)
@given(width=st.integers(72, 120))
@settings(max_examples=6, deadline=None)
def test_where_lines_are_broken_changes_nothing(name: str, width: int) -> None:
    assert form(wrapped(TEXTS[name], width)) == form(TEXTS[name])


@pytest.mark.parametrize("name", PROSE)
@given(width=st.integers(72, 120))
@settings(max_examples=6, deadline=None)
def test_words_cut_at_the_ends_of_lines_change_nothing(name: str, width: int) -> None:
    assert form(wrapped(TEXTS[name], width, hyphens=True)) == form(TEXTS[name])


@pytest.mark.parametrize("name", PROSE)
def test_an_empty_line_between_all_lines_changes_nothing(name: str) -> None:
    text = wrapped(TEXTS[name], 95)
    assert form(text.replace("\n", "\n\n")) == form(TEXTS[name])


@given(st.text(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        told = propose(normalise(text)).as_json()
    except NotAnAgreement:
        return
    assert told["title"] is None or isinstance(told["title"], str)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_evidence_is_exact_in_any_part_of_an_agreement(data: st.DataObject) -> None:
    lines = TEXTS[data.draw(st.sampled_from(sorted(TEXTS)))].split("\n")
    kept = data.draw(st.lists(st.sampled_from(range(len(lines))), unique=True, min_size=len(lines) // 2).map(sorted))
    text = normalise("\n".join(lines[number] for number in kept))
    try:
        evidence: Any = propose(text).as_json()["evidence"]
    except NotAnAgreement:
        return
    assert all(text[one["from"]:one["to"]] == one["text"] != "" for one in evidence.values())


HEAD = "Överenskommelse om IOP mellan Ekby kommun och Ekby IF\n\n§ 1 Avtalstid\nÖverenskommelsen gäller 2025-01-01 till och med 2025-12-31.\n\n"


@pytest.mark.parametrize("junk", [
    " " * 60_000, "1 " * 30_000, "1" * 60_000, "förlängs " * 6_600, "kronor " * 8_000, "senast tre månader före " * 2_400, "a" * 60_000,
    "och " * 15_000, "mellan A och " * 4_600, "\n".join(["10 000"] * 8_000), "\n\n" * 20_000, "1.1 Part ska.\n" * 4_000, "- punkt\n" * 7_000,
    "2025-01-01 " * 5_400, "(" * 60_000, "inte " * 12_000, "org.nr " * 8_000, "Kommunen kallar kvartalsvis. " * 2_000,
], ids=lambda junk: repr(junk[:18]))
def test_long_junk_inside_an_agreement_stays_bounded(junk: str) -> None:
    # Sixty thousand letters: a pattern that tries every way would not come back.
    with suppress(NotAnAgreement):
        propose(normalise(HEAD + junk + "\n\nParterna träffas varje kvartal.\n\nUnderskrifter\nEkby 2024-12-01\nFör kommunen\n"))


def test_thirty_pages_are_read_in_a_breath() -> None:
    text = normalise(HEAD + "\n\n".join(re.sub(r"\d{4}-\d\d-\d\d", "dagen", TEXTS["nordvik"]) for _ in range(14)))
    began = time.process_time()
    propose(text)
    assert len(text) > 40_000
    assert time.process_time() - began < 2
