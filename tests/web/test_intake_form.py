"""How what is typed is understood, and what stands where in the text."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from service.agreements.terms import Ending, Expiry
from service.intake.adopt import OpenQuestion, adopt
from service.intake.read import propose
from service.intake.words.normalise import normalise
from service.kernel.errors import Wrong
from service.web.intake.evidence import Paper
from service.web.intake.form.build import build
from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.pieces import Field, Sort
from service.web.intake.form.typed import (
    add_row,
    drop_row,
    from_proposal,
    from_terms,
    read_typed,
    renumbered,
    untouched,
)
from service.web.intake.form.values import grouped, typed_as, value_of
from service.web.intake.questions import asked_of, questions
from tests.web.world import terms

TEXTS = sorted((Path(__file__).parent.parent / "intake" / "texts").glob("*.txt"))


def of(sort: Sort, text: str) -> Any:
    return value_of(Field(path="x", label=("x", "x"), sort=sort), text)


@pytest.mark.parametrize(("sort", "text", "value"), [
    (Sort.DAY, "2026-12-31", date(2026, 12, 31)), (Sort.DAY, "31 december 2026", date(2026, 12, 31)),
    (Sort.DAY, "31/12 2026", date(2026, 12, 31)), (Sort.DAY, "20261231", date(2026, 12, 31)),
    (Sort.DAY, "den 1 feb 2026", date(2026, 2, 1)), (Sort.DAY, "31 December 2026", date(2026, 12, 31)), (Sort.DAY, "", None),
    (Sort.YEARLY, "15 februari", "--02-15"), (Sort.YEARLY, "15/2", "--02-15"), (Sort.YEARLY, "--02-15", "--02-15"),
    (Sort.YEARLY, "02-15", "--02-15"), (Sort.YEARLY, "senast den 15 februari varje år", "--02-15"),
    (Sort.YEARLY, "15 February each year", "--02-15"), (Sort.YEARLY, "2026-02-15", "2026-02-15"),
    (Sort.SUM, "1 275 750", Decimal(1275750)), (Sort.SUM, "1\N{NO-BREAK SPACE}275\N{NO-BREAK SPACE}750 kr", Decimal(1275750)),
    (Sort.SUM, "1.275.750,50", Decimal("1275750.50")), (Sort.SUM, "1275750.5", Decimal("1275750.5")),
    (Sort.SUM, "SEK 10 000", Decimal(10000)), (Sort.SUM, "-500", Decimal(-500)),
    (Sort.COUNT, "12", 12), (Sort.COUNT, "3 månader", 3), (Sort.TIME, "10:00", time(10)), (Sort.TIME, "kl. 9.30", time(9, 30)),
    (Sort.TIME, "8", time(8)), (Sort.YES_NO, "yes", True), (Sort.YES_NO, "no", False), (Sort.YES_NO, "", None),
    (Sort.TICK, "yes", True), (Sort.TICK, "", False), (Sort.LINE, "Rum Vinga", "Rum Vinga"),
])
def test_what_is_typed_is_understood(sort: Sort, text: str, value: object) -> None:
    assert of(sort, text) == value


@pytest.mark.parametrize(("sort", "text"), [
    (Sort.DAY, "i morgon"), (Sort.DAY, "2026-02-30"), (Sort.DAY, "31 december"), (Sort.DAY, "2026-01-01 eller 2026-02-01"),
    (Sort.YEARLY, "snart"), (Sort.YEARLY, "31/2"), (Sort.SUM, "massor"), (Sort.SUM, "1,2,3"), (Sort.SUM, "1 tkr"), (Sort.SUM, "nan"),
    (Sort.COUNT, "2,5"), (Sort.COUNT, "-1"), (Sort.COUNT, "9999999"), (Sort.TIME, "25:00"), (Sort.TIME, "10:75"), (Sort.LINE, "x" * 301),
])
def test_what_means_nothing_is_told_so(sort: Sort, text: str) -> None:
    with pytest.raises(Wrong):
        of(sort, text)


@given(st.text(max_size=40), st.sampled_from(list(Sort)))
def test_whatever_is_typed_is_understood_or_told(text: str, sort: Sort) -> None:
    with suppress(Wrong):
        of(sort, text)


@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_a_sum_is_typed_as_it_is_read(amount: Decimal) -> None:
    assert of(Sort.SUM, grouped(amount)) == amount


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_is_typed_as_it_is_read(day: date) -> None:
    one = Field(path="x", label=("x", "x"), sort=Sort.YEARLY)
    assert value_of(one, typed_as(one, day.isoformat())) == day.isoformat()
    yearly = day.isoformat()[4:].replace("-", "--", 1)
    assert value_of(one, typed_as(one, yearly)) == yearly


def test_terms_come_back_as_they_were(app: Flask) -> None:
    made = terms()
    with app.test_request_context():
        assert build(from_terms(made), clauses=made.clauses).terms == made


def test_whose_the_option_is_and_the_appendices_come_back_too(app: Flask) -> None:
    made = terms().model_copy(update={
        "appendices": ("Budget", "Verksamhetsplan"), "ending": Ending(mode=Expiry.OPTION, months=12, party="public")})
    with app.test_request_context():
        assert build(from_terms(made), clauses=made.clauses).terms == made


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_form_comes_to_the_same_terms_as_the_command_line(app: Flask, path: Path) -> None:
    proposal = propose(normalise(path.read_text("utf-8"))).as_json()
    clauses = {place: " ".join(one["text"].split()) for place, one in proposal["evidence"].items()}
    with app.test_request_context():
        built = build(from_proposal(proposal), proposal=proposal, asked=proposal["open_questions"], clauses=clauses)
    try:
        wanted = adopt(proposal, accept=True)
    except OpenQuestion:
        assert set(built.errors) & {"start", "end", "parties"}
        return
    assert built.errors == {}
    assert built.terms == wanted.terms
    assert built.assumed == [one.as_json() for one in wanted.assumed]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_question_of_every_text_leads_to_something(app: Flask, path: Path) -> None:
    proposal = propose(normalise(path.read_text("utf-8"))).as_json()
    typed = from_proposal(proposal)
    with app.test_request_context():
        found = questions(asked_of(proposal), typed, typed)
    assert [one.about for one in found] == [one["about"] for one in proposal["open_questions"]]
    assert all(one.fields or one.group or one.confirm for one in found)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_marked_text_is_the_text(path: Path) -> None:
    text = normalise(path.read_text("utf-8"))
    paper = Paper(text, propose(text).as_json()["evidence"])
    shown = paper.marked()
    assert shown.striptags() == " ".join(text.split())
    assert shown.count("<mark") == shown.count("</mark>") == len(paper.anchors)


def test_marks_that_overlap_or_lie_outside_the_text_are_kept_in_order() -> None:
    spans = {"a": (0, 6), "b": (2, 4), "c": (4, 9), "d": (5, 50), "e": (3, 3)}
    paper = Paper("0123456789", {name: {"from": first, "to": last, "text": ""} for name, (first, last) in spans.items()})
    assert paper.marked() == '<mark id="text-1">01<mark id="text-2">23</mark><mark id="text-3">45</mark></mark>6789'


def test_rows_taken_away_take_their_sentences_with_them() -> None:
    typed = from_terms(terms())
    left = drop_row(typed, "reports", 0)
    assert renumbered({"reports.0.kind": "A", "reports.1.kind": "B", "start": "C"}, left) == {"reports.0.kind": "B", "start": "C"}


def test_no_more_rows_than_fit() -> None:
    typed = untouched()
    for _ in range(5):
        typed = add_row(typed, "parties")
    parties = LAYOUT.rows_at("parties")
    assert parties is not None
    assert [name for name in typed if name.startswith("parties.3.")] and not [name for name in typed if name.startswith("parties.4.")]


def test_rows_sent_with_gaps_are_numbered_anew() -> None:
    form = MultiDict({"goals.7.text": "B", "goals.2.text": "A", "goals.99999999.text": "C", "goals.x.text": "D", "settled.x": "yes"})
    typed = read_typed(form)
    assert {name: text for name, text in typed.items() if name.startswith(("goals", "settled"))} == {
        "goals.0.text": "A", "goals.0.origin": "", "goals.1.text": "B", "goals.1.origin": "", "settled.x": "yes"}
