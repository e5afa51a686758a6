"""Terms compared, and changes put into terms."""

from __future__ import annotations

import pytest

from service.agreements.terms import Terms
from service.amendments.changes import Change, Conflict, Impossible, applied, difference, from_json, paths, to_json
from service.amendments.words import NAMES, in_words, said
from tests.builders import terms

BEFORE = terms()


def becomes(**matters: object) -> Terms:
    return Terms.model_validate({**BEFORE.model_dump(), **matters})


def test_every_term_has_a_name() -> None:
    assert set(paths()) == NAMES.keys()


def test_only_what_differs_is_a_change() -> None:
    meetings = BEFORE.meetings.model_dump() | {"per_year": 2}
    after = becomes(end="2026-12-31", meetings=meetings)
    assert [(one.path, one.before, one.after) for one in difference(BEFORE, after)] == [
        ("end", "2025-12-31", "2026-12-31"), ("meetings.per_year", 4, 2)]


def test_changes_are_made_and_rest_on_the_amendment() -> None:
    changes = difference(BEFORE, becomes(end="2026-12-31"))
    after = applied(BEFORE, changes, said={"end": "Tillägg 1"})
    assert (after.end.isoformat() if after.end else None, after.clauses["end"]) == ("2026-12-31", "Tillägg 1")
    assert difference(BEFORE, after) == changes


def test_what_others_have_changed_to_something_else_is_a_conflict() -> None:
    changes = difference(BEFORE, becomes(end="2026-12-31"))
    with pytest.raises(Conflict, match="end"):
        applied(becomes(end="2026-06-30"), changes)


def test_what_others_have_changed_to_the_same_is_none() -> None:
    after = becomes(end="2026-12-31")
    assert applied(after, difference(BEFORE, after)) == after


def test_what_cannot_stand_says_why_in_both_languages() -> None:
    with pytest.raises(Impossible) as told:
        applied(BEFORE, [Change("end", "2025-12-31", "2025-01-01")])
    assert (told.value.why.sentence("sv"), told.value.why.sentence("en")) == (
        "Sista dagen ligger före den första.", "the last day lies before the first")


def test_stored_and_read_they_are_the_same() -> None:
    changes = difference(BEFORE, becomes(end="2026-12-31", goals=("Färre olyckor",)))
    assert from_json(to_json(changes)) == changes


def test_a_change_in_words() -> None:
    change = Change("economy.total", "1275750.00", "1400000.00")
    assert (said(change, "sv").name, said(change, "sv").before, said(change, "en").after) == (
        "Total ekonomisk ram", ("1\u00a0275\u00a0750\u00a0kr",), ("SEK\u00a01,400,000",))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", paths())
def test_every_value_can_be_said(path: str, language: str) -> None:
    body = becomes(decision={"months_before": 2, "silence": "ends"}, notice=({"months": 3},)).model_dump(mode="json")
    for name in path.split("."):
        body = body[name]
    lines = in_words(path, body, language)  # type: ignore[arg-type]
    assert lines
    assert all(lines)
    assert not any("{" in line or "None" in line or "_" in line for line in lines)
