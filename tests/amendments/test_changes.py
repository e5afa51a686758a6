"""Terms compared, and changes put into terms."""

from __future__ import annotations

from typing import Any

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


@pytest.mark.parametrize(("path", "value", "sv", "en"), [
    ("economy.rate", {"amount": "312.50", "unit": "timme", "per_period": "40.00"},
     ("312,50 kr per timme", "avtalat antal per period: 40"), ("SEK 312.50 per timme", "number agreed per period: 40")),
    ("economy.index", {"name": "KPI", "base": "2024-10", "share": "70.00", "since": "2026-01-01"},
     ("70 % av beloppet efter KPI, bas 2024-10, från och med 1 januari 2026",),
     ("70% of the amount by KPI, base 2024-10, from 1 January 2026",)),
    ("economy.vat", {"rate": "25.00", "included": False}, ("25 %, läggs till beloppen",), ("25%, added to the amounts",)),
    ("economy.year", "agreement", ("år från första dagen",), ("years from the first day",)),
    ("economy.cut", "part", ("får sin del av årsbeloppet",), ("gets its part of the yearly sum",)),
    ("economy.payment.split", "days", ("efter antal dagar",), ("by days",)),
    ("economy.payment.written", [{"first": "2025-02-01", "amount": "600000.00"}],
     ("1 februari 2025: 600 000 kr",), ("1 February 2025: SEK 600,000",)),
    ("economy.payment.pay_days", 45, ("45 dagar",), ("45 days",)),
])
def test_money_in_words(path: str, value: Any, sv: tuple[str, ...], en: tuple[str, ...]) -> None:
    assert tuple(tuple(line.replace("\u00a0", " ") for line in in_words(path, value, language)) for language in ("sv", "en")) == (sv, en)
