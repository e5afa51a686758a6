"""What the mails say of minutes with outcomes, of a corrected text, and of a meeting that only changed its place."""

from __future__ import annotations

from service.notices.writing.compose import prepare
from tests.notices.examples import FACTS, HEAD, payload

OUTCOMES = [{"kind": "decision", "body": "Bussen står kvar", "who": None, "due": None},
            {"kind": "task", "body": "Skicka schemat", "who": "Amira Öst", "due": "2025-11-01"},
            {"kind": "task", "body": "Ring skolan", "who": None, "due": None}]


def text(name: str, language: str, **facts: object) -> tuple[str, str]:
    shown = prepare(name, language, payload(name, **facts), False, HEAD).preview
    return shown.subject, shown.text


def test_minutes_with_outcomes() -> None:
    _, said = text("minutes_ready", "sv", outcomes=OUTCOMES)
    assert "Det här bestämdes\n- Bussen står kvar\n\nDet här ska göras\n- Skicka schemat – Amira Öst, senast lördag 1 november 2025\n" \
           "- Ring skolan\n" in said
    _, said = text("minutes_ready", "en", outcomes=OUTCOMES)
    assert "What was decided\n- Bussen står kvar\n\nWhat is to be done\n- Skicka schemat – Amira Öst, by Saturday 1 November 2025\n" \
           "- Ring skolan\n" in said


def test_minutes_without_outcomes_name_none() -> None:
    said = text("minutes_ready", "sv")[1]
    assert ("bestämdes" in said, "ska göras" in said) == (False, False)


def test_a_corrected_text_says_which_version_it_is() -> None:
    subject, said = text("minutes_ready", "sv", version=2)
    assert subject.startswith("Ändrade mötesanteckningar från mötet fredag 10 oktober 2025")
    assert "Det här är version 2; den tidigare finns kvar i historiken." in " ".join(said.split())
    subject, said = text("minutes_ready", "en", version=2)
    assert subject.startswith("Changed minutes of the meeting on Friday 10 October 2025")
    assert "This is version 2; the earlier one is kept in the history." in " ".join(said.split())


def test_a_new_place_is_not_told_as_a_new_time() -> None:
    same = {"old_starts": FACTS["meeting_moved"]["starts"]}
    subject, said = text("meeting_moved", "sv", **same)
    assert subject.startswith("Ny plats för kvartalsavstämningen tisdag 14 oktober 2025")
    assert "Tidigare tid" not in said
    assert "Har du redan svarat gäller ditt svar fortfarande." in " ".join(said.split())
    subject, said = text("meeting_moved", "en", **same)
    assert subject.startswith("New place for the quarterly meeting on Tuesday 14 October 2025")
    assert "Earlier time" not in said
    assert "your answer still stands" in " ".join(said.split())
