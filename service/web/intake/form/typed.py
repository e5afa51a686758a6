"""The form as it stands: every field's text by its name, in rows that can be added to and taken from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from werkzeug.datastructures import MultiDict

from service.agreements.terms import Terms
from service.kernel.text.personal import holds_personal_number
from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.pieces import Rows
from service.web.intake.form.values import cleaned, typed_as

Typed = dict[str, str]
ORIGIN, SETTLED, YES = "origin", "settled.", "yes"
MOST_SETTLED = 60
MOST_A_YEAR = 12
# Where the reading of a document keeps what the terms keep elsewhere.
ELSEWHERE: Mapping[str, str] = {
    "start": "period.start", "end": "period.end", "ending.mode": "expiry.mode", "ending.months": "expiry.months",
    "ending.max_times": "expiry.max_times", "economy.total": "economy.total_sek", "economy.yearly": "economy.yearly_sek",
    "economy.rate.amount": "economy.rate.amount_sek",
    "amendments_written": "amendments.written", "amendments_signed": "amendments.signed",
}

# What no reading proposes, and is as usual until somebody says otherwise.
NEVER_READ = ("ending.party", "meetings.rhythm", "meetings.habits.starts", "meetings.habits.minutes", "meetings.habits.lead_days",
              "economy.payment.due_days", "economy.payment.pay_days")

# What the terms keep as texts alone and the form as rows of one field.
BARE_TEXTS = ("goals", "appendices", "rescission.at_once")


def in_proposal(path: str) -> str:
    """Return where a value of the form stands in a proposal."""
    if path.startswith("economy.posts.") and path.endswith(".amount"):
        return path + "_sek"
    return ELSEWHERE.get(path, path)


def warned_of(typed: Mapping[str, str], name: str) -> bool:
    """Say whether what stands in a field seems to be a personal number."""
    return holds_personal_number(typed.get(name, ""))


def not_personal(text: str) -> str:
    """Return the name of the tick that says that a text holds no personal number: by the text, which may come to another row."""
    return f"{SETTLED}personal.{sha256(text.encode()).hexdigest()[:16]}"


def count(typed: Mapping[str, str], rows: Rows) -> int:
    """Return how many rows there are."""
    numbers = [found[1] for name in typed if (found := LAYOUT.split(name)) is not None and found[0] is rows]
    return max(numbers, default=-1) + 1


def read_typed(form: MultiDict[str, str]) -> Typed:
    """Return what a request filled in; rows are numbered anew without gaps."""
    typed = {field.path: cleaned(field, form.get(field.path, "")) for field in LAYOUT.fields}
    given: Typed = dict(form.items())
    for rows in LAYOUT.rows:
        present = {found[1] for name in given if (found := LAYOUT.split(name)) is not None and found[0] is rows}
        for number, one in enumerate(sorted(present)[: rows.most]):
            typed |= _row(rows, number, {
                **{field.path: cleaned(field, given.get(f"{rows.path}.{one}.{field.path}", "")) for field in rows.fields},
                ORIGIN: given.get(f"{rows.path}.{one}.{ORIGIN}", "")[:4]})
    settled = [name for name in given if name.startswith(SETTLED) and len(name) < 100]
    return typed | dict.fromkeys(settled[:MOST_SETTLED], YES)


def _row(rows: Rows, number: int, values: Mapping[str, str]) -> Typed:
    return {f"{rows.path}.{number}.{name}": text for name, text in values.items()}


def _fresh(rows: Rows, number: int, **values: str) -> Typed:
    return _row(rows, number, {**{field.path: field.default for field in rows.fields}, ORIGIN: "", **values})


def add_row(typed: Mapping[str, str], path: str) -> Typed:
    """Return the form with one more row at `path`, if that repeats and another fits."""
    rows = LAYOUT.rows_at(path)
    if rows is None or count(typed, rows) >= rows.most:
        return dict(typed)
    return {**typed, **_fresh(rows, count(typed, rows))}


def drop_row(typed: Mapping[str, str], path: str, number: int) -> Typed:
    """Return the form without the row `number` at `path`; those after it move up."""
    rows = LAYOUT.rows_at(path)
    if rows is None:
        return dict(typed)
    kept: Typed = {}
    for name, text in typed.items():
        found = LAYOUT.split(name)
        if found is None or found[0] is not rows:
            kept[name] = text
        elif found[1] != number:
            kept[f"{path}.{found[1] - (found[1] > number)}.{found[2]}"] = text
    return kept


def is_empty(typed: Mapping[str, str], rows: Rows, number: int) -> bool:
    """Say whether nothing has been written in a row; a choice that is always made says nothing."""
    return not any(typed.get(f"{rows.path}.{number}.{field.path}") for field in rows.fields if not field.default)


def untouched() -> Typed:
    """Return the empty form, with a public party and a civil one."""
    typed = {field.path: field.default for field in LAYOUT.fields} | {"amendments_written": YES, "amendments_signed": YES}
    parties = LAYOUT.rows_at("parties")
    assert parties is not None
    return typed | _fresh(parties, 0, role="public") | _fresh(parties, 1, role="civil")


def from_proposal(proposal: Mapping[str, Any]) -> Typed:
    """Return the form filled in with what was read from a document."""
    typed: Typed = {}
    for field in LAYOUT.fields:
        value = _at(proposal, in_proposal(field.path))
        kept = field.default if field.path in NEVER_READ else ""
        typed[field.path] = kept if value is None else typed_as(field, value)
    if typed["decision.months_before"]:
        typed["decision.on"] = ""
    elif not typed["decision.on"]:
        typed["decision.silence"] = ""
    if proposal["meetings"]["per_year"] and proposal["meetings"]["per_year"] > MOST_A_YEAR:
        typed["meetings.per_year"] = str(MOST_A_YEAR)
    return typed | _rows_of(proposal)


def from_terms(terms: Terms) -> Typed:
    """Return the form filled in with terms."""
    given = terms.model_dump()
    for path in BARE_TEXTS:
        parent, _, name = path.rpartition(".")
        kept = _at(given, parent) if parent else given
        kept[name] = [{"text": text} for text in kept[name]]
    typed = {field.path: typed_as(field, _at(given, field.path)) for field in LAYOUT.fields}
    return typed | _rows_of(given)


def _rows_of(given: Mapping[str, Any]) -> Typed:
    typed: Typed = {}
    for rows in LAYOUT.rows:
        items: Iterable[Mapping[str, Any]] = _at(given, rows.path) or ()
        for number, item in enumerate(items):
            typed |= _row(rows, number, {
                **{field.path: typed_as(field, item.get(field.path, item.get(field.path + "_sek"))) for field in rows.fields},
                ORIGIN: str(number)})
    return typed


def _at(given: Mapping[str, Any], path: str) -> Any:
    value: Any = given
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def origins(typed: Mapping[str, str], rows: Rows, *, all_rows: bool = True) -> list[int | None]:
    """Return for each row which one it was when the form was first filled in; those left empty may be passed over."""
    found = []
    for number in range(count(typed, rows)):
        text = typed.get(f"{rows.path}.{number}.{ORIGIN}", "")
        if all_rows or not is_empty(typed, rows, number):
            found.append(int(text) if text.isdecimal() else None)
    return found


def renumbered(by_path: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what is known by path, with rows numbered as they now stand and those taken away left out."""
    places = {rows.path: {was: now for now, was in enumerate(origins(typed, rows, all_rows=False)) if was is not None}
              for rows in LAYOUT.rows}
    made = {}
    for path, known in by_path.items():
        found = LAYOUT.split(path)
        if found is None:
            made[path] = known
        elif found[1] in places[found[0].path]:
            made[f"{found[0].path}.{places[found[0].path][found[1]]}.{found[2]}"] = known
    return made
