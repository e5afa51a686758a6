"""From the form to terms: values, what is wrong by field, and what is assumed where nothing is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from service.agreements.terms import Expiry, Terms
from service.intake.adopt import values_of
from service.kernel.errors import Wrong
from service.notices.writing.words import first_upper
from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.pieces import Field
from service.web.intake.form.typed import BARE_TEXTS, Typed, count, is_empty, not_personal, warned_of
from service.web.intake.form.values import value_of
from service.web.speech.language import language, say
from service.web.speech.mistakes import sentence

# Which field is to be mended when parts of the terms contradict each other.
ABOUT_ALL: Mapping[tuple[str, ...], str] = {
    (): "end", ("ending",): "ending.months", ("decision",): "decision.months_before",
    ("economy",): "economy.payment.written", ("economy", "payment"): "economy.payment.written"}
INDEX = ("economy", "index")


@dataclass(slots=True)
class Built:
    """What a form comes to: terms once nothing is wrong, else what is wrong by the name of its field.

    `assumed` is what had to be taken for granted, in both languages; `signed_on` and `place` are about
    a paper that is already signed.
    """

    terms: Terms | None = None
    errors: dict[str, str] = field(default_factory=dict)
    assumed: list[dict[str, str]] = field(default_factory=list)
    signed_on: date | None = None
    place: str | None = None


def build(typed: Typed, *, proposal: Mapping[str, Any] | None = None, asked: Sequence[Mapping[str, str]] = (),
          clauses: Mapping[str, str] | None = None) -> Built:
    """Return the terms that a form comes to.

    With a `proposal` what was left open is filled in by assumption; `asked` are the questions that nobody answered.
    """
    built = Built()
    reading = _Reading(built)
    tree, places = reading.tree(typed)
    signed = tree.pop("signed", {})
    built.signed_on, built.place = signed.get("on"), signed.get("place")
    if proposal is not None:
        filled, assumed = values_of(_as_proposal(tree, proposal, asked))
        del filled["title"]
        for report in filled["reports"]:
            del report["kind"]
        built.assumed = [one.as_json() for one in assumed]
        if filled["economy"]["index"] is None:
            tree["economy"].pop("index", None)
        _fill(tree, filled)
    tree["clauses"] = dict(clauses or {})
    try:
        terms = Terms.model_validate(tree)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            built.errors.setdefault(_of_index(typed) if one["loc"] == INDEX else _name(one["loc"], places), _why(one))
        if "end" not in tree and tree.get("ending", {}).get("mode") != Expiry.UNTIL_FURTHER_NOTICE:
            # Told along with the rest: the terms as a whole are looked at only once each part is right.
            built.errors.setdefault("end", say("Ange sista dagen, eller välj att den gäller tills vidare.",
                                               "Give the last day, or choose that it holds until further notice."))
        return built
    if not built.errors:
        built.terms = terms
    return built


class _Reading:
    def __init__(self, built: Built) -> None:
        self.built = built

    def tree(self, typed: Typed) -> tuple[dict[str, Any], dict[str, list[int]]]:
        """Return the values as they nest in the terms, and which row of the form each item is."""
        tree: dict[str, Any] = {}
        places: dict[str, list[int]] = {}
        for one in LAYOUT.fields:
            value = self.value(one, one.path, typed)
            if value is not None:
                _put(tree, one.path, value)
        for rows in LAYOUT.rows:
            written = [number for number in range(count(typed, rows)) if not is_empty(typed, rows, number)]
            places[rows.path] = written
            items = [{one.path: value for one in rows.fields
                      if (value := self.value(one, f"{rows.path}.{number}.{one.path}", typed)) is not None}
                     for number in written]
            _put(tree, rows.path, [item.get("text", "") for item in items] if rows.path in BARE_TEXTS else items)
        return tree, places

    def value(self, one: Field, name: str, typed: Typed) -> Any:
        """Return the value of a field, None if there is none or it is wrong; warn of what seems to be a personal number."""
        if warned_of(typed, name) and not typed.get(not_personal(typed[name])):
            self.built.errors[name] = say("Det ser ut som ett personnummer. Ta bort det, eller kryssa för att det inte är ett.",
                                          "This looks like a personal number. Take it away, or tick that it is not one.")
        try:
            return value_of(one, typed.get(name, ""))
        except Wrong as wrong:
            self.built.errors[name] = wrong.sentence(language())
            return None


def _put(tree: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for part in parents:
        tree = tree.setdefault(part, {})
    tree[last] = value


def _fill(tree: dict[str, Any], filled: Mapping[str, Any]) -> None:
    """Put in what was assumed where nothing was said."""
    for key, value in filled.items():
        mine = tree.get(key)
        if isinstance(mine, dict) and isinstance(value, Mapping):
            _fill(mine, value)
        elif isinstance(mine, list) and isinstance(value, Sequence):
            for item, other in zip(mine, value, strict=True):
                if isinstance(item, dict):
                    _fill(item, other)
        elif mine is None and value is not None:
            tree[key] = value


def _as_proposal(tree: Mapping[str, Any], proposal: Mapping[str, Any], asked: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Return the values in the shape of a proposal, which is what assumptions are made from."""
    ending, meetings, economy = tree.get("ending", {}), tree.get("meetings", {}), tree.get("economy", {})
    payment, decision = economy.get("payment", {}), tree.get("decision", {})
    start, end = tree.get("start"), tree.get("end")
    said = proposal["meetings"]["per_year"]
    per_year = meetings.get("per_year")
    return {
        "title": tree.get("title"), "evidence": {}, "open_questions": asked,
        "parties": [{key: one.get(key) for key in ("name", "role", "org_number")} for one in tree["parties"]],
        "period": {"start": start and start.isoformat(), "end": end and end.isoformat()},
        "expiry": {key: ending.get(key) for key in ("mode", "months", "max_times")},
        "decision": {key: decision.get(key) for key in ("months_before", "on", "silence")},
        "notice": tree["notice"],
        "meetings": {"per_year": said if said and per_year == 12 < said else per_year, "convenor": meetings.get("convenor")},
        "economy": {"total_sek": economy.get("total"), "yearly_sek": economy.get("yearly"),
                    "posts": [{"name": one.get("name"), "amount_sek": one.get("amount")} for one in economy["posts"]],
                    "payment": {key: payment.get(key) for key in ("direction", "every_months", "split")},
                    "index": economy.get("index")},
        "reports": [{"kind": one.get("kind", "other"), "due": one.get("due")} for one in tree["reports"]],
        "amendments": {"written": tree.get("amendments_written"), "signed": tree.get("amendments_signed")},
        "approval_before_deviation": tree.get("approval_before_deviation"), "rescission": tree.get("rescission", {}),
        "disputes": tree.get("disputes"), "secrecy": tree.get("secrecy"),
        "goals": [{"text": text} for text in tree["goals"]],
        "undertakings": [{"text": one.get("text", ""), "owes": one.get("owes")} for one in tree["undertakings"]],
    }


def _of_index(typed: Typed) -> str:
    """Return the field of the index that is to be mended."""
    names = [f"economy.index.{part}" for part in ("name", "base", "since")]
    return next((name for name in names if not typed.get(name)), "economy.index.base")


def _name(loc: Sequence[Any], places: Mapping[str, list[int]]) -> str:
    """Return the field that an error is about."""
    parts = [str(part) for part in loc]
    if tuple(parts) in ABOUT_ALL:
        return ABOUT_ALL[tuple(parts)]
    for at, part in enumerate(loc):
        if isinstance(part, int):
            rows = ".".join(parts[:at])
            return ".".join([rows, str(places[rows][part]), *(parts[at + 1:] or ["text"])])
    return ".".join(parts)


def _why(error: Any) -> str:
    if error["loc"] == ("parties",):
        return say("Minst två parter behövs, och högst fyra ryms.", "There must be two parties at least, and four at most.")
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, Wrong):
        return first_upper(raised.sentence(language()).rstrip(".")) + "."
    return say(*sentence(error["type"], error.get("ctx", {})))
